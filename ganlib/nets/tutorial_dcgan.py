"""The network of TensorFlow's DCGAN tutorial for MNIST, the yardstick that users know.

https://www.tensorflow.org/tutorials/generative/dcgan, after Radford, Metz & Chintala 2015, arXiv:1511.06434.
"""

import keras
from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.pyramid import first_map, halving_widths, num_doublings
from ganlib.nets.layers import OUTPUT_DTYPE, batch_norm, crop_to, dropout, to_signed_range, to_unit_range


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Dense 7·7·256, then transposed convolutions 128 – 64 – channels, batch normalisation between.

    Larger pictures take further ones, which halve the channels again (Radford et al. 2015, figure 1).
    """
    height, width = first_map(image_shape)
    filters = config.generator_filters

    def normalise(x: KerasTensor) -> KerasTensor:
        return layers.LeakyReLU(config.leaky_slope)(batch_norm(x))

    def grow(x: KerasTensor, filters: int, strides: int) -> KerasTensor:
        return layers.Conv2DTranspose(filters, config.kernel_size, strides=strides, padding="same", use_bias=False)(x)

    latents = keras.Input((config.generator_inputs,), name="latents")
    x = normalise(layers.Dense(height * width * filters, use_bias=False)(latents))
    x = layers.Reshape((height, width, filters))(x)
    first, *others = halving_widths(filters, image_shape)
    x = normalise(grow(x, first, strides=1))
    for fewer in others:
        x = normalise(grow(x, fewer, strides=2))
    x = crop_to(grow(x, image_shape[-1], strides=2), image_shape)
    x = layers.Activation("tanh", dtype=OUTPUT_DTYPE)(x)
    return keras.Model(latents, to_unit_range(x), name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Strided convolutions 64 – 128 (more for larger pictures) with dropout, one logit."""
    images = keras.Input(image_shape, name="images")
    x = to_signed_range(images)
    for step in range(num_doublings(image_shape)):
        x = layers.Conv2D(config.discriminator_filters * 2**step, config.kernel_size, strides=2, padding="same")(x)
        x = layers.LeakyReLU(config.leaky_slope)(x)
        x = dropout(x, config.dropout)
    logits = layers.Dense(1, dtype=OUTPUT_DTYPE)(layers.Flatten()(x))
    return keras.Model(images, logits, name="discriminator")
