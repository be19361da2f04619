"""Penalties on discriminators whose slope is known, and on codes and weights."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.objectives.penalties import (
    PENALTIES,
    logits_and_slopes,
    one_centred_penalty,
    pictures_around,
    pictures_between,
    slopes_along,
    zero_centred_penalty,
)


def linear_discriminator(slope: float) -> keras.Model:
    images = keras.Input((2, 2, 1))
    dense = keras.layers.Dense(1, kernel_initializer=keras.initializers.Constant(slope))
    return keras.Model(images, dense(keras.layers.Flatten()(images)))


def test_the_slope_of_a_linear_discriminator_is_its_weight_at_every_picture() -> None:
    logits, slopes = logits_and_slopes(linear_discriminator(0.5), tf.ones([3, 2, 2, 1]))
    assert logits.numpy() == pytest.approx(np.full((3, 1), 2.0))
    assert slopes.numpy() == pytest.approx(np.full((3, 2, 2, 1), 0.5))
    assert float(zero_centred_penalty(slopes)) == pytest.approx(
        4 * 0.5**2
    )  # summed over pixels, averaged over pictures


def test_minimising_the_penalty_flattens_the_discriminator() -> None:
    discriminator = linear_discriminator(0.5)
    with tf.GradientTape() as tape:
        _, slopes = logits_and_slopes(discriminator, tf.ones([3, 2, 2, 1]))
        penalty = zero_centred_penalty(slopes)
    kernel_gradient = tape.gradient(penalty, discriminator.trainable_variables)[0]
    assert kernel_gradient.numpy() == pytest.approx(np.full((4, 1), 2 * 0.5))


def test_the_one_centred_penalty_wants_a_slope_of_one() -> None:
    for slope, expected in ((0.5, 0.0), (1.0, 1.0), (0.0, 1.0)):  # four pixels: lengths 1, 2 and 0
        _, slopes = logits_and_slopes(linear_discriminator(slope), tf.ones([3, 2, 2, 1]))
        assert float(one_centred_penalty(slopes)) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("slope", "direction"), [(0.1, -1), (2.0, 1)])
def test_minimising_the_one_centred_penalty_pulls_the_slope_to_one_from_both_sides(
    slope: float, direction: int
) -> None:
    discriminator = linear_discriminator(slope)
    with tf.GradientTape() as tape:
        _, slopes = logits_and_slopes(discriminator, tf.ones([3, 2, 2, 1]))
        penalty = one_centred_penalty(slopes)
    kernel_gradient = tape.gradient(penalty, discriminator.trainable_variables)[0]
    assert (np.sign(kernel_gradient.numpy()) == direction).all()


def test_a_finite_difference_of_a_linear_discriminator_is_its_weights_along_the_noise() -> None:
    discriminator, images = linear_discriminator(0.5), tf.ones([4096, 2, 2, 1])
    noise = tf.constant(np.random.default_rng(0).normal(size=images.shape), tf.float32)
    slopes = slopes_along(discriminator, images, discriminator(images), noise)
    assert slopes.shape == (4096, 1, 1, 1)
    np.testing.assert_allclose(slopes[:, 0, 0, 0], 0.5 * tf.reduce_sum(noise, [1, 2, 3]), atol=2e-3)
    assert float(zero_centred_penalty(slopes)) == pytest.approx(4 * 0.5**2, rel=0.05)


def test_minimising_a_finite_difference_flattens_the_discriminator_as_much_on_average() -> None:
    discriminator, images = linear_discriminator(0.5), tf.ones([4096, 2, 2, 1])
    noise = tf.constant(np.random.default_rng(0).normal(size=images.shape), tf.float32)
    with tf.GradientTape() as tape:
        penalty = zero_centred_penalty(slopes_along(discriminator, images, discriminator(images), noise))
    kernel_gradient = tape.gradient(penalty, discriminator.trainable_variables)[0]
    assert kernel_gradient.numpy() == pytest.approx(np.full((4, 1), 2 * 0.5), rel=0.1)


@pytest.mark.parametrize("key", PENALTIES)
def test_a_flat_discriminator_has_a_finite_gradient(key: str) -> None:
    discriminator = linear_discriminator(0.0)
    with tf.GradientTape() as tape:
        _, slopes = logits_and_slopes(discriminator, tf.ones([3, 2, 2, 1]))
        penalty = PENALTIES[key](slopes)
    assert np.isfinite(tape.gradient(penalty, discriminator.trainable_variables)[0].numpy()).all()


def test_pictures_between_lie_on_the_line_from_fake_to_real() -> None:
    real, fake = tf.ones([3, 2, 2, 1]), tf.fill([3, 2, 2, 1], 0.2)
    between = pictures_between(real, fake, tf.reshape([0.0, 0.5, 1.0], [3, 1, 1, 1]))
    for picture, expected in zip(between.numpy(), (0.2, 0.6, 1.0), strict=True):
        assert picture == pytest.approx(np.full((2, 2, 1), expected))


def test_pictures_around_move_by_half_a_standard_deviation_of_each_picture() -> None:
    real = tf.reshape([0.0, 0.0, 1.0, 1.0, 0.3, 0.3, 0.3, 0.3], [2, 2, 2, 1])  # one half white, one even
    moved = pictures_around(real, tf.ones_like(real)) - real
    np.testing.assert_allclose(moved[0], np.full((2, 2, 1), 0.25), atol=1e-6)
    np.testing.assert_allclose(moved[1], np.zeros((2, 2, 1)), atol=1e-6)


def test_points_move_by_half_the_standard_deviation_of_the_batch() -> None:
    real = tf.reshape([0.0, 0.0, 1.0, 1.0], [2, 1, 1, 2])  # both on the diagonal: no pixel differs from its neighbour
    moved = pictures_around(real, tf.ones_like(real)) - real
    np.testing.assert_allclose(moved, np.full((2, 1, 1, 2), 0.25), atol=1e-6)
