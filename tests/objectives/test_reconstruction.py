"""Reconstruction losses: known numbers, the best σ, directions, gradients."""

import math

import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.vae import VAE_LIKELIHOODS
from ganlib.objectives.reconstruction import (
    RECONSTRUCTION_LOSSES,
    bernoulli_loss,
    continuous_bernoulli_loss,
    gaussian_loss,
)


def pictures(*values: float) -> tf.Tensor:
    return tf.reshape(tf.constant(values, tf.float64), [1, 2, 2, 1])


def value(losses: tf.Tensor) -> float:
    """Of a batch of one picture."""
    (only,) = losses.numpy()
    return float(only)


def test_every_likelihood_of_the_config_exists() -> None:
    assert set(RECONSTRUCTION_LOSSES) == set(VAE_LIKELIHOODS)


def test_bernoulli_is_summed_over_pixels() -> None:
    loss = bernoulli_loss(pictures(1, 0, 1, 0), pictures(0.5, 0.5, 0.5, 0.5))
    assert value(loss) == pytest.approx(4 * math.log(2.0))


@pytest.mark.parametrize("key", VAE_LIKELIHOODS)
def test_each_picture_has_its_own(key: str) -> None:
    images = tf.concat([pictures(1, 0, 1, 0), pictures(0, 0, 0, 0)], axis=0)
    near, far = RECONSTRUCTION_LOSSES[key](images, tf.repeat(pictures(0.9, 0.1, 0.9, 0.1), 2, axis=0)).numpy()
    assert near < far


def test_bernoulli_survives_certainty_about_the_wrong_value() -> None:
    assert np.isfinite(value(bernoulli_loss(pictures(1, 0, 1, 0), pictures(0, 1, 0, 1))))


def test_gaussian_uses_the_sigma_that_is_best_for_the_batch() -> None:
    images, reconstructions = pictures(0, 0, 1, 1), pictures(0.1, -0.1, 1.1, 0.9)
    at_best_sigma = 4 * (0.5 + math.log(0.1) + 0.5 * math.log(2 * math.pi))
    # The soft clip at −6 moves log σ = −2.3 by 2 %.
    assert value(gaussian_loss(images, reconstructions)) == pytest.approx(at_best_sigma, abs=0.15)


def test_a_perfect_reconstruction_is_clipped_not_infinite() -> None:
    images = pictures(0, 0.25, 0.5, 1)
    with tf.GradientTape() as tape:
        tape.watch(images)
        loss = gaussian_loss(images, tf.identity(images))
    assert value(loss) > 4 * (-6.0 + 0.5 * math.log(2 * math.pi)) - 0.1
    assert np.isfinite(tape.gradient(loss, images).numpy()).all()


@pytest.mark.parametrize("probability", [1e-3, 0.2, 0.479, 0.481, 0.4999, 0.5, 0.5001, 0.519, 0.521, 0.9, 0.999])
def test_the_continuous_bernoulli_is_a_density(probability: float) -> None:
    greys = (np.arange(10_000) + 0.5) / 10_000
    losses = [value(continuous_bernoulli_loss(*each)) for each in one_pixel(greys[[0, 5_000, -1]], probability)]
    slope = math.log(probability / (1 - probability))  # the log-density is a line in x
    assert losses[0] - losses[2] == pytest.approx(slope * (greys[-1] - greys[0]), abs=1e-6)
    assert np.exp(-losses[0] + slope * (greys - greys[0])).mean() == pytest.approx(1.0, abs=1e-6)


def one_pixel(greys: np.ndarray, probability: float) -> list[tuple[tf.Tensor, tf.Tensor]]:
    shape = [1, 1, 1, 1]
    return [(tf.fill(shape, tf.constant(grey)), tf.fill(shape, tf.constant(probability, tf.float64))) for grey in greys]


def test_at_one_half_every_grey_value_is_equally_likely() -> None:
    images = pictures(0, 0.25, 0.5, 1)
    assert value(continuous_bernoulli_loss(images, pictures(0.5, 0.5, 0.5, 0.5))) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64])
def test_the_gradient_is_a_number_everywhere(dtype: tf.DType) -> None:
    reconstructions = tf.cast(pictures(0.5, 0.0, 1.0, 0.48), dtype)
    with tf.GradientTape() as tape:
        tape.watch(reconstructions)
        loss = continuous_bernoulli_loss(tf.cast(pictures(0.3, 0, 1, 1), dtype), reconstructions)
    assert np.isfinite(tape.gradient(loss, reconstructions).numpy()).all()


@pytest.mark.parametrize("key", VAE_LIKELIHOODS)
def test_a_closer_reconstruction_costs_less(key: str) -> None:
    loss, images = RECONSTRUCTION_LOSSES[key], pictures(1, 0, 1, 0)
    assert value(loss(images, pictures(0.9, 0.1, 0.9, 0.1))) < value(loss(images, pictures(0.7, 0.3, 0.7, 0.3)))


@pytest.mark.parametrize("key", VAE_LIKELIHOODS)
def test_gradients_agree_with_finite_differences(key: str) -> None:
    loss, images = RECONSTRUCTION_LOSSES[key], pictures(1, 0, 0.5, 0)
    analytic, numeric = tf.test.compute_gradient(lambda x: loss(images, x), [pictures(0.8, 0.3, 0.6, 0.2)], delta=1e-5)
    np.testing.assert_allclose(analytic[0], numeric[0], rtol=1e-4)
