"""A discriminator that sees its pictures transformed: the step, and the rule for how often."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.augmentation import IMAGES_FROM_0_TO_1, MOST, Augmentation
from ganlib.models.transforms import CHANCES, transformed
from ganlib.nets.deviation import deviation_discriminator
from ganlib.nets.packing import packed
from ganlib.objectives.penalties import PENALTIES
from tests.models.small_gan import make_gan

SIDE = 8
IMAGES = np.random.default_rng(0).random((4, SIDE, SIDE, 1), dtype=np.float32)
WEIGHTS = {"r1": 0.15, "r2": 0.1, "gradient": 0.3, "dragan": 0.2}
SCENES: dict[str, dict[str, Any]] = {
    "pictures": {},
    "packs": {"channels": 2, "images_per_pack": 2},
    "mixed": {"mixes_pictures": True, "wrap": deviation_discriminator},
    "lazy": {"penalty_every_steps": 2},
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_everything_is_as_if_the_discriminator_itself_began_with_the_transformation(scene: dict[str, Any]) -> None:
    pack, every = scene.get("images_per_pack", 1), scene.get("penalty_every_steps", 1)
    augmentation = Augmentation(0.7, images_per_pack=pack)
    gan = make_gan("relativistic", side=SIDE, penalty_weights=WEIGHTS, augmentation=augmentation, **scene)
    chance, count = keras.random.SeedGenerator(5), 4 // pack
    latents = keras.random.normal((4, 3), seed=chance)
    share = keras.random.uniform((count, 1, 1, 1), seed=chance)
    noise = keras.random.normal((count, SIDE, SIDE, pack), seed=chance)
    of_real, of_fake = (keras.random.uniform((count, CHANCES), seed=chance) for _ in range(2))
    with tf.GradientTape(persistent=True) as tape:
        real_images, fake_images = (
            packed(tf.constant(IMAGES), pack),
            packed(gan.generator(latents, training=True), pack),
        )
        deviation = tf.math.reduce_std(real_images, [1, 2, 3], keepdims=True)
        looks = {
            "r1": (real_images, of_real),
            "r2": (fake_images, of_fake),
            "gradient": (tf.stop_gradient(share * real_images + (1.0 - share) * fake_images), of_real),
            "dragan": (real_images + 0.5 * deviation * noise, of_real),
        }
        logits, penalties = {}, {}
        for key, (images, chances) in looks.items():
            with tf.GradientTape() as inner:
                inner.watch(images)
                logits[key] = gan.discriminator(transformed(images, chances, 0.7, pack), training=True)
            squares = tf.reduce_sum(inner.gradient(logits[key], images) ** 2, [1, 2, 3])
            penalties[key] = tf.reduce_mean(squares if key in ("r1", "r2") else (squares**0.5 - 1.0) ** 2)
        d_loss = gan.adversarial_loss.discriminator(logits["r1"], logits["r2"])
        objective = d_loss + sum(every * weight * penalties[key] for key, weight in WEIGHTS.items())
        g_loss = gan.adversarial_loss.generator(logits["r1"], logits["r2"])
    players = [(gan.generator, g_loss), (gan.discriminator, objective)]
    expected = [
        [v.numpy() - g for v, g in zip(network.trainable_variables, gradients, strict=True)]
        for network, loss in players
        for gradients in [tape.gradient(loss, network.trainable_variables)]
    ]

    report = gan.train_step(tf.constant(IMAGES))

    for (network, _), values in zip(players, expected, strict=True):
        for variable, value in zip(network.trainable_variables, values, strict=True):
            np.testing.assert_allclose(variable.numpy(), value, atol=2e-5)
    for key, penalty in penalties.items():
        assert float(report[f"penalty/{key}"]) == pytest.approx(float(penalty), rel=1e-4), key
    assert float(report["augment/probability"]) == pytest.approx(0.7)


def test_a_probability_of_zero_is_the_step_without() -> None:
    settings = {"side": SIDE, "penalty_weights": {"r1": 0.1, "r2": 0.1}}
    plain, adaptive = make_gan(**settings), make_gan(augmentation=Augmentation(0.0, is_adaptive=True), **settings)
    for gan in (plain, adaptive):
        gan.train_step(tf.constant(IMAGES))
    for one, other in zip(plain.generator.get_weights(), adaptive.generator.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(plain.discriminator.get_weights(), adaptive.discriminator.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("sign", "start", "expected"),
    [
        (1.0, 0.3, 0.3 + 640 / IMAGES_FROM_0_TO_1),
        (0.61, 0.3, 0.3 + 640 / IMAGES_FROM_0_TO_1),
        (0.59, 0.3, 0.3 - 640 / IMAGES_FROM_0_TO_1),
        (-1.0, 0.3, 0.3 - 640 / IMAGES_FROM_0_TO_1),
        (-1.0, 0.0, 0.0),
        (1.0, MOST, MOST),
        (0.0, 1.0, MOST - 640 / IMAGES_FROM_0_TO_1),
    ],
)
def test_the_probability_follows_the_sign_within_its_range(sign: float, start: float, expected: float) -> None:
    augmentation = Augmentation(start, is_adaptive=True, images_per_pack=2)
    augmentation.adapt(tf.constant(sign), 320)
    assert float(augmentation.probability) == pytest.approx(expected, abs=1e-6)


def test_a_fixed_probability_stays_and_is_no_state() -> None:
    augmentation = Augmentation(1.0)
    augmentation.adapt(tf.constant(1.0), 320)
    assert float(augmentation.probability) == 1.0
    assert augmentation.variables == []


def test_it_rises_while_the_discriminator_is_sure_and_every_update_counts() -> None:
    """A discriminator that takes everything for real, and then everything for generated."""
    gan = make_gan(side=SIDE, augmentation=Augmentation(0.0, is_adaptive=True), d_steps_per_g_step=2)
    gan.compile(g_optimizer=keras.optimizers.SGD(0.0), d_optimizer=keras.optimizers.SGD(0.0))
    kernel, bias = gan.discriminator.layers[-1].weights
    kernel.assign(tf.zeros_like(kernel))
    bias.assign([1.0])
    curve = [float(gan.train_step(tf.constant(IMAGES))["augment/probability"]) for _ in range(3)]
    np.testing.assert_allclose(curve, [2 / IMAGES_FROM_0_TO_1, 6 / IMAGES_FROM_0_TO_1, 10 / IMAGES_FROM_0_TO_1])
    bias.assign([-1.0])
    report = gan.train_step(tf.constant(IMAGES))
    assert float(report["augment/sign"]) == -1.0
    assert float(gan.augmentation.probability) == pytest.approx(8 / IMAGES_FROM_0_TO_1)


@pytest.mark.parametrize("penalty_every_steps", [1, 2])
def test_the_step_compiles_with_xla(penalty_every_steps: int) -> None:
    gan = make_gan(
        side=SIDE,
        penalty_weights=dict.fromkeys(PENALTIES, 0.1),
        augmentation=Augmentation(0.5, is_adaptive=True),
        penalty_every_steps=penalty_every_steps,
        spectral_norm=True,
    )
    gan.compile(g_optimizer=keras.optimizers.Adam(1e-2), d_optimizer=keras.optimizers.Adam(1e-2), jit_compile=True)
    gan.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=3, shuffle=False, verbose=0)
    assert all(np.isfinite(weights).all() for weights in gan.get_weights())
    assert float(gan.augmentation.probability) != 0.5
