"""Encoder and decoder with one code between, of any architecture."""

import keras
from keras import layers

from ganlib.config.datasets import ImageShape
from ganlib.config.levels import decoder_inputs
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE
from ganlib.nets.registry import VaeNetworks


def build_encoder(networks: VaeNetworks, config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → [z_mean, z_log_var]."""
    images = keras.Input(config.encoder_inputs(image_shape), name="images")
    x = networks.sum_up(networks.look(images, config, image_shape), config, image_shape)
    z_mean = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_mean")(x)
    z_log_var = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="z_log_var")(x)
    return keras.Model(images, [z_mean, z_log_var], name="encoder")


def build_decoder(networks: VaeNetworks, config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """z → picture."""
    latents = keras.Input((decoder_inputs(config, image_shape),), name="latents")
    images = networks.enlarge(networks.start(latents, config, image_shape), image_shape)
    return keras.Model(latents, images, name="decoder")
