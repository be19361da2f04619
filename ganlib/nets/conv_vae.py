"""The networks of Keras's convolutional VAE example: https://keras.io/examples/generative/vae/."""

from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.pyramid import first_map, growing_widths, shrinking_widths
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE, crop_to

_HIDDEN_UNITS = 16  # the example's dense layer before z


def look(images: KerasTensor, config: VaeConfig, image_shape: ImageShape) -> KerasTensor:
    """Picture → map: convolutions 32 – 64, more for larger pictures."""
    x = images
    for filters in shrinking_widths(config.encoder_filters, image_shape)[:-1]:
        x = shrink(x, filters)
    return x


def sum_up(x: KerasTensor, _config: VaeConfig, _image_shape: ImageShape) -> KerasTensor:
    """Map → vector: dense 16."""
    return layers.Dense(_HIDDEN_UNITS, activation="relu")(layers.Flatten()(x))


def start(x: KerasTensor, config: VaeConfig, image_shape: ImageShape) -> KerasTensor:
    """Code → first map: dense 7·7·64."""
    height, width = first_map(image_shape)
    x = layers.Dense(height * width * config.decoder_filters, activation="relu")(x)
    return layers.Reshape((height, width, config.decoder_filters))(x)


def enlarge(x: KerasTensor, image_shape: ImageShape) -> KerasTensor:
    """First map → picture: transposed convolutions 64 – 32 – channels; more for larger pictures."""
    filters = x.shape[-1]
    for filters_after in (filters, *growing_widths(filters, image_shape)[:-1]):
        x = layers.Conv2DTranspose(filters_after, 3, strides=2, padding="same", activation="relu")(x)
    x = crop_to(x, image_shape)
    return layers.Conv2DTranspose(image_shape[-1], 3, padding="same", activation="sigmoid", dtype=OUTPUT_DTYPE)(x)


def refine(x: KerasTensor, filters: int) -> KerasTensor:
    """Map → map of the same size, each place from those around it; the example has no such layer."""
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)


def shrink(x: KerasTensor, filters: int) -> KerasTensor:
    """Map → map of half the side."""
    return layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(x)
