"""How large the networks of a run will be, known without building them.

Follows `ganlib/nets` layer by layer; tests/test_conformance.py holds the numbers equal to those of the built networks.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from ganlib.config.gan import GanConfig
from ganlib.config.run import IMAGE_SHAPES, ImageShape, RunConfig
from ganlib.config.vae import VaeConfig

_HIDDEN_UNITS = 256  # of the lean networks
_CONV_VAE_UNITS = 16
_BYTES = 4  # of one float32
_COPIES = 5  # of every parameter: itself, its gradient, Adam's two moments, its average or the copy being saved
# Fitted to nine workers measured on a CPU, from the smallest networks to batches of 1,024: right within a fifth.
_PASSES = 3  # how often each feature map is held at once: real and fake, forward and back
_BASE_BYTES = 840 * 2**20  # Python, TensorFlow and the pictures


@dataclass(frozen=True)
class _Stack:
    """Layers one upon another: the shape at the top, and what has been added up below it."""

    shape: tuple[int, ...]
    parameters: int = 0
    activations: int = 0  # numbers that one picture leaves behind in the layers

    def _add(self, shape: tuple[int, ...], parameters: int) -> Self:
        return replace(
            self,
            shape=shape,
            parameters=self.parameters + parameters,
            activations=self.activations + math.prod(shape),
        )

    def dense(self, units: int, *, bias: bool = True) -> Self:
        """On whatever is below, flattened."""
        return self._add((units,), (math.prod(self.shape) + bias) * units)

    def conv(self, filters: int, kernel: int, *, strides: int = 1, bias: bool = True) -> Self:
        height, width, channels = self.shape
        shape = (-(-height // strides), -(-width // strides), filters)
        return self._add(shape, (kernel * kernel * channels + bias) * filters)

    def transposed(self, filters: int, kernel: int, *, strides: int = 1, bias: bool = True) -> Self:
        height, width, channels = self.shape
        shape = (height * strides, width * strides, filters)
        return self._add(shape, (kernel * kernel * channels + bias) * filters)

    def normalise(self) -> Self:
        """Batch normalisation: a scale and an offset for each channel."""
        return self._add(self.shape, 2 * self.shape[-1])

    def reshape(self, *shape: int) -> Self:
        return replace(self, shape=shape)

    def depth_to_space(self) -> Self:
        height, width, depth = self.shape
        return self.reshape(height * 2, width * 2, depth // 4)


_Networks = dict[str, _Stack]


def parameters_of(config: RunConfig, image_shape: ImageShape | None = None) -> dict[str, int]:
    """Network → how many numbers it will learn.

    Args:
        image_shape: of the pictures; normally that of the run's own data set.
    """
    return {name: stack.parameters for name, stack in _networks(config, image_shape).items()}


def memory_of(config: RunConfig) -> int:
    """Roughly how many bytes of memory the worker will take while it trains."""
    networks = _networks(config, None).values()
    parameters = sum(stack.parameters for stack in networks)
    activations = sum(stack.activations for stack in networks)
    return _BASE_BYTES + _BYTES * (_COPIES * parameters + _PASSES * config.data.batch_size * activations)


def _networks(config: RunConfig, image_shape: ImageShape | None) -> _Networks:
    shape = image_shape or IMAGE_SHAPES[config.data.dataset]
    if isinstance(config.model, GanConfig):
        return _GAN[config.model.architecture](config.model, shape)
    return _VAE[config.model.architecture](config.model, shape)


def _article(config: GanConfig, shape: ImageShape) -> _Networks:
    units = config.generator_units
    generator = _Stack((config.latent_dim,)).dense(units).dense(units).dense(math.prod(shape))
    return {"generator": generator, "discriminator": _two_convolutions(config, shape)}


def _tutorial_dcgan(config: GanConfig, shape: ImageShape) -> _Networks:
    height, width, channels = shape
    filters, kernel = config.generator_filters, config.kernel_size
    x = _Stack((config.latent_dim,)).dense(height // 4 * (width // 4) * filters, bias=False).normalise()
    x = x.reshape(height // 4, width // 4, filters)
    x = x.transposed(max(1, filters // 2), kernel, bias=False).normalise()
    x = x.transposed(max(1, filters // 4), kernel, strides=2, bias=False).normalise()
    x = x.transposed(channels, kernel, strides=2, bias=False)
    return {"generator": x, "discriminator": _two_convolutions(config, shape)}


def _two_convolutions(config: GanConfig, shape: ImageShape) -> _Stack:
    filters, kernel = config.discriminator_filters, config.kernel_size
    return _Stack(shape).conv(filters, kernel, strides=2).conv(2 * filters, kernel, strides=2).dense(1)


def _lean(config: GanConfig, shape: ImageShape) -> _Networks:
    x = _Stack(shape)
    for factor in (1, 2, 4):
        x = x.conv(factor * config.discriminator_filters, config.kernel_size, strides=2)
    x = x.conv(x.shape[-1], 3).dense(_HIDDEN_UNITS).dense(1)
    generator = _grow(_Stack((config.latent_dim,)), shape, config.generator_filters)
    return {"generator": generator, "discriminator": x}


def _grow(x: _Stack, shape: ImageShape, filters: int) -> _Stack:
    height, width, channels = shape
    x = x.dense(_HIDDEN_UNITS, bias=False).normalise()
    x = x.dense(height // 4 * (width // 4) * filters, bias=False).normalise()
    x = x.reshape(height // 4, width // 4, filters)
    for channels_after in (max(1, filters // 2), max(1, filters // 4)):
        x = x.conv(4 * channels_after, 3, bias=False).normalise().depth_to_space()
    return x.conv(channels, 3)


def _conv_vae(config: VaeConfig, shape: ImageShape) -> _Networks:
    height, width, channels = shape
    x = _Stack(shape)
    for filters in (config.encoder_filters, 2 * config.encoder_filters):
        x = x.conv(filters, 3, strides=2)
    encoder = x.dense(_CONV_VAE_UNITS).dense(config.encoder_outputs)
    filters = config.decoder_filters
    x = _Stack((config.latent_dim,)).dense(height // 4 * (width // 4) * filters)
    x = x.reshape(height // 4, width // 4, filters)
    for filters_after in (filters, max(1, filters // 2)):
        x = x.transposed(filters_after, 3, strides=2)
    return {"encoder": encoder, "decoder": x.transposed(channels, 3)}


def _lean_vae(config: VaeConfig, shape: ImageShape) -> _Networks:
    x = _Stack(shape)
    for factor in (1, 2, 4):
        x = x.conv(factor * config.encoder_filters, 4, strides=2, bias=False).normalise()
    encoder = x.dense(_HIDDEN_UNITS, bias=False).normalise().dense(config.encoder_outputs)
    return {"encoder": encoder, "decoder": _grow(_Stack((config.latent_dim,)), shape, config.decoder_filters)}


_GAN: dict[str, Callable[[GanConfig, ImageShape], _Networks]] = {
    "article": _article,
    "tutorial_dcgan": _tutorial_dcgan,
    "lean": _lean,
}
_VAE: dict[str, Callable[[VaeConfig, ImageShape], _Networks]] = {"conv": _conv_vae, "lean": _lean_vae}
