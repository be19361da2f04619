"""The networks of VAEs, counted layer by layer as `ganlib/nets` builds them; see `size.py`."""

import math
from collections.abc import Callable

from ganlib.config.datasets import ImageShape
from ganlib.config.levels import decoder_inputs, lower_size
from ganlib.config.pyramid import code_map, first_map, growing_widths, shrinking_widths
from ganlib.config.size_gan import HIDDEN_UNITS, Networks, enlarge, grow, start
from ganlib.config.stack import Stack
from ganlib.config.vae import VaeConfig

_CONV_VAE_UNITS = 16
_MLP_LAYERS = 3
_HINT_MAPS, _REFINED_MAPS = 16, 32  # of a VAE with two levels


def _conv_vae(config: VaeConfig, shape: ImageShape) -> Networks:
    x = Stack(config.encoder_inputs(shape))
    for filters in shrinking_widths(config.encoder_filters, shape)[:-1]:
        x = x.conv(filters, 3, strides=2)
    found, encoder = x, x.dense(_CONV_VAE_UNITS).dense(config.encoder_outputs)
    x = _start_conv_vae(_read_code(config, shape), shape, config.decoder_filters)
    if config.has_levels:
        hinted = _hinted(config, found).conv(_REFINED_MAPS, 3)
        encoder, x = encoder.join(_lower_code(config, hinted)), x.join(_lower_level(config, x))
    return {"encoder": encoder, "decoder": _enlarge_conv_vae(x, shape)}


def _start_conv_vae(x: Stack, shape: ImageShape, filters: int) -> Stack:
    height, width = first_map(shape)
    return x.dense(height * width * filters).reshape(height, width, filters)


def _enlarge_conv_vae(x: Stack, shape: ImageShape) -> Stack:
    filters = x.shape[-1]
    for filters_after in (filters, *growing_widths(filters, shape)[:-1]):
        x = x.transposed(filters_after, 3, strides=2)
    return x.crop(*shape[:2]).transposed(shape[-1], 3)


def _lean_vae(config: VaeConfig, shape: ImageShape) -> Networks:
    x = Stack(config.encoder_inputs(shape))
    *widths, last = shrinking_widths(config.encoder_filters, shape)
    for filters in widths:
        x = x.conv(filters, 4, strides=2, bias=False).normalise()
    found, x = x, x.conv(last, 4, strides=2, bias=False).normalise()
    encoder = x.dense(HIDDEN_UNITS, bias=False).normalise().dense(config.encoder_outputs)
    x = start(_read_code(config, shape), shape, config.decoder_filters)
    if config.has_levels:
        hinted = _hinted(config, found).conv(_REFINED_MAPS, 3, bias=False).normalise()
        encoder, x = encoder.join(_lower_code(config, hinted)), x.join(_lower_level(config, x))
    return {"encoder": encoder, "decoder": enlarge(x, shape)}


def _mlp(config: VaeConfig, shape: ImageShape) -> Networks:
    encoder, decoder = Stack(config.encoder_inputs(shape)), _read_code(config, shape)
    for _ in range(_MLP_LAYERS):
        encoder, decoder = encoder.dense(config.encoder_units), decoder.dense(config.decoder_units)
    return {"encoder": encoder.dense(config.encoder_outputs), "decoder": decoder.dense(math.prod(shape))}


def _read_code(config: VaeConfig, shape: ImageShape) -> Stack:
    """What the decoder's first layer sees: all that it is given but the lower level of the code."""
    return Stack((decoder_inputs(config, shape) - lower_size(config, shape),))


def _hinted(config: VaeConfig, found: Stack) -> Stack:
    """A branch: the map that the encoder has found, with what the upper level says beside it."""
    height, width, channels = found.shape
    hint = Stack((config.latent_dim,)).dense(height * width * _HINT_MAPS)
    return hint.reshape(height, width, channels + _HINT_MAPS)


def _lower_code(config: VaeConfig, hinted: Stack) -> Stack:
    """The branch with mean and variance of the lower level."""
    return hinted.join(hinted.branch().conv(config.lower_maps, 1)).conv(config.lower_maps, 1)


def _lower_level(config: VaeConfig, x: Stack) -> Stack:
    """A branch of the decoder: prior of the lower level, and what becomes of its code."""
    prior = x.branch().join(x.branch().conv(config.lower_maps, 1)).conv(config.lower_maps, 1)
    return prior.conv(x.shape[-1], 3)


def _conv_vq_vae(config: VaeConfig, shape: ImageShape) -> Networks:
    encoder = Stack(shape)
    for filters in shrinking_widths(config.encoder_filters, shape):
        encoder = encoder.conv(filters, 3, strides=2)
    codes = Stack((*code_map(shape), config.latent_dim))
    decoder = _enlarge_conv_vae(_start_conv_vae(codes, shape, config.decoder_filters), shape)
    return {"encoder": encoder.conv(config.latent_dim, 1), "decoder": decoder}


def _lean_vq_vae(config: VaeConfig, shape: ImageShape) -> Networks:
    encoder = Stack(shape)
    for filters in shrinking_widths(config.encoder_filters, shape):
        encoder = encoder.conv(filters, 4, strides=2, bias=False).normalise()
    codes = Stack((*code_map(shape), config.latent_dim))
    return {"encoder": encoder.conv(config.latent_dim, 1), "decoder": grow(codes, shape, config.decoder_filters)}


def codes(config: VaeConfig, shape: ImageShape, num_classes: int) -> Networks:
    """The codebook, and the prior over its codes."""
    height, width = code_map(shape)
    units = config.prior_units
    tokens = Stack((height, width))
    prior = Stack(())
    for place in range(height * width):
        prior = prior.join(Stack((place * config.latent_dim or 1,)).dense(units))
    if num_classes:
        prior = prior.join(Stack((num_classes,)).dense(units, bias=False))
    prior = prior.reshape(height * width, units).dense_each(units).dense_each(units).dense_each(config.codebook_size)
    return {"codebook": tokens.embed(config.codebook_size, config.latent_dim), "prior": prior}


VAE: dict[str, Callable[[VaeConfig, ImageShape], Networks]] = {"conv": _conv_vae, "lean": _lean_vae, "mlp": _mlp}
VQ_VAE: dict[str, Callable[[VaeConfig, ImageShape], Networks]] = {"conv": _conv_vq_vae, "lean": _lean_vq_vae}
