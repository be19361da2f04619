"""A discriminator that sees how much the pictures of a batch differ."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.nets.batch_norm import in_plain_layers
from ganlib.nets.deviation import deviation, deviation_discriminator

IMAGES = np.random.default_rng(0).random((5, 2, 2, 1), dtype=np.float32)


@pytest.fixture
def discriminator() -> keras.Model:
    images = keras.Input((2, 2, 1), name="images")
    plain = keras.Model(images, keras.layers.Dense(1)(keras.layers.Flatten()(images)), name="discriminator")
    return deviation_discriminator(plain)


def deviation_of(features: np.ndarray) -> np.ndarray:
    inputs = keras.Input(features.shape[1:])
    return np.asarray(keras.Model(inputs, deviation(inputs))(features))


def test_pictures_that_are_all_the_same_deviate_by_nothing() -> None:
    np.testing.assert_allclose(deviation_of(np.full((4, 3), 7.0, np.float32)), np.zeros((4, 1)), atol=2e-4)


def test_the_deviation_is_the_mean_over_the_features_and_the_same_for_each_picture() -> None:
    features = np.array([[0.0, 1.0], [2.0, 1.0], [0.0, 7.0], [2.0, 7.0]], np.float32)  # deviations of 1 and 3
    np.testing.assert_allclose(deviation_of(features), np.full((4, 1), 2.0), rtol=1e-5)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_any_number_of_pictures_is_a_batch(discriminator: keras.Model, count: int) -> None:
    assert discriminator(IMAGES[:count]).shape == (count, 1)


def test_one_picture_is_judged_otherwise_among_its_copies_than_among_others(discriminator: keras.Model) -> None:
    among_copies = np.asarray(discriminator(np.repeat(IMAGES[:1], 5, axis=0)))
    assert float(np.asarray(discriminator(IMAGES))[0, 0]) != pytest.approx(float(among_copies[0, 0]), abs=1e-3)
    np.testing.assert_allclose(among_copies, among_copies[0, 0] * np.ones((5, 1)), rtol=1e-5)


def test_copies_have_a_finite_slope_and_a_finite_penalty(discriminator: keras.Model) -> None:
    images = tf.constant(np.repeat(IMAGES[:1], 5, axis=0))
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(images)
            total = tf.reduce_sum(discriminator(images))
        slopes = inner.gradient(total, images)
        objective = total + tf.reduce_sum(slopes**2)
    gradients = outer.gradient(objective, discriminator.trainable_variables)
    assert all(np.isfinite(gradient.numpy()).all() for gradient in (slopes, *gradients))


def test_a_saved_one_opens_in_plain_keras(discriminator: keras.Model, tmp_path: Path) -> None:
    in_plain_layers(discriminator).save(tmp_path / "discriminator.keras")
    opened = keras.models.load_model(tmp_path / "discriminator.keras", safe_mode=True)
    np.testing.assert_array_equal(opened(IMAGES), discriminator(IMAGES))
