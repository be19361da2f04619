"""Dense networks of a VAE for points: three hidden layers each, no normalisation."""

import math

from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE
from ganlib.nets.mlp import NUM_LAYERS

_SLOPE = 0.2  # of LeakyReLU below zero, as in the lean networks


def look(images: KerasTensor, _config: VaeConfig, _image_shape: ImageShape) -> KerasTensor:
    """A point as it is: there is no map to make."""
    return images


def sum_up(x: KerasTensor, config: VaeConfig, _image_shape: ImageShape) -> KerasTensor:
    """Point → vector: the hidden layers."""
    return _hidden(layers.Flatten()(x), config.encoder_units)


def start(x: KerasTensor, config: VaeConfig, _image_shape: ImageShape) -> KerasTensor:
    """Code → vector: the hidden layers."""
    return _hidden(x, config.decoder_units)


def enlarge(x: KerasTensor, image_shape: ImageShape) -> KerasTensor:
    """Vector → a point, anywhere: the last layer is linear."""
    return layers.Reshape(image_shape, dtype=OUTPUT_DTYPE)(layers.Dense(math.prod(image_shape), dtype=OUTPUT_DTYPE)(x))


def _hidden(x: KerasTensor, units: int) -> KerasTensor:
    for _ in range(NUM_LAYERS):
        x = layers.LeakyReLU(_SLOPE)(layers.Dense(units)(x))
    return x
