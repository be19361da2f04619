"""A small classifier of real or generated, made anew whenever the two are to be told apart (docs/adr/0024)."""

import keras
from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.pyramid import num_doublings
from ganlib.nets.layers import fourier_features

_FILTERS = (16, 32, 64)
_UNITS_OF_POINTS, _UNITS_OF_PICTURES = 128, 32
_DROPOUT = 0.3
_OCTAVES = 8  # of the waves that points are seen through: lengths of 2π to 2π/128, for clouds as small as 0.01


def build_fresh_discriminator(image_shape: ImageShape, seed: int) -> keras.Model:
    """A picture or point → one logit, above zero for real; untrained it is zero: undecided.

    Always float32, and every draw from `seed`: neither the precision of the run that is measured nor its random
    numbers reach in here, or the other way round.

    Args:
        image_shape: `(height, width, channels)`; one pixel high and wide, it is a point.
    """
    images = keras.Input(image_shape, name="images")
    is_point = image_shape[:2] == (1, 1)
    x = _of_point(images, seed) if is_point else _of_picture(images, image_shape, seed)
    logit = layers.Dense(1, kernel_initializer="zeros", dtype="float32")(x)
    return keras.Model(images, logit, name="fresh_discriminator")


def _of_point(x: KerasTensor, seed: int) -> KerasTensor:
    """Sines and cosines of the coordinates, then dense layers: those alone are blind to small clouds."""
    x = fourier_features(x, _OCTAVES)
    for place in range(3):
        x = _dense(x, _UNITS_OF_POINTS, seed + place)
    return x


def _of_picture(x: KerasTensor, image_shape: ImageShape, seed: int) -> KerasTensor:
    """Strided convolutions, and the mean of what they find, which a few hundred pictures are enough to learn.

    The first makes a map of at most 16 × 16 of any picture, so that all take about as long.
    """
    strides = 2 ** (num_doublings(image_shape) - 1)
    for place, filters in enumerate(_FILTERS):
        x = layers.Conv2D(
            filters,
            strides + 1,
            strides=strides,
            padding="same",
            kernel_initializer=keras.initializers.HeUniform(seed + place),
            activation="relu",
            dtype="float32",
        )(x)
        strides = 2
    x = layers.Dropout(_DROPOUT, seed=seed, dtype="float32")(layers.GlobalAveragePooling2D(dtype="float32")(x))
    return _dense(x, _UNITS_OF_PICTURES, seed + len(_FILTERS))


def _dense(x: KerasTensor, units: int, seed: int) -> KerasTensor:
    start = keras.initializers.HeUniform(seed)
    return layers.Dense(units, kernel_initializer=start, activation="relu", dtype="float32")(x)
