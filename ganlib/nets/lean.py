"""Lean networks of a GAN, made to show good pictures soonest on two CPU cores.

Almost all arithmetic happens on small maps: the generator grows them by depth-to-space, which costs nothing, and the
discriminator shrinks them at once by strided convolutions. A hidden dense layer in each buys more quality than wider
convolutions would, at next to no time (docs/adr/0007).
"""

import keras
from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.pyramid import first_map, growing_widths, shrinking_widths
from ganlib.nets.layers import OUTPUT_DTYPE, batch_norm, crop_to, depth_to_space, dropout, to_signed_range

HIDDEN_UNITS = 256
# Moving statistics must keep up with runs of a few hundred steps, and with weights that are averaged meanwhile.
_STATISTICS_MOMENTUM = 0.9


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """z → picture."""
    latents = keras.Input((config.generator_inputs,), name="latents")
    images = grow(latents, image_shape, config.generator_filters, layers.LeakyReLU(config.leaky_slope))
    return keras.Model(latents, images, name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Three strided convolutions (more for larger pictures), a residual one, a dense layer.

    No normalisation: R1 judges each picture alone.
    """
    images = keras.Input(image_shape, name="images")
    x = to_signed_range(images)
    for filters in shrinking_widths(config.discriminator_filters, image_shape):
        x = layers.Conv2D(filters, config.kernel_size, strides=2, padding="same")(x)
        x = layers.LeakyReLU(config.leaky_slope)(x)
    detail = layers.Conv2D(x.shape[-1], 3, padding="same")(x)
    x = layers.Add()([x, layers.LeakyReLU(config.leaky_slope)(detail)])
    x = layers.LeakyReLU(config.leaky_slope)(layers.Dense(HIDDEN_UNITS)(layers.Flatten()(x)))
    x = dropout(x, config.dropout)
    return keras.Model(images, layers.Dense(1, dtype=OUTPUT_DTYPE)(x), name="discriminator")


def grow(x: KerasTensor, image_shape: ImageShape, filters: int, activation: layers.Layer) -> KerasTensor:
    """Latents → picture in [0, 1]: two dense layers, then convolutions that each double the side."""
    return enlarge(start(x, image_shape, filters, activation), image_shape, activation)


def start(x: KerasTensor, image_shape: ImageShape, filters: int, activation: layers.Layer) -> KerasTensor:
    """Latents → the first map."""
    height, width = first_map(image_shape)
    x = normalise(layers.Dense(HIDDEN_UNITS, use_bias=False)(x), activation)
    x = normalise(layers.Dense(height * width * filters, use_bias=False)(x), activation)
    return layers.Reshape((height, width, filters))(x)


def enlarge(x: KerasTensor, image_shape: ImageShape, activation: layers.Layer) -> KerasTensor:
    """The first map → picture in [0, 1]."""
    for channels_after in growing_widths(x.shape[-1], image_shape):
        x = layers.Conv2D(4 * channels_after, 3, padding="same", use_bias=False)(x)
        x = depth_to_space(normalise(x, activation))
    x = crop_to(x, image_shape)
    return layers.Conv2D(image_shape[-1], 3, padding="same", activation="sigmoid", dtype=OUTPUT_DTYPE)(x)


def normalise(x: KerasTensor, activation: layers.Layer) -> KerasTensor:
    """Batch normalisation whose moving statistics forget quickly, then the activation."""
    return activation(batch_norm(x, _STATISTICS_MOMENTUM))
