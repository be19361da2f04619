"""Lean networks of a VAE: the decoder is the lean generator's body, the encoder its mirror."""

from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.pyramid import shrinking_widths
from ganlib.config.vae import VaeConfig
from ganlib.nets import lean
from ganlib.nets.layers import to_signed_range


def look(images: KerasTensor, config: VaeConfig, image_shape: ImageShape) -> KerasTensor:
    """Picture → map: all strided convolutions but the last."""
    x = to_signed_range(images)
    for filters in shrinking_widths(config.encoder_filters, image_shape)[:-1]:
        x = shrink(x, filters)
    return x


def sum_up(x: KerasTensor, config: VaeConfig, image_shape: ImageShape) -> KerasTensor:
    """Map → vector: the last strided convolution, a dense layer."""
    x = shrink(x, shrinking_widths(config.encoder_filters, image_shape)[-1])
    return lean.normalise(layers.Dense(lean.HIDDEN_UNITS, use_bias=False)(layers.Flatten()(x)), _activation())


def start(x: KerasTensor, config: VaeConfig, image_shape: ImageShape) -> KerasTensor:
    """Code → first map."""
    return lean.start(x, image_shape, config.decoder_filters, _activation())


def enlarge(x: KerasTensor, image_shape: ImageShape) -> KerasTensor:
    """First map → picture."""
    return lean.enlarge(x, image_shape, _activation())


def refine(x: KerasTensor, filters: int) -> KerasTensor:
    """Map → map of the same size, each place from those around it."""
    return lean.normalise(layers.Conv2D(filters, 3, padding="same", use_bias=False)(x), _activation())


def shrink(x: KerasTensor, filters: int) -> KerasTensor:
    """Map → map of half the side."""
    return lean.normalise(layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x), _activation())


def _activation() -> layers.Layer:
    return layers.Activation("silu")
