"""The GAN's training step against the algorithm written out plainly."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.gan import GAN_LOSSES
from ganlib.models.gan import Gan
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES

IMAGES = np.random.default_rng(0).random((4, 4, 4, 1), dtype=np.float32)


def make_gan(loss: str = "non_saturating", **settings: float) -> Gan:
    keras.utils.set_random_seed(1)
    latents, images = keras.Input((3,)), keras.Input((4, 4, 1))
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    generator = keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x))
    x = keras.layers.Conv2D(5, 3, activation="tanh")(images)  # curved, so that a penalty has a gradient
    discriminator = keras.Model(images, keras.layers.Dense(1)(keras.layers.Flatten()(x)))
    gan = Gan(generator, discriminator, loss=ADVERSARIAL_LOSSES[loss], seed=5, **settings)
    gan.compile(g_optimizer=keras.optimizers.SGD(1.0), d_optimizer=keras.optimizers.SGD(1.0))
    return gan


def same_latents(count: int) -> tf.Tensor:
    return keras.random.normal((count, 3), seed=keras.random.SeedGenerator(5))


@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_one_step_does_what_the_two_losses_say(loss: str) -> None:
    gan = make_gan(loss, r1_weight=0.3, r2_weight=0.2)
    pair, real_images = ADVERSARIAL_LOSSES[loss], tf.constant(IMAGES)
    with tf.GradientTape(persistent=True) as tape:
        fake_images = gan.generator(same_latents(4), training=True)
        with tf.GradientTape(persistent=True) as inner:
            inner.watch([real_images, fake_images])
            real_logits, fake_logits = gan.discriminator(real_images), gan.discriminator(fake_images)
        r1 = tf.reduce_mean(tf.reduce_sum(inner.gradient(real_logits, real_images) ** 2, [1, 2, 3]))
        r2 = tf.reduce_mean(tf.reduce_sum(inner.gradient(fake_logits, fake_images) ** 2, [1, 2, 3]))
        d_objective = pair.discriminator(real_logits, fake_logits) + 0.15 * r1 + 0.1 * r2
        g_loss = pair.generator(real_logits, fake_logits)
    d_gradients = tape.gradient(d_objective, gan.discriminator.trainable_variables)
    g_gradients = tape.gradient(g_loss, gan.generator.trainable_variables)
    d_expected = [v.numpy() - g for v, g in zip(gan.discriminator.trainable_variables, d_gradients, strict=True)]
    g_expected = [v.numpy() - g for v, g in zip(gan.generator.trainable_variables, g_gradients, strict=True)]

    report = gan.train_step(real_images)

    for network, expected in ((gan.discriminator, d_expected), (gan.generator, g_expected)):
        for variable, value in zip(network.trainable_variables, expected, strict=True):
            np.testing.assert_allclose(variable.numpy(), value, atol=1e-6)
    assert float(report["loss/g"]) == pytest.approx(float(g_loss), rel=1e-5)
    assert float(report["penalty/r1"]) == pytest.approx(float(r1), rel=1e-5)
    assert float(report["penalty/r2"]) == pytest.approx(float(r2), rel=1e-5)


def test_penalties_that_are_off_are_not_reported() -> None:
    report = make_gan().train_step(tf.constant(IMAGES))
    assert not any(key.startswith("penalty/") for key in report)


def test_several_discriminator_steps_share_the_pictures_of_a_batch() -> None:
    gan = make_gan(d_steps_per_g_step=2)
    gan.train_step(tf.constant(IMAGES))
    assert int(gan.d_optimizer.iterations) == 2
    assert int(gan.g_optimizer.iterations) == 1


def test_the_averaged_generator_follows() -> None:
    gan = make_gan(ema_half_life=0.04)
    first = gan.generator_ema.get_weights()[0].copy()
    gan.train_step(tf.constant(IMAGES))
    assert gan.sampler is gan.generator_ema
    assert not np.array_equal(first, gan.generator_ema.get_weights()[0])


def weights_after_fit(jit_compile: bool) -> list[np.ndarray]:
    gan = make_gan(r1_weight=0.1, ema_half_life=0.1)
    optimizers = {f"{player}_optimizer": keras.optimizers.Adam(1e-2) for player in "gd"}
    gan.compile(**optimizers, jit_compile=jit_compile)
    gan.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=5, shuffle=False, verbose=0)
    return gan.generator.get_weights() + gan.discriminator.get_weights()


def test_the_same_seed_gives_the_same_numbers() -> None:
    for one, other in zip(weights_after_fit(False), weights_after_fit(False), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_step_compiles_with_xla() -> None:
    """Its numbers are others: XLA draws the latents by another algorithm."""
    assert all(np.isfinite(weights).all() for weights in weights_after_fit(jit_compile=True))
