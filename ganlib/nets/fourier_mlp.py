"""Dense networks for points in small clouds far apart: sharper than `mlp.py` on both sides (docs/adr/0025, 0031)."""

import math

import keras
from keras import layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.nets.layers import OUTPUT_DTYPE, fourier_features

NUM_OCTAVES = 7  # of the waves: lengths of 2π to 2π/64, eight standard deviations of a cloud of the grid
GENERATOR_LAYERS, DISCRIMINATOR_LAYERS = 4, 3


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """z → a point, anywhere.

    A continuous function of z would draw points between the clouds (Khayatkhoei et al. 2018, arXiv:1806.00880). So the
    hidden layers see only signs: each combination of them is a place of its own. The first numbers of z, one for each
    coordinate, only the last layer sees, as they are: a cloud can be a normal distribution around its place.
    """
    latents = keras.Input((config.generator_inputs,), name="latents")
    num_noise = min(math.prod(image_shape), config.latent_dim - 1)
    noise, numbers, label = keras.ops.split(latents, [num_noise, config.latent_dim], axis=1)
    x = layers.Concatenate()([keras.ops.sign(numbers), label])
    for _ in range(GENERATOR_LAYERS):
        x = layers.Dense(config.generator_units, activation="relu")(x)
    x = layers.Concatenate()([x, noise])
    x = layers.Dense(math.prod(image_shape), dtype=OUTPUT_DTYPE)(x)
    return keras.Model(latents, layers.Reshape(image_shape, dtype=OUTPUT_DTYPE)(x), name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """A point, seen through waves → one logit."""
    images = keras.Input(image_shape, name="images")
    x = fourier_features(images, NUM_OCTAVES)
    for _ in range(DISCRIMINATOR_LAYERS):
        x = layers.LeakyReLU(config.leaky_slope)(layers.Dense(config.discriminator_units)(x))
    return keras.Model(images, layers.Dense(1, dtype=OUTPUT_DTYPE)(x), name="discriminator")
