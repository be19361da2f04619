"""The networks of GANs, counted layer by layer as `ganlib/nets` builds them; see `size.py`."""

import math
from collections.abc import Callable

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.pyramid import first_map, growing_widths, halving_widths, num_doublings, shrinking_widths
from ganlib.config.stack import Stack

HIDDEN_UNITS = 256  # of the lean networks
_MLP_LAYERS = 3
_FOURIER_OCTAVES = 7
_FOURIER_LAYERS = (4, 3)  # of the generator, of the discriminator

Networks = dict[str, Stack]


def _article(config: GanConfig, shape: ImageShape) -> Networks:
    units = config.generator_units
    generator = Stack((config.generator_inputs,)).dense(units).dense(units).dense(math.prod(shape))
    return {"generator": generator, "discriminator": _strided(config, shape, num_layers=2)}


def _tutorial_dcgan(config: GanConfig, shape: ImageShape) -> Networks:
    filters, kernel = config.generator_filters, config.kernel_size
    first, *others = halving_widths(filters, shape)
    height, width = first_map(shape)
    x = Stack((config.generator_inputs,)).dense(height * width * filters, bias=False).normalise()
    x = x.reshape(height, width, filters)
    x = x.transposed(first, kernel, bias=False).normalise()
    for fewer in others:
        x = x.transposed(fewer, kernel, strides=2, bias=False).normalise()
    x = x.transposed(shape[-1], kernel, strides=2, bias=False)
    return {"generator": x, "discriminator": _strided(config, shape, num_doublings(shape))}


def _strided(config: GanConfig, shape: ImageShape, num_layers: int) -> Stack:
    x = Stack(shape)
    for step in range(num_layers):
        x = x.conv(config.discriminator_filters * 2**step, config.kernel_size, strides=2)
    return x.dense(1)


def _lean(config: GanConfig, shape: ImageShape) -> Networks:
    x = Stack(shape)
    for filters in shrinking_widths(config.discriminator_filters, shape):
        x = x.conv(filters, config.kernel_size, strides=2)
    x = x.conv(x.shape[-1], 3).dense(HIDDEN_UNITS).dense(1)
    generator = grow(Stack((config.generator_inputs,)), shape, config.generator_filters)
    return {"generator": generator, "discriminator": x}


def grow(x: Stack, shape: ImageShape, filters: int) -> Stack:
    """A code with the body of the lean generator behind it."""
    return enlarge(start(x, shape, filters), shape)


def start(x: Stack, shape: ImageShape, filters: int) -> Stack:
    """Its first half: code → first map."""
    height, width = first_map(shape)
    x = x.dense(HIDDEN_UNITS, bias=False).normalise()
    return x.dense(height * width * filters, bias=False).normalise().reshape(height, width, filters)


def enlarge(x: Stack, shape: ImageShape) -> Stack:
    """Its second half: first map → picture."""
    for channels_after in growing_widths(x.shape[-1], shape):
        x = x.conv(4 * channels_after, 3, bias=False).normalise().depth_to_space()
    return x.crop(*shape[:2]).conv(shape[-1], 3)


def _resnet(config: GanConfig, shape: ImageShape) -> Networks:
    height, width = first_map(shape)
    generator = Stack((config.generator_inputs,)).dense(height * width * config.generator_filters)
    generator = generator.reshape(height, width, config.generator_filters)
    for filters in growing_widths(config.generator_filters, shape):
        detail = generator.branch().normalise().conv(4 * filters, 3, bias=False).depth_to_space()
        detail = detail.normalise().conv(filters, 3)
        generator = generator.conv(filters, 1).enlarge().join(detail)
    generator = generator.normalise().crop(*shape[:2]).conv(shape[-1], 3)
    x = Stack(shape)
    hidden = max(1, config.discriminator_filters // 2)
    for filters in shrinking_widths(config.discriminator_filters, shape):
        detail = x.branch().conv(hidden, 3).conv(filters, 4, strides=2)
        x = x.shrink().conv(filters, 1).join(detail)
        hidden = filters
    x = x.join(x.branch().conv(hidden, 3).conv(hidden, 3))
    return {"generator": generator, "discriminator": x.average().dense(1)}


def _r3gan(config: GanConfig, shape: ImageShape) -> Networks:
    height, width = first_map(shape)
    generator = Stack((config.generator_inputs,)).dense(height * width * config.generator_filters)
    generator = _r3gan_block(generator.reshape(height, width, config.generator_filters))
    for filters in growing_widths(config.generator_filters, shape):
        generator = _r3gan_block(_widen(generator, filters).enlarge())
    x = _r3gan_block(Stack(shape).conv(max(1, config.discriminator_filters // 2), 1))
    for filters in shrinking_widths(config.discriminator_filters, shape):
        x = _r3gan_block(_widen(x.shrink(), filters))
    return {"generator": generator.crop(*shape[:2]).conv(shape[-1], 1), "discriminator": x.dense(1)}


def _r3gan_block(x: Stack) -> Stack:
    filters = x.shape[-1]
    return x.conv(filters, 1).conv(filters, 3).conv(filters, 1, bias=False)


def _widen(x: Stack, filters: int) -> Stack:
    return x if x.shape[-1] == filters else x.conv(filters, 1, bias=False)


def _mlp(config: GanConfig, shape: ImageShape) -> Networks:
    num_layers = (_MLP_LAYERS, _MLP_LAYERS)
    generator, discriminator = _dense_layers(config, config.generator_inputs, Stack(shape), num_layers=num_layers)
    return {"generator": generator.dense(math.prod(shape)), "discriminator": discriminator.dense(1)}


def _fourier_mlp(config: GanConfig, shape: ImageShape) -> Networks:
    seen = Stack(shape).reshape(math.prod(shape) * (1 + 2 * _FOURIER_OCTAVES))
    num_noise = min(math.prod(shape), config.latent_dim - 1)
    inputs = config.generator_inputs - num_noise
    generator, discriminator = _dense_layers(config, inputs, seen, num_layers=_FOURIER_LAYERS)
    generator = generator.reshape(config.generator_units + num_noise)
    return {"generator": generator.dense(math.prod(shape)), "discriminator": discriminator.dense(1)}


def _dense_layers(config: GanConfig, inputs: int, seen: Stack, num_layers: tuple[int, int]) -> tuple[Stack, Stack]:
    """Hidden layers of a generator with so many inputs and of a discriminator that looks at `seen`."""
    generator, discriminator = Stack((inputs,)), seen
    for _ in range(num_layers[0]):
        generator = generator.dense(config.generator_units)
    for _ in range(num_layers[1]):
        discriminator = discriminator.dense(config.discriminator_units)
    return generator, discriminator


GAN: dict[str, Callable[[GanConfig, ImageShape], Networks]] = {
    "article": _article,
    "tutorial_dcgan": _tutorial_dcgan,
    "lean": _lean,
    "resnet": _resnet,
    "r3gan": _r3gan,
    "mlp": _mlp,
    "fourier_mlp": _fourier_mlp,
}
