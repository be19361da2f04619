"""How large the networks of a run will be, known without building them.

Follows `ganlib/nets` layer by layer; tests/test_conformance.py holds the numbers equal to those of the built networks.
"""

import math
from collections.abc import Callable

from ganlib.config.gan import GanConfig
from ganlib.config.levels import decoder_inputs, lower_size
from ganlib.config.pyramid import code_map, first_map, growing_widths, halving_widths, num_doublings, shrinking_widths
from ganlib.config.run import IMAGE_SHAPES, ImageShape, RunConfig
from ganlib.config.stack import Stack
from ganlib.config.vae import VaeConfig

_MLP_LAYERS = 3
_HIDDEN_UNITS = 256  # of the lean networks
_CONV_VAE_UNITS = 16
_HINT_MAPS, _REFINED_MAPS = 16, 32  # of a VAE with two levels
_SPREAD_UNITS = 16  # for the number that says how much the pictures of a batch differ
_BYTES = 4  # of one float32
_COPIES = 5  # of every parameter: itself, its gradient, Adam's two moments, its average or the copy being saved
# Fitted to nine workers measured on a CPU, from the smallest networks to batches of 1,024: right within a fifth.
_PASSES = 3  # how often each feature map is held at once: real and fake, forward and back
_BASE_BYTES = 840 * 2**20  # Python, TensorFlow and the pictures
# All in multiplications, fitted to the tables of benchmarks/architectures.py: mostly within 1.5 times of them.
_PLAYS = {"discriminator": 3}  # it sees real and fake pictures, and is derived more often
_MOVING = 40  # one number of a feature map through memory
_EACH_STEP = 100_000_000  # whatever the networks

_Networks = dict[str, Stack]


def networks_of(config: RunConfig, image_shape: ImageShape | None = None) -> _Networks:
    """Network → what it will hold and do.

    Args:
        image_shape: of the pictures; normally that of the run's own data set.
    """
    shape = image_shape or IMAGE_SHAPES[config.data.dataset]
    if isinstance(config.model, GanConfig):
        make, packed = _GAN[config.model.architecture], (*shape[:2], shape[2] * config.model.images_per_pack)
        networks = make(config.model, shape) | {"discriminator": make(config.model, packed)["discriminator"]}
        if config.model.minibatch_deviation:
            networks["discriminator"] = _told_variety(networks["discriminator"])
    elif config.model.has_codebook:
        return _VQ_VAE[config.model.architecture](config.model, shape) | _codes(config.model, shape, config.num_classes)
    else:
        networks = _VAE[config.model.architecture](config.model, shape)
        if config.model.has_discriminator:
            networks["discriminator"] = _lean(config.model.discriminator, shape)["discriminator"]
    return _told_class(config, networks, shape) if config.is_conditional else networks


def parameters_of(config: RunConfig) -> dict[str, int]:
    """Network → how many numbers it will learn."""
    return {name: network.parameters for name, network in networks_of(config).items()}


def memory_of(config: RunConfig) -> int:
    """Roughly how many bytes of memory the worker will take while it trains."""
    networks = networks_of(config)
    parameters = sum(network.parameters for network in networks.values())
    activations = sum(_pictures(config, name) * network.activations for name, network in networks.items())
    return _BASE_BYTES + _BYTES * (_COPIES * parameters + _PASSES * config.data.batch_size * activations)


def _pictures(config: RunConfig, network: str) -> int:
    """How many pictures a network makes of each in the batch."""
    model = config.model
    if isinstance(model, VaeConfig) and model.objective == "iwae" and network == "decoder":
        return model.importance_samples
    if isinstance(model, VaeConfig) and model.has_discriminator and network == "decoder":
        return 2  # copies and samples
    return 1


def work_of(config: RunConfig) -> int:
    """How long one step takes, in a unit that only compares runs of one family with the same objective."""
    per_picture = sum(
        _PLAYS.get(name, 1) * (network.multiplications + _MOVING * network.activations)
        for name, network in networks_of(config).items()
    )
    return _EACH_STEP + config.data.batch_size * per_picture


def _told_variety(discriminator: Stack) -> Stack:
    """The discriminator with what `ganlib/nets/deviation.py` adds."""
    return discriminator.join(Stack((1,)).dense(_SPREAD_UNITS)).widen(_SPREAD_UNITS)


def _told_class(config: RunConfig, networks: _Networks, shape: ImageShape) -> _Networks:
    """The networks with what `ganlib/nets/conditional.py` adds."""
    sizes = {  # of the one layer that looks at the label
        "generator": config.model.latent_dim,
        "decoder": config.model.latent_dim,
        "encoder": math.prod(shape[:2]),
        "discriminator": networks["discriminator"].features if "discriminator" in networks else 0,
    }
    classes = Stack((config.num_classes,))
    return {name: network.join(classes.dense(sizes[name], bias=False)) for name, network in networks.items()}


def _article(config: GanConfig, shape: ImageShape) -> _Networks:
    units = config.generator_units
    generator = Stack((config.generator_inputs,)).dense(units).dense(units).dense(math.prod(shape))
    return {"generator": generator, "discriminator": _strided(config, shape, num_layers=2)}


def _tutorial_dcgan(config: GanConfig, shape: ImageShape) -> _Networks:
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


def _lean(config: GanConfig, shape: ImageShape) -> _Networks:
    x = Stack(shape)
    for filters in shrinking_widths(config.discriminator_filters, shape):
        x = x.conv(filters, config.kernel_size, strides=2)
    x = x.conv(x.shape[-1], 3).dense(_HIDDEN_UNITS).dense(1)
    generator = _grow(Stack((config.generator_inputs,)), shape, config.generator_filters)
    return {"generator": generator, "discriminator": x}


def _grow(x: Stack, shape: ImageShape, filters: int) -> Stack:
    return _enlarge(_start(x, shape, filters), shape)


def _start(x: Stack, shape: ImageShape, filters: int) -> Stack:
    height, width = first_map(shape)
    x = x.dense(_HIDDEN_UNITS, bias=False).normalise()
    return x.dense(height * width * filters, bias=False).normalise().reshape(height, width, filters)


def _enlarge(x: Stack, shape: ImageShape) -> Stack:
    for channels_after in growing_widths(x.shape[-1], shape):
        x = x.conv(4 * channels_after, 3, bias=False).normalise().depth_to_space()
    return x.crop(*shape[:2]).conv(shape[-1], 3)


def _resnet(config: GanConfig, shape: ImageShape) -> _Networks:
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


def _r3gan(config: GanConfig, shape: ImageShape) -> _Networks:
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


def _conv_vae(config: VaeConfig, shape: ImageShape) -> _Networks:
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


def _lean_vae(config: VaeConfig, shape: ImageShape) -> _Networks:
    x = Stack(config.encoder_inputs(shape))
    *widths, last = shrinking_widths(config.encoder_filters, shape)
    for filters in widths:
        x = x.conv(filters, 4, strides=2, bias=False).normalise()
    found, x = x, x.conv(last, 4, strides=2, bias=False).normalise()
    encoder = x.dense(_HIDDEN_UNITS, bias=False).normalise().dense(config.encoder_outputs)
    x = _start(_read_code(config, shape), shape, config.decoder_filters)
    if config.has_levels:
        hinted = _hinted(config, found).conv(_REFINED_MAPS, 3, bias=False).normalise()
        encoder, x = encoder.join(_lower_code(config, hinted)), x.join(_lower_level(config, x))
    return {"encoder": encoder, "decoder": _enlarge(x, shape)}


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


def _conv_vq_vae(config: VaeConfig, shape: ImageShape) -> _Networks:
    encoder = Stack(shape)
    for filters in shrinking_widths(config.encoder_filters, shape):
        encoder = encoder.conv(filters, 3, strides=2)
    codes = Stack((*code_map(shape), config.latent_dim))
    decoder = _enlarge_conv_vae(_start_conv_vae(codes, shape, config.decoder_filters), shape)
    return {"encoder": encoder.conv(config.latent_dim, 1), "decoder": decoder}


def _lean_vq_vae(config: VaeConfig, shape: ImageShape) -> _Networks:
    encoder = Stack(shape)
    for filters in shrinking_widths(config.encoder_filters, shape):
        encoder = encoder.conv(filters, 4, strides=2, bias=False).normalise()
    codes = Stack((*code_map(shape), config.latent_dim))
    return {"encoder": encoder.conv(config.latent_dim, 1), "decoder": _grow(codes, shape, config.decoder_filters)}


def _codes(config: VaeConfig, shape: ImageShape, num_classes: int) -> _Networks:
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


def _mlp(config: GanConfig, shape: ImageShape) -> _Networks:
    generator, discriminator = Stack((config.generator_inputs,)), Stack(shape)
    for _ in range(_MLP_LAYERS):
        generator = generator.dense(config.generator_units)
        discriminator = discriminator.dense(config.discriminator_units)
    return {"generator": generator.dense(math.prod(shape)), "discriminator": discriminator.dense(1)}


_GAN: dict[str, Callable[[GanConfig, ImageShape], _Networks]] = {
    "article": _article,
    "tutorial_dcgan": _tutorial_dcgan,
    "lean": _lean,
    "resnet": _resnet,
    "r3gan": _r3gan,
    "mlp": _mlp,
}
_VAE: dict[str, Callable[[VaeConfig, ImageShape], _Networks]] = {"conv": _conv_vae, "lean": _lean_vae}
_VQ_VAE: dict[str, Callable[[VaeConfig, ImageShape], _Networks]] = {"conv": _conv_vq_vae, "lean": _lean_vq_vae}
