"""Lean networks of a VAE: the decoder is the lean generator's body, the encoder its mirror."""

import keras
from keras import layers

from ganlib.config.pyramid import shrinking_widths
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
