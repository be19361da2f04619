"""The article's GAN: a small dense generator against a small convolutional discriminator."""

import math

import keras
from keras import layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.nets.layers import OUTPUT_DTYPE, dropout


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Dense 128 – 128 – height·width·channels."""
    latents = keras.Input((config.generator_inputs,), name="latents")
    x = layers.Dense(config.generator_units, activation="relu")(latents)
    x = layers.Dense(config.generator_units, activation="relu")(x)
    x = layers.Dense(math.prod(image_shape), activation="sigmoid", dtype=OUTPUT_DTYPE)(x)
    return keras.Model(latents, layers.Reshape(image_shape, dtype=OUTPUT_DTYPE)(x), name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Two strided convolutions with dropout, one logit."""
    images = keras.Input(image_shape, name="images")
    x = images
    for filters in (config.discriminator_filters, 2 * config.discriminator_filters):
        x = layers.Conv2D(filters, config.kernel_size, strides=2, padding="same")(x)
        x = layers.LeakyReLU(config.leaky_slope)(x)
        x = dropout(x, config.dropout)
    logits = layers.Dense(1, dtype=OUTPUT_DTYPE)(layers.Flatten()(x))
    return keras.Model(images, logits, name="discriminator")
