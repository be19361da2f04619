"""The network of TensorFlow's DCGAN tutorial for MNIST, the yardstick that users know.

https://www.tensorflow.org/tutorials/generative/dcgan, after Radford, Metz & Chintala 2015, arXiv:1511.06434.
"""

import keras
from keras import KerasTensor, layers

from ganlib.config.gan import GanConfig
from ganlib.config.run import ImageShape
from ganlib.nets.layers import OUTPUT_DTYPE, batch_norm, dropout, to_signed_range, to_unit_range


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Dense 7·7·256, then transposed convolutions 128 – 64 – channels, batch normalisation between."""
    height, width, channels = image_shape
    filters = config.generator_filters

    def normalise(x: KerasTensor) -> KerasTensor:
        return layers.LeakyReLU(config.leaky_slope)(batch_norm(x))

    def grow(x: KerasTensor, filters: int, strides: int) -> KerasTensor:
        return layers.Conv2DTranspose(filters, config.kernel_size, strides=strides, padding="same", use_bias=False)(x)

    latents = keras.Input((config.latent_dim,), name="latents")
    x = normalise(layers.Dense(height // 4 * (width // 4) * filters, use_bias=False)(latents))
    x = layers.Reshape((height // 4, width // 4, filters))(x)
    x = normalise(grow(x, max(1, filters // 2), strides=1))
    x = normalise(grow(x, max(1, filters // 4), strides=2))
    x = layers.Activation("tanh", dtype=OUTPUT_DTYPE)(grow(x, channels, strides=2))
    return keras.Model(latents, to_unit_range(x), name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Strided convolutions 64 – 128 with dropout, one logit."""
    images = keras.Input(image_shape, name="images")
    x = to_signed_range(images)
    for filters in (config.discriminator_filters, 2 * config.discriminator_filters):
        x = layers.Conv2D(filters, config.kernel_size, strides=2, padding="same")(x)
        x = layers.LeakyReLU(config.leaky_slope)(x)
        x = dropout(x, config.dropout)
    logits = layers.Dense(1, dtype=OUTPUT_DTYPE)(layers.Flatten()(x))
    return keras.Model(images, logits, name="discriminator")
