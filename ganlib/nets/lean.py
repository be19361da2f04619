"""Lean networks, made to show good pictures soonest on two CPU cores.

Almost all arithmetic happens on small maps: the generator grows them by depth-to-space, which costs nothing, and the
discriminator shrinks them at once by strided convolutions. A hidden dense layer in each buys more quality than wider
convolutions would, at next to no time (see `benchmarks/`).
"""

import keras
from keras import KerasTensor, layers

from ganlib.config.gan import GanConfig
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE, ImageShape, depth_to_space, dropout, to_signed_range

_VAE_SLOPE = 0.2
_HIDDEN_UNITS = 256
# Moving statistics must keep up with runs of a few hundred steps, and with weights that are averaged meanwhile.
_STATISTICS_MOMENTUM = 0.9


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """z → picture."""
    latents = keras.Input((config.latent_dim,), name="latents")
    x = _grow(latents, image_shape, config.generator_filters, config.leaky_slope)
    return keras.Model(latents, x, name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Three strided convolutions, a residual one, a dense layer. No normalisation: R1 judges each picture alone."""
    images = keras.Input(image_shape, name="images")
    x = _shrink(to_signed_range(images), config.discriminator_filters, config.kernel_size, config.leaky_slope)
    detail = layers.Conv2D(x.shape[-1], 3, padding="same")(x)
    x = layers.Add()([x, layers.LeakyReLU(config.leaky_slope)(detail)])
    x = layers.LeakyReLU(config.leaky_slope)(layers.Dense(_HIDDEN_UNITS)(layers.Flatten()(x)))
    x = dropout(x, config.dropout)
    return keras.Model(images, layers.Dense(1, dtype=OUTPUT_DTYPE)(x), name="discriminator")


def build_encoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → [z_mean, z_log_var]; the discriminator's convolutions."""
    images = keras.Input(image_shape, name="images")
    x = _shrink(to_signed_range(images), config.encoder_filters, kernel_size=4, slope=_VAE_SLOPE)
    x = layers.Flatten()(x)
    z_mean = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_mean")(x)
    z_log_var = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_log_var")(x)
    return keras.Model(images, [z_mean, z_log_var], name="encoder")


def build_decoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """z → picture; the generator's body."""
    latents = keras.Input((config.latent_dim,), name="latents")
    x = _grow(latents, image_shape, config.decoder_filters, _VAE_SLOPE)
    return keras.Model(latents, x, name="decoder")


def _grow(x: KerasTensor, image_shape: ImageShape, filters: int, slope: float) -> KerasTensor:
    height, width, channels = image_shape
    x = _normalise(layers.Dense(_HIDDEN_UNITS, use_bias=False)(x), slope)
    x = _normalise(layers.Dense(height // 4 * (width // 4) * filters, use_bias=False)(x), slope)
    x = layers.Reshape((height // 4, width // 4, filters))(x)
    for channels_after in (max(1, filters // 2), max(1, filters // 4)):
        x = layers.Conv2D(4 * channels_after, 3, padding="same", use_bias=False)(x)
        x = depth_to_space(_normalise(x, slope))
    return layers.Conv2D(channels, 3, padding="same", activation="sigmoid", dtype=OUTPUT_DTYPE)(x)


def _shrink(x: KerasTensor, filters: int, kernel_size: int, slope: float) -> KerasTensor:
    for factor in (1, 2, 4):
        x = layers.Conv2D(factor * filters, kernel_size, strides=2, padding="same")(x)
        x = layers.LeakyReLU(slope)(x)
    return x


def _normalise(x: KerasTensor, slope: float) -> KerasTensor:
    return layers.LeakyReLU(slope)(layers.BatchNormalization(momentum=_STATISTICS_MOMENTUM)(x))
