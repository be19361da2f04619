"""R1 and R2 as finite differences: what they are on average, whatever else the discriminator's look depends on."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.augmentation import Augmentation
from ganlib.models.dropout import with_same_dropout
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.penalties import STEP_ASIDE
from tests.models.small_gan import IMAGES, make_gan

BOTH = {"r1": 0.15, "r2": 0.1}


def forgetful(network: keras.Model) -> keras.Model:
    """The network, which sees each pixel or does not."""
    images = keras.Input(network.input_shape[1:])
    return keras.Model(images, network(keras.layers.Dropout(0.5, seed=3)(images)))


def test_one_step_does_what_the_differences_say() -> None:
    gan = make_gan("relativistic", penalty_weights=BOTH, finite_differences=True)
    pair, real_images = ADVERSARIAL_LOSSES["relativistic"], tf.constant(IMAGES)
    chance = keras.random.SeedGenerator(5)
    latents, *noises = [keras.random.normal(shape, seed=chance) for shape in ((4, 3), IMAGES.shape, IMAGES.shape)]
    with tf.GradientTape(persistent=True) as tape:
        fake_images = gan.generator(latents, training=True)
        real_logits, fake_logits = gan.discriminator(real_images), gan.discriminator(fake_images)
        aside_real = gan.discriminator(real_images + STEP_ASIDE * noises[0])
        aside_fake = gan.discriminator(tf.stop_gradient(fake_images) + STEP_ASIDE * noises[1])
        r1 = tf.reduce_mean((aside_real - real_logits) ** 2) / STEP_ASIDE**2
        r2 = tf.reduce_mean((aside_fake - fake_logits) ** 2) / STEP_ASIDE**2
        d_objective = pair.discriminator(real_logits, fake_logits) + 0.15 * r1 + 0.1 * r2
        g_loss = pair.generator(real_logits, fake_logits)
    networks = ((gan.discriminator, d_objective), (gan.generator, g_loss))
    expected = [
        variable.numpy() - tape.gradient(loss, variable.value)
        for network, loss in networks
        for variable in network.trainable_variables
    ]

    report = gan.train_step(real_images)

    variables = [variable for network, _ in networks for variable in network.trainable_variables]
    for variable, value in zip(variables, expected, strict=True):
        np.testing.assert_allclose(variable.numpy(), value, atol=1e-4)
    for key, value in {"penalty/r1": r1, "penalty/r2": r2}.items():
        assert float(report[key]) == pytest.approx(float(value), rel=1e-3), key


SCENES = {
    "plain": {},
    "packs": {"channels": 2, "images_per_pack": 2},
    "dropout": {"wrap": forgetful},
    "transformed noisy pictures": {
        "augmentation": Augmentation(0.7, is_adaptive=False),
        "instance_noise": 0.3,
        "spectral_norm": True,
        "wrap": forgetful,
    },
    "lazy": {"penalty_every_steps": 2, "wrap": forgetful},
}


@pytest.mark.parametrize("settings", SCENES.values(), ids=SCENES)
def test_on_average_they_are_the_exact_penalties(settings: dict[str, Any]) -> None:
    """With frozen players; one look with another noise, T or dropout would make them hundreds of times larger."""
    found = []
    for finite_differences in (False, True):
        gan = make_gan(penalty_weights=BOTH, finite_differences=finite_differences, **settings)
        gan.compile(g_optimizer=keras.optimizers.SGD(0.0), d_optimizer=keras.optimizers.SGD(0.0))
        step, images = tf.function(gan.train_step), tf.constant(np.tile(IMAGES, (256, 1, 1, 1)))
        reports = [step(images) for _ in range(8)]
        found.append([np.mean([report[f"penalty/{key}"] for report in reports]) for key in BOTH])
    np.testing.assert_allclose(found[1], found[0], rtol=0.1)


def test_after_two_looks_with_the_same_dropout_the_chance_has_moved_on_once() -> None:
    images = tf.ones((4, 3))
    looked_once, looked_twice = (keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.5, seed=3)]) for _ in "12")
    look = with_same_dropout(looked_twice, looked_twice)
    first = looked_once(images, training=True)
    for _ in range(2):
        np.testing.assert_array_equal(look(images, training=True), first)
    np.testing.assert_array_equal(looked_twice(images, training=True), looked_once(images, training=True))


def test_the_step_compiles_with_xla() -> None:
    gan = make_gan(penalty_weights=BOTH, finite_differences=True, penalty_every_steps=2, wrap=forgetful)
    optimizers = {f"{player}_optimizer": keras.optimizers.Adam(1e-2) for player in "gd"}
    gan.compile(**optimizers, jit_compile=True)
    gan.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=3, shuffle=False, verbose=0)
    assert all(np.isfinite(weights).all() for weights in gan.get_weights())
