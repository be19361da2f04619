"""Reconstruction losses of autoencoders: −log p(x | z) of each picture `[batch]`, summed over its pixels."""

import math
from collections.abc import Callable

import tensorflow as tf

_SMALLEST_PROBABILITY = 1e-6
_SMALLEST_LOG_SIGMA = -6.0
_NEAR_ONE_HALF = 0.02  # the next term of the series is below 1e-9 there


def bernoulli_loss(images: tf.Tensor, reconstructions: tf.Tensor) -> tf.Tensor:
    """−Σ x log x̂ + (1 − x) log(1 − x̂). Kingma & Welling 2013, arXiv:1312.6114, appendix C.1.

    The logarithms cannot see zero: probabilities are clipped to [1e-6, 1 − 1e-6].
    """
    probabilities = tf.clip_by_value(reconstructions, _SMALLEST_PROBABILITY, 1.0 - _SMALLEST_PROBABILITY)
    log_likelihood = images * tf.math.log(probabilities) + (1.0 - images) * tf.math.log1p(-probabilities)
    return -tf.reduce_sum(log_likelihood, axis=[1, 2, 3])


def gaussian_loss(images: tf.Tensor, reconstructions: tf.Tensor) -> tf.Tensor:
    """Σ (x − x̂)² / 2σ² + log σ + ½ log 2π with the σ that is best for this batch.

    σ-VAE: Rybkin, Daniilidis & Levine 2020, arXiv:2006.13202, section 3.2: σ² = mean (x − x̂)², one number for all
    pixels, so that reconstruction and KL term need no weight between them. log σ is clipped softly at −6.
    """
    squared_errors = tf.square(images - reconstructions)
    # The tiny constant keeps the logarithm from zero; it moves log σ only far below the clip.
    best_log_sigma = 0.5 * tf.math.log(tf.reduce_mean(squared_errors) + 1e-8)
    log_sigma = _SMALLEST_LOG_SIGMA + tf.nn.softplus(best_log_sigma - _SMALLEST_LOG_SIGMA)
    per_pixel = 0.5 * squared_errors * tf.exp(-2.0 * log_sigma) + log_sigma + 0.5 * math.log(2.0 * math.pi)
    return tf.reduce_sum(per_pixel, axis=[1, 2, 3])


def continuous_bernoulli_loss(images: tf.Tensor, reconstructions: tf.Tensor) -> tf.Tensor:
    """−Σ x log λ + (1 − x) log(1 − λ) + log C(λ): a density over grey values, which the Bernoulli likelihood is not.

    Loaiza-Ganem & Cunningham 2019, arXiv:1907.06845, equations 6 and 7. λ, the reconstruction, is not the mean of that
    density but lies farther from ½: pictures that show λ have more contrast than their mean.
    """
    probabilities = tf.clip_by_value(reconstructions, _SMALLEST_PROBABILITY, 1.0 - _SMALLEST_PROBABILITY)
    log_normaliser = tf.reduce_sum(_log_normaliser(probabilities), axis=[1, 2, 3])
    return bernoulli_loss(images, probabilities) - log_normaliser


def _log_normaliser(probabilities: tf.Tensor) -> tf.Tensor:
    """log C(λ) = log(2 atanh(1 − 2λ) / (1 − 2λ)), which is 0/0 at λ = ½: near there by its Taylor series.

    Both branches are computed everywhere, so the first must not see λ = ½: its gradient would be NaN.
    """
    offsets = probabilities - 0.5
    is_near = tf.abs(offsets) < _NEAR_ONE_HALF
    safe_offsets = tf.where(is_near, tf.fill(tf.shape(offsets), tf.cast(_NEAR_ONE_HALF, offsets.dtype)), offsets)
    exact = tf.math.log(tf.math.atanh(2.0 * safe_offsets) / safe_offsets)
    series = math.log(2.0) + 4.0 / 3.0 * tf.square(offsets) + 104.0 / 45.0 * tf.pow(offsets, 4)
    return tf.where(is_near, series, exact)


RECONSTRUCTION_LOSSES: dict[str, Callable[[tf.Tensor, tf.Tensor], tf.Tensor]] = {
    "bernoulli": bernoulli_loss,
    "continuous_bernoulli": continuous_bernoulli_loss,
    "gaussian": gaussian_loss,
}
