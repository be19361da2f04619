"""Reconstruction losses of autoencoders: −log p(x | z), summed over pixels, averaged over the batch."""

import math
from collections.abc import Callable

import tensorflow as tf

_SMALLEST_PROBABILITY = 1e-6
_SMALLEST_LOG_SIGMA = -6.0


def bernoulli_loss(images: tf.Tensor, reconstructions: tf.Tensor) -> tf.Tensor:
    """−Σ x log x̂ + (1 − x) log(1 − x̂). Kingma & Welling 2013, arXiv:1312.6114, appendix C.1.

    The logarithms cannot see zero: probabilities are clipped to [1e-6, 1 − 1e-6].
    """
    probabilities = tf.clip_by_value(reconstructions, _SMALLEST_PROBABILITY, 1.0 - _SMALLEST_PROBABILITY)
    log_likelihood = images * tf.math.log(probabilities) + (1.0 - images) * tf.math.log1p(-probabilities)
    return -tf.reduce_mean(tf.reduce_sum(log_likelihood, axis=[1, 2, 3]))


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
    return tf.reduce_mean(tf.reduce_sum(per_pixel, axis=[1, 2, 3]))


RECONSTRUCTION_LOSSES: dict[str, Callable[[tf.Tensor, tf.Tensor], tf.Tensor]] = {
    "bernoulli": bernoulli_loss,
    "gaussian": gaussian_loss,
}
