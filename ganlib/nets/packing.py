"""Packs: several pictures that a discriminator judges together. Lin et al. 2018, arXiv:1712.04086: PacGAN."""

import tensorflow as tf

from ganlib.config.datasets import ImageShape


def packed(images: tf.Tensor, count: int) -> tf.Tensor:
    """`[batch, height, width, channels]` → `[batch / count, height, width, count · channels]`: neighbours together."""
    if count == 1:
        return images
    height, width, channels = images.shape[1:]
    packs = tf.transpose(tf.reshape(images, [-1, count, height, width, channels]), [0, 2, 3, 1, 4])
    return tf.reshape(packs, [-1, height, width, count * channels])


def packed_shape(shape: ImageShape, count: int) -> ImageShape:
    """What a discriminator of packs looks at."""
    height, width, channels = shape
    return height, width, count * channels
