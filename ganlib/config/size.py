"""How large the networks of a run will be, known without building them.

Follows `ganlib/nets` layer by layer; tests/test_conformance.py holds the numbers equal to those of the built networks.
"""

import math

from ganlib.config.datasets import ImageShape
from ganlib.config.datasets import image_shape as shape_of
from ganlib.config.gan import GanConfig
from ganlib.config.own import own_pictures
from ganlib.config.run import RunConfig
from ganlib.config.size_gan import GAN, Networks
from ganlib.config.size_vae import VAE, VQ_VAE, codes
from ganlib.config.stack import Stack
from ganlib.config.vae import VaeConfig

_SPREAD_UNITS = 16  # for the number that says how much the pictures of a batch differ
_BYTES = 4  # of one float32
_COPIES = 5  # of every parameter: itself, its gradient, Adam's two moments, its average or the copy being saved
# Fitted to nine workers measured on a CPU, from the smallest networks to batches of 1,024: right within a fifth.
_PASSES = 3  # how often each feature map is held at once: real and fake, forward and back
_BASE_BYTES = 840 * 2**20  # Python, TensorFlow and a data set of grey pictures of so many bytes:
_PICTURES, _GREY_PICTURE = 70_000, 28 * 28
_HELD_TIMES = 4  # that a data set is in memory; fitted to two workers on Stacked MNIST
# All in multiplications, fitted to the tables of benchmarks/architectures.py: mostly within 1.5 times of them.
_PLAYS = {"discriminator": 3}  # it sees real and fake pictures, and is derived more often
_MOVING = 40  # one number of a feature map through memory
_EACH_STEP = 100_000_000  # whatever the networks


def networks_of(config: RunConfig, image_shape: ImageShape | None = None) -> Networks:
    """Network → what it will hold and do.

    Args:
        image_shape: of the pictures; normally that of the run's own data set.
    """
    shape = image_shape or shape_of(config.data.dataset)
    if isinstance(config.model, GanConfig):
        make, packed = GAN[config.model.architecture], (*shape[:2], shape[2] * config.model.images_per_pack)
        networks = make(config.model, shape) | {"discriminator": make(config.model, packed)["discriminator"]}
        if config.model.minibatch_deviation:
            networks["discriminator"] = _told_variety(networks["discriminator"])
        if config.num_codes:
            networks = _finding_kinds(config.model, networks)
    elif config.model.has_codebook:
        return VQ_VAE[config.model.architecture](config.model, shape) | codes(config.model, shape, config.num_classes)
    else:
        networks = VAE[config.model.architecture](config.model, shape)
        if config.model.has_discriminator:
            networks["discriminator"] = GAN["lean"](config.model.discriminator, shape)["discriminator"]
    return _told_class(config, networks, shape) if config.is_conditional else networks


def parameters_of(config: RunConfig) -> dict[str, int]:
    """Network → how many numbers it will learn."""
    return {name: network.parameters for name, network in networks_of(config).items()}


def memory_of(config: RunConfig) -> int:
    """Roughly how many bytes of memory the worker will take while it trains."""
    networks = networks_of(config)
    parameters = sum(network.parameters for network in networks.values())
    activations = sum(_pictures(config, name) * network.activations for name, network in networks.items())
    own = own_pictures(config.data.dataset)
    data = (own.count if own else _PICTURES) * math.prod(shape_of(config.data.dataset))
    larger = max(0, data - _PICTURES * _GREY_PICTURE)
    of_networks = _BYTES * (_COPIES * parameters + _PASSES * config.data.batch_size * activations)
    return _BASE_BYTES + _HELD_TIMES * larger + of_networks


def _pictures(config: RunConfig, network: str) -> int:
    """How many pictures a network makes of each in the batch."""
    model = config.model
    if isinstance(model, VaeConfig) and model.objective == "iwae" and network == "decoder":
        return model.importance_samples
    if isinstance(model, VaeConfig) and model.has_discriminator and network == "decoder":
        return 2  # copies and samples
    if isinstance(model, GanConfig) and network == "discriminator":
        return 1 + model.unrolled_updates
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


def _finding_kinds(config: GanConfig, networks: Networks) -> Networks:
    """The networks of a GAN with what `ganlib/models/info_gan.py` needs."""
    told = Stack((config.num_codes,)).dense(config.latent_dim, bias=False)
    recogniser = Stack((networks["discriminator"].features,)).dense(config.num_codes)
    return networks | {"generator": networks["generator"].join(told), "recogniser": recogniser}


def _told_class(config: RunConfig, networks: Networks, shape: ImageShape) -> Networks:
    """The networks with what `ganlib/nets/conditional.py` adds."""
    sizes = {  # of the one layer that looks at the label
        "generator": config.model.latent_dim,
        "decoder": config.model.latent_dim,
        "encoder": math.prod(shape[:2]),
        "discriminator": networks["discriminator"].features if "discriminator" in networks else 0,
    }
    classes = Stack((config.num_classes,))
    return {name: network.join(classes.dense(sizes[name], bias=False)) for name, network in networks.items()}
