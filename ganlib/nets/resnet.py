"""Residual networks of a GAN (Gulrajani et al. 2017, arXiv:1704.00028; Miyato et al. 2018, arXiv:1802.05957, table 3).

Unlike there, each change of resolution costs less than half: where the papers convolve after doubling the pixels or
before averaging them, the same sums are one convolution on the smaller map (with depth-to-space, or strided). There is
no spectral normalisation; the penalties of the objective take its place.
"""

import keras
from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.pyramid import first_map, growing_widths, shrinking_widths
from ganlib.nets.layers import OUTPUT_DTYPE, crop_to, depth_to_space, to_signed_range
from ganlib.nets.lean import normalise


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Dense layer, then residual blocks that each double the side, batch normalisation before every activation."""
    height, width = first_map(image_shape)
    activation = layers.LeakyReLU(config.leaky_slope)
    latents = keras.Input((config.generator_inputs,), name="latents")
    x = layers.Dense(height * width * config.generator_filters)(latents)
    x = layers.Reshape((height, width, config.generator_filters))(x)
    for filters in growing_widths(config.generator_filters, image_shape):
        x = _up(x, filters, activation)
    x = crop_to(normalise(x, activation), image_shape)
    images = layers.Conv2D(image_shape[-1], 3, padding="same", activation="sigmoid", dtype=OUTPUT_DTYPE)(x)
    return keras.Model(latents, images, name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Residual blocks that each halve the side, one that keeps it, the average of what they found, one logit."""
    activation = layers.LeakyReLU(config.leaky_slope)
    images = keras.Input(image_shape, name="images")
    x = to_signed_range(images)
    hidden = max(1, config.discriminator_filters // 2)
    detail = layers.Conv2D(hidden, 3, padding="same")(x)  # the pixels themselves are not activated
    for filters in shrinking_widths(config.discriminator_filters, image_shape):
        x = _down(x, detail, filters, activation)
        detail = layers.Conv2D(filters, 3, padding="same")(activation(x))
    x = layers.Add()([x, layers.Conv2D(x.shape[-1], 3, padding="same")(activation(detail))])
    x = layers.GlobalAveragePooling2D()(activation(x))
    return keras.Model(images, layers.Dense(1, dtype=OUTPUT_DTYPE)(x), name="discriminator")


def _up(x: KerasTensor, filters: int, activation: layers.Layer) -> KerasTensor:
    """`[batch, h, w, c]` → `[batch, 2h, 2w, filters]`."""
    detail = layers.Conv2D(4 * filters, 3, padding="same", use_bias=False)(normalise(x, activation))
    detail = layers.Conv2D(filters, 3, padding="same")(normalise(depth_to_space(detail), activation))
    return layers.Add()([layers.UpSampling2D()(layers.Conv2D(filters, 1)(x)), detail])


def _down(x: KerasTensor, detail: KerasTensor, filters: int, activation: layers.Layer) -> KerasTensor:
    """`[batch, h, w, c]` → `[batch, h/2, w/2, filters]`, rounded up.

    Args:
        detail: what a first convolution of this block made of `x`.
    """
    shortcut = layers.Conv2D(filters, 1)(layers.AveragePooling2D(2, padding="same")(x))
    return layers.Add()([shortcut, layers.Conv2D(filters, 4, strides=2, padding="same")(activation(detail))])
