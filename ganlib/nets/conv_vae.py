"""The networks of Keras's convolutional VAE example: https://keras.io/examples/generative/vae/."""

import keras
from keras import layers

from ganlib.config.pyramid import code_map, first_map, growing_widths, shrinking_widths
from ganlib.config.run import ImageShape
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE, crop_to

_HIDDEN_UNITS = 16  # the example's dense layer before z


def build_encoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → [z_mean, z_log_var]: convolutions 32 – 64 (more for larger pictures), dense 16."""
    images = keras.Input(config.encoder_inputs(image_shape), name="images")
    x = images
    for filters in shrinking_widths(config.encoder_filters, image_shape)[:-1]:
        x = layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.Dense(_HIDDEN_UNITS, activation="relu")(layers.Flatten()(x))
    z_mean = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_mean")(x)
    z_log_var = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_log_var")(x)
    return keras.Model(images, [z_mean, z_log_var], name="encoder")


def build_decoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """z → picture: dense 7·7·64, transposed convolutions 64 – 32 – channels; more for larger pictures."""
    latents = keras.Input((config.decoder_inputs,), name="latents")
    return keras.Model(latents, _grow(latents, image_shape, config.decoder_filters), name="decoder")


def build_map_encoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → vectors `[batch, height, width, latent_dim]` on the map of codes, by one convolution more."""
    images = keras.Input(image_shape, name="images")
    x = images
    for filters in shrinking_widths(config.encoder_filters, image_shape):
        x = layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(x)
    codes = layers.Conv2D(config.latent_dim, 1, dtype=OUTPUT_DTYPE, name="codes")(x)
    return keras.Model(images, codes, name="encoder")


def build_map_decoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Vectors `[batch, height, width, latent_dim]` on the map of codes → picture."""
    codes = keras.Input((*code_map(image_shape), config.latent_dim), name="codes")
    images = _grow(layers.Flatten()(codes), image_shape, config.decoder_filters)
    return keras.Model(codes, images, name="decoder")


def _grow(x: keras.KerasTensor, image_shape: ImageShape, filters: int) -> keras.KerasTensor:
    height, width = first_map(image_shape)
    x = layers.Dense(height * width * filters, activation="relu")(x)
    x = layers.Reshape((height, width, filters))(x)
    for filters_after in (filters, *growing_widths(filters, image_shape)[:-1]):
        x = layers.Conv2DTranspose(filters_after, 3, strides=2, padding="same", activation="relu")(x)
    x = crop_to(x, image_shape)
    return layers.Conv2DTranspose(image_shape[-1], 3, padding="same", activation="sigmoid", dtype=OUTPUT_DTYPE)(x)
