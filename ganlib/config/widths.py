"""Small, medium, large: which widths each size of a network stands for.

A config holds the widths alone. Its size is read off them, so that the two can never disagree.
"""

from ganlib.config.run import RunConfig

SIZES = ("small", "medium", "large")
CUSTOM = "custom"  # widths that are no size

_Widths = dict[str, tuple[int, int, int]]  # setting → its value at each size

_GAN_FILTERS: _Widths = {"generator_filters": (32, 64, 128), "discriminator_filters": (16, 32, 64)}
_POINT_UNITS: _Widths = {"generator_units": (64, 128, 256), "discriminator_units": (64, 128, 256)}
_POINT_VAE_UNITS: _Widths = {"encoder_units": (64, 128, 256), "decoder_units": (64, 128, 256)}
_VAE_FILTERS: _Widths = {"encoder_filters": (16, 32, 64), "decoder_filters": (32, 64, 128)}

WIDTHS: dict[str, dict[str, _Widths]] = {
    "gan": {
        "article": {"generator_units": (64, 128, 256), "discriminator_filters": (16, 32, 64)},
        "tutorial_dcgan": {"generator_filters": (64, 128, 256), "discriminator_filters": (16, 32, 64)},
        "lean": _GAN_FILTERS,
        "resnet": _GAN_FILTERS,
        "r3gan": _GAN_FILTERS,
        "mlp": _POINT_UNITS,
        "fourier_mlp": _POINT_UNITS,
    },
    "vae": {"conv": _VAE_FILTERS, "lean": _VAE_FILTERS, "mlp": _POINT_VAE_UNITS},
}


def size_of(config: RunConfig) -> str:
    """The size whose widths these are, else CUSTOM."""
    return next((size for size in SIZES if at_size(config, size) == config), CUSTOM)


def at_size(config: RunConfig, size: str) -> RunConfig:
    """The same run with networks of this size; as it is for CUSTOM."""
    if size == CUSTOM:
        return config
    place = SIZES.index(size)
    widths = WIDTHS[config.family][config.model.architecture]
    return config.with_settings({key: values[place] for key, values in widths.items()})
