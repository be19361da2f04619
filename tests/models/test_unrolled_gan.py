"""The unrolled step against games worked out by hand, and against the discriminator that it foresees."""

from collections.abc import Callable
from functools import partial
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.gan import Gan
from ganlib.models.unrolled_gan import UnrolledGan
from ganlib.nets.deviation import deviation_discriminator
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.penalties import PENALTIES
from tests.models.small_gan import IMAGES, make_gan

EVERYTHING = {"penalty_weights": dict.fromkeys(PENALTIES, 0.1), "spectral_norm": True, "weight_clip": 0.4}


def one_number_game(unrolled_steps: int, theta: float, w: float, r1_weight: float) -> UnrolledGan:
    """G(z) = θ and D(x) = w·x."""
    latents, points = keras.Input((1,)), keras.Input((1, 1, 1))
    theta_layer = keras.layers.Dense(1, kernel_initializer="zeros", bias_initializer=keras.initializers.Constant(theta))
    generator = keras.Model(latents, keras.layers.Reshape((1, 1, 1))(theta_layer(latents)))
    w_layer = keras.layers.Dense(1, use_bias=False, kernel_initializer=keras.initializers.Constant(w))
    discriminator = keras.Model(points, w_layer(keras.layers.Flatten()(points)))
    loss, penalty_weights = ADVERSARIAL_LOSSES["wasserstein"], {"r1": r1_weight}
    gan = UnrolledGan(
        generator, discriminator, unrolled_steps=unrolled_steps, loss=loss, penalty_weights=penalty_weights
    )
    gan.compile(g_optimizer=keras.optimizers.SGD(1.0), d_optimizer=keras.optimizers.SGD(0.1))
    return gan


@pytest.mark.parametrize("r1_weight", [0.0, 0.3])
def test_the_generator_descends_what_it_foresees(r1_weight: float) -> None:
    """L_D = w·(θ − x̄) + c·w² and L_G = −w·θ, with a step of 0.1: by hand."""
    theta, w, mean, c = 0.5, 2.0, 1.5, r1_weight
    keep = 1.0 - 0.1 * 2.0 * c  # what R1 leaves of w at each update
    w_1 = keep * w - 0.1 * (theta - mean)
    w_2 = keep * w_1 - 0.1 * (theta - mean)
    slopes = [0.0, -0.1, keep * -0.1 - 0.1]  # ∂w_k/∂θ
    for steps, (w_k, slope) in enumerate(zip([w, w_1, w_2], slopes, strict=True)):
        gan = one_number_game(steps, theta, w, r1_weight)
        report = gan.train_step(tf.constant([1.0, 2.0], shape=(2, 1, 1, 1)))
        assert float(report["loss/g"]) == pytest.approx(-w_k * theta)
        assert float(gan.generator.get_weights()[1][0]) == pytest.approx(theta + w_k + slope * theta)
        assert float(gan.discriminator.get_weights()[0][0, 0]) == pytest.approx(w_1), "one step, whatever it foresees"


SCENES = {
    "everything": EVERYTHING | {"loss": "relativistic", "instance_noise": 0.3},
    "lazy": {"penalty_weights": {"r1": 0.1}, "penalty_every_steps": 2, "d_steps_per_g_step": 2},
    "mixing": {"mixes_pictures": True, "wrap": deviation_discriminator},
}


@pytest.mark.parametrize("settings", SCENES.values(), ids=SCENES)
def test_looking_no_step_ahead_is_the_plain_step(settings: dict[str, Any]) -> None:
    plain, unrolled = make_gan(**settings), make_gan(kind=partial(UnrolledGan, unrolled_steps=0), **settings)
    for _ in range(2):
        reports = [gan.train_step(tf.constant(IMAGES)) for gan in (plain, unrolled)]
    assert reports[0].keys() == reports[1].keys()
    for key, value in reports[0].items():
        assert float(reports[1][key]) == pytest.approx(float(value), rel=1e-3, abs=1e-5), key
    for one, other in zip(plain.get_weights(), unrolled.get_weights(), strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5)


def waiting_gan(kind: Callable[..., Gan], **settings: Any) -> Gan:
    """Its generator stands still, and its latents, shares and directions are the same at every step."""
    gan = make_gan(kind=kind, **settings)
    gan.compile(g_optimizer=keras.optimizers.SGD(0.0), d_optimizer=keras.optimizers.Adam(0.01))
    gan.seed_generator.next = lambda ordered=True: tf.constant([7, 7], tf.uint32)
    return gan


@pytest.mark.parametrize("finite_differences", [False, True])
def test_what_it_foresees_is_the_discriminator_after_so_many_steps(finite_differences: bool) -> None:
    settings = EVERYTHING | {"finite_differences": finite_differences}
    plain = waiting_gan(Gan, **settings)
    *_, after_two_steps = [plain.train_step(tf.constant(IMAGES)) for _ in range(3)]
    foreseen = waiting_gan(partial(UnrolledGan, unrolled_steps=2), **settings).train_step(tf.constant(IMAGES))
    assert float(foreseen["loss/g"]) == pytest.approx(float(after_two_steps["loss/g"]), rel=1e-4)


def test_the_copy_leaves_no_trace() -> None:
    gans = [make_gan(**EVERYTHING), make_gan(kind=partial(UnrolledGan, unrolled_steps=2), **EVERYTHING)]
    for gan in gans:
        gan.compile(g_optimizer=keras.optimizers.SGD(1.0), d_optimizer=keras.optimizers.Adam(0.01, beta_1=0.5))
        gan.train_step(tf.constant(IMAGES))
    plain, unrolled = gans
    for one, other in (
        (plain.discriminator.get_weights(), unrolled.discriminator.get_weights()),
        (plain.spectral_norm.get_weights(), unrolled.spectral_norm.get_weights()),
        ([v.numpy() for v in plain.d_optimizer.variables], [v.numpy() for v in unrolled.d_optimizer.variables]),
        ([plain.seed_generator.state.numpy()], [unrolled.seed_generator.state.numpy()]),
    ):
        for mine, its in zip(one, other, strict=True):
            np.testing.assert_allclose(its, mine, rtol=1e-5, atol=1e-7)
    assert any(
        not np.allclose(one, other) for one, other in zip(*(gan.generator.get_weights() for gan in gans), strict=True)
    ), "but the generator goes another way"


@pytest.mark.parametrize("jit_compile", [False, True])
def test_the_step_compiles(jit_compile: bool) -> None:
    settings = {"penalty_weights": {"gradient": 0.1}, "penalty_every_steps": 2, "spectral_norm": True}
    gan = make_gan("relativistic", kind=partial(UnrolledGan, unrolled_steps=2), **settings)
    optimizers = {f"{player}_optimizer": keras.optimizers.Adam(1e-2) for player in "gd"}
    gan.compile(**optimizers, jit_compile=jit_compile)
    batches = tf.data.Dataset.from_tensors(IMAGES).repeat()
    logs = gan.fit(batches, steps_per_epoch=3, shuffle=False, verbose=0).history
    assert all(np.isfinite(values).all() for values in logs.values())
    assert all(np.isfinite(weights).all() for weights in gan.get_weights())
