"""Networks of R3GAN, without any normalisation (Huang et al. 2024, arXiv:2501.05441).

Unlike there, one residual block stands on each resolution instead of two, its 3×3 convolution is neither grouped nor
wider than the block (TensorFlow has no fast gradient of grouped convolutions for processors: 2.4 s against 11 ms for
such a block), and dense layers replace the learned bases, which are a special case of them.
Made for the relativistic loss with R1 and R2: nothing else keeps these networks in check.
"""

import keras
from keras import KerasTensor, initializers, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.pyramid import first_map, growing_widths, num_doublings, shrinking_widths
from ganlib.nets.layers import OUTPUT_DTYPE, crop_to, to_signed_range


def build_generator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """Dense layer, a residual block, then for each doubling of the side another one."""
    height, width = first_map(image_shape)
    branches = num_doublings(image_shape) + 1
    latents = keras.Input((config.generator_inputs,), name="latents")
    x = layers.Dense(height * width * config.generator_filters)(latents)
    x = _block(layers.Reshape((height, width, config.generator_filters))(x), config, branches)
    for filters in growing_widths(config.generator_filters, image_shape):
        x = _smooth(layers.UpSampling2D()(_widen(x, filters)))
        x = _block(x, config, branches)
    x = crop_to(x, image_shape)
    images = layers.Conv2D(image_shape[-1], 1, activation="sigmoid", dtype=OUTPUT_DTYPE)(x)
    return keras.Model(latents, images, name="generator")


def build_discriminator(config: GanConfig, image_shape: ImageShape) -> keras.Model:
    """The generator's mirror: a block on each resolution, one logit."""
    images = keras.Input(image_shape, name="images")
    branches = num_doublings(image_shape) + 2
    x = layers.Conv2D(max(1, config.discriminator_filters // 2), 1)(to_signed_range(images))
    for filters in shrinking_widths(config.discriminator_filters, image_shape):
        x = _block(x, config, branches)
        x = _widen(layers.AveragePooling2D(2, padding="same")(_smooth(x)), filters)
    x = _block(x, config, branches)
    return keras.Model(images, layers.Dense(1, dtype=OUTPUT_DTYPE)(layers.Flatten()(x)), name="discriminator")


def _block(x: KerasTensor, config: GanConfig, branches: int) -> KerasTensor:
    """x + f(x) with f = 1×1, 3×3, 1×1, which begins as zero so that every block begins as the identity.

    Variances as in "fix-up" (Zhang et al. 2019, arXiv:1901.09321): in a network of L branches, a branch of m = 3 layers
    starts with L^(−1/(2m−2)) of the usual deviation.
    """
    filters = x.shape[-1]
    he = initializers.VarianceScaling(2.0 / (1.0 + config.leaky_slope**2) / branches**0.5)
    activation = layers.LeakyReLU(config.leaky_slope)
    detail = activation(layers.Conv2D(filters, 1, kernel_initializer=he)(x))
    detail = activation(layers.Conv2D(filters, 3, padding="same", kernel_initializer=he)(detail))
    return layers.Add()([x, layers.Conv2D(filters, 1, use_bias=False, kernel_initializer="zeros")(detail)])


def _widen(x: KerasTensor, filters: int) -> KerasTensor:
    """Other channels, where there are to be other ones."""
    return x if x.shape[-1] == filters else layers.Conv2D(filters, 1, use_bias=False)(x)


def _smooth(x: KerasTensor) -> KerasTensor:
    """Averages neighbours: with the doubling before, or the averaging after, a [1, 2, 1] filter.

    Zhang 2019, arXiv:1904.11486: without it, a picture moved by one pixel would look different to the next layer.
    """
    return layers.AveragePooling2D(2, strides=1, padding="same")(x)
