"""A GAN that finds kinds by itself: its step against the algorithm written out plainly."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.info_gan import InfoGan
from ganlib.nets.conditional import conditional_sampler
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from tests.models.small_gan import IMAGES

WEIGHT, CODES = 0.3, 3
LOSS = ADVERSARIAL_LOSSES["relativistic"]


def make(information_weight: float = WEIGHT, **settings: Any) -> InfoGan:
    """With SGD of rate 1, so that a step is a gradient."""
    keras.utils.set_random_seed(1)
    seen, images = keras.Input((4,)), keras.Input((4, 4, 1))
    pictures = keras.layers.Reshape((4, 4, 1))(keras.layers.Dense(16, activation="sigmoid")(seen))
    generator = conditional_sampler(keras.Model(seen, pictures), latent_dim=2, num_classes=CODES)
    x = keras.layers.Flatten()(keras.layers.Conv2D(5, 3, activation="tanh")(images))
    discriminator = keras.Model(images, keras.layers.Dense(1)(x))
    gan = InfoGan(generator, discriminator, loss=LOSS, seed=5, information_weight=information_weight, **settings)
    gan.compile(g_optimizer=keras.optimizers.SGD(1.0), d_optimizer=keras.optimizers.SGD(1.0))
    return gan


def drawn(seed: int = 5) -> tuple[tf.Tensor, tf.Tensor]:
    """Codes and z as the step draws them."""
    chance = keras.random.SeedGenerator(seed)
    codes = tf.one_hot(tf.cast(keras.random.uniform((4,), seed=chance) * CODES, tf.int32), CODES)
    return codes, keras.random.normal((4, 2), seed=chance)


def test_all_three_networks_want_the_code_to_be_guessed() -> None:
    gan, (codes, latents) = make(penalty_weights={"r1": 0.2}), drawn()
    with tf.GradientTape(persistent=True) as tape:
        fake_images = gan.generator([latents, codes], training=True)
        real_images = tf.constant(IMAGES)
        with tf.GradientTape() as inner:
            inner.watch(real_images)
            real_logits = gan.discriminator(real_images)
        r1 = tf.reduce_mean(tf.reduce_sum(inner.gradient(real_logits, real_images) ** 2, [1, 2, 3]))
        fake_logits = gan.discriminator(fake_images)
        features = gan.discriminator.layers[-2](gan.discriminator.layers[1](fake_images))
        guesses = tf.nn.log_softmax(gan.recogniser(features))
        surprise = -tf.reduce_mean(tf.reduce_sum(codes * guesses, axis=1))
        d_objective = LOSS.discriminator(real_logits, fake_logits) + 0.2 * r1 + WEIGHT * surprise
        g_objective = LOSS.generator(real_logits, fake_logits) + WEIGHT * surprise
    expected = []
    for network, objective in (
        (gan.discriminator, d_objective),
        (gan.recogniser, d_objective),
        (gan.generator, g_objective),
    ):
        gradients = tape.gradient(objective, network.trainable_variables)
        values = [v.numpy() - g.numpy() for v, g in zip(network.trainable_variables, gradients, strict=True)]
        assert any(np.any(gradient.numpy()) for gradient in gradients)
        expected.append((network, values))

    report = gan.train_step(tf.constant(IMAGES))

    for network, values in expected:
        for variable, value in zip(network.trainable_variables, values, strict=True):
            np.testing.assert_allclose(variable.numpy(), value, atol=1e-6)
    assert float(report["loss/information"]) == pytest.approx(float(surprise), rel=1e-5)
    is_right = np.argmax(guesses, axis=1) == np.argmax(codes, axis=1)
    assert float(report["codes/recognised"]) == pytest.approx(np.mean(is_right))


def test_each_variable_is_saved_once() -> None:
    gan = make(ema_half_life=0.1)
    places = [id(variable) for variable in gan.variables]
    assert len(places) == len(set(places))
    for network in (gan.generator, gan.generator_ema, gan.discriminator, gan.recogniser):
        assert {id(variable) for variable in network.variables} <= set(places)


def test_it_learns_to_say_which_code_a_picture_has() -> None:
    gan = make(information_weight=5.0)
    gan.compile(g_optimizer=keras.optimizers.Adam(0.01), d_optimizer=keras.optimizers.Adam(0.01))
    step = tf.function(gan.train_step)
    images = tf.constant(np.tile(IMAGES, (16, 1, 1, 1)))
    reports = [step(images) for _ in range(150)]
    assert float(reports[0]["codes/recognised"]) < 0.7
    assert float(reports[-1]["codes/recognised"]) > 0.95
