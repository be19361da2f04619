"""Penalties on discriminators whose slope is known, and on codes and weights."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.objectives.penalties import code_penalty, gradient_penalty, logits_and_slopes, weight_penalty


def linear_discriminator(slope: float) -> keras.Model:
    images = keras.Input((2, 2, 1))
    dense = keras.layers.Dense(1, kernel_initializer=keras.initializers.Constant(slope))
    return keras.Model(images, dense(keras.layers.Flatten()(images)))


def test_the_slope_of_a_linear_discriminator_is_its_weight_at_every_picture() -> None:
    logits, slopes = logits_and_slopes(linear_discriminator(0.5), tf.ones([3, 2, 2, 1]))
    assert logits.numpy() == pytest.approx(np.full((3, 1), 2.0))
    assert slopes.numpy() == pytest.approx(np.full((3, 2, 2, 1), 0.5))
    assert float(gradient_penalty(slopes)) == pytest.approx(4 * 0.5**2)  # summed over pixels, averaged over pictures


def test_minimising_the_penalty_flattens_the_discriminator() -> None:
    discriminator = linear_discriminator(0.5)
    with tf.GradientTape() as tape:
        _, slopes = logits_and_slopes(discriminator, tf.ones([3, 2, 2, 1]))
        penalty = gradient_penalty(slopes)
    kernel_gradient = tape.gradient(penalty, discriminator.trainable_variables)[0]
    assert kernel_gradient.numpy() == pytest.approx(np.full((4, 1), 2 * 0.5))


def test_a_flat_discriminator_has_a_finite_gradient() -> None:
    discriminator = linear_discriminator(0.0)
    with tf.GradientTape() as tape:
        _, slopes = logits_and_slopes(discriminator, tf.ones([3, 2, 2, 1]))
        penalty = gradient_penalty(slopes)
    assert np.isfinite(tape.gradient(penalty, discriminator.trainable_variables)[0].numpy()).all()


def test_the_code_penalty_is_half_the_mean_squared_length() -> None:
    assert float(code_penalty(tf.constant([[3.0, 4.0], [1.0, 0.0]]))) == pytest.approx((25 + 1) / 4)


def test_the_weight_penalty_counts_kernels_and_not_offsets() -> None:
    network = linear_discriminator(0.5)
    network.layers[-1].bias.assign([7.0])
    assert float(weight_penalty(network)) == pytest.approx(4 * 0.25)
