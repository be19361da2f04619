"""Lean networks of a VAE: the decoder is the lean generator's body, the encoder its mirror."""

import keras
from keras import layers

from ganlib.config.pyramid import code_map, shrinking_widths
from ganlib.config.run import ImageShape
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE, to_signed_range
from ganlib.nets.lean import HIDDEN_UNITS, grow, normalise


def build_encoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → [z_mean, z_log_var]."""
    activation = layers.Activation("silu")
    images = keras.Input(config.encoder_inputs(image_shape), name="images")
    x = to_signed_range(images)
    for filters in shrinking_widths(config.encoder_filters, image_shape):
        x = layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = normalise(x, activation)
    x = normalise(layers.Dense(HIDDEN_UNITS, use_bias=False)(layers.Flatten()(x)), activation)
    z_mean = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_mean")(x)
    z_log_var = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_log_var")(x)
    return keras.Model(images, [z_mean, z_log_var], name="encoder")


def build_decoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """z → picture."""
    latents = keras.Input((config.decoder_inputs,), name="latents")
    images = grow(latents, image_shape, config.decoder_filters, layers.Activation("silu"))
    return keras.Model(latents, images, name="decoder")


def build_map_encoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → vectors `[batch, height, width, latent_dim]` on the map of codes: the convolutions alone."""
    activation = layers.Activation("silu")
    images = keras.Input(image_shape, name="images")
    x = to_signed_range(images)
    for filters in shrinking_widths(config.encoder_filters, image_shape):
        x = layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = normalise(x, activation)
    codes = layers.Conv2D(config.latent_dim, 1, dtype=OUTPUT_DTYPE, name="codes")(x)
    return keras.Model(images, codes, name="encoder")


def build_map_decoder(config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Vectors `[batch, height, width, latent_dim]` on the map of codes → picture."""
    codes = keras.Input((*code_map(image_shape), config.latent_dim), name="codes")
    images = grow(layers.Flatten()(codes), image_shape, config.decoder_filters, layers.Activation("silu"))
    return keras.Model(codes, images, name="decoder")
