"""Dense networks for points: three hidden layers each, no normalisation."""

import math

import keras
from keras import layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.nets.layers import OUTPUT_DTYPE

NUM_LAYERS = 3


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """z → a point, anywhere: the last layer is linear."""
    latents = keras.Input((config.generator_inputs,), name="latents")
    x = latents
    for _ in range(NUM_LAYERS):
        x = layers.LeakyReLU(config.leaky_slope)(layers.Dense(config.generator_units)(x))
    x = layers.Dense(math.prod(image_shape), dtype=OUTPUT_DTYPE)(x)
    return keras.Model(latents, layers.Reshape(image_shape, dtype=OUTPUT_DTYPE)(x), name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """A point → one logit."""
    images = keras.Input(image_shape, name="images")
    x = layers.Flatten()(images)
    for _ in range(NUM_LAYERS):
        x = layers.LeakyReLU(config.leaky_slope)(layers.Dense(config.discriminator_units)(x))
    return keras.Model(images, layers.Dense(1, dtype=OUTPUT_DTYPE)(x), name="discriminator")
