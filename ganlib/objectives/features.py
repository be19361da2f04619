"""How far copies are from their originals in what a discriminator sees in them."""

import tensorflow as tf

_LEAST_SPREAD = 1e-8  # keeps the division from zero where a discriminator sees nothing at all


def feature_loss(features: tf.Tensor, copied_features: tf.Tensor, mean_square: tf.Tensor) -> tf.Tensor:
    """½ Σ (f − f̃)² / s², s² = E f²: −log N(f; f̃, s²·I) of each picture, without what its copy cannot change.

    Larsen et al. 2016, arXiv:1512.09300, section 2.3, where s = 1. A discriminator may make its features as
    large as it likes; against their own size the distance means the same all along.

    Args:
        features, copied_features: Dis_l of the pictures and of their copies, `[batch, height, width, channels]`.
        mean_square: s², a scalar, over the features of all pictures of the step.

    Returns:
        `[batch]`, in nats.
    """
    squared_errors = tf.reduce_sum(tf.square(features - copied_features), axis=[1, 2, 3])
    return 0.5 * squared_errors / (mean_square + _LEAST_SPREAD)
