"""Encoder and decoder with a map of vectors between, of any architecture; for the VQ-VAE."""

import keras
from keras import layers

from ganlib.config.datasets import ImageShape
from ganlib.config.pyramid import code_map, shrinking_widths
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE
from ganlib.nets.registry import PictureVaeNetworks


def build_encoder(networks: PictureVaeNetworks, config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Picture → vectors `[batch, height, width, latent_dim]` on the map of codes, by convolutions alone."""
    images = keras.Input(image_shape, name="images")
    x = networks.look(images, config, image_shape)
    x = networks.shrink(x, shrinking_widths(config.encoder_filters, image_shape)[-1])
    codes = layers.Conv2D(config.latent_dim, 1, dtype=OUTPUT_DTYPE, name="codes")(x)
    return keras.Model(images, codes, name="encoder")


def build_decoder(networks: PictureVaeNetworks, config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """Vectors `[batch, height, width, latent_dim]` on the map of codes → picture."""
    codes = keras.Input((*code_map(image_shape), config.latent_dim), name="codes")
    x = networks.start(layers.Flatten()(codes), config, image_shape)
    return keras.Model(codes, networks.enlarge(x, image_shape), name="decoder")
