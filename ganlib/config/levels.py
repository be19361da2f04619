"""How many numbers a VAE's code holds: one level, or a vector above a small map of numbers (docs/adr/0021)."""

import math

from ganlib.config.datasets import ImageShape
from ganlib.config.pyramid import first_map
from ganlib.config.vae import VaeConfig


def lower_size(config: VaeConfig, image_shape: ImageShape) -> int:
    """Numbers of the lower level: some for each place of the decoder's first map; 0 where there is one level."""
    return math.prod(first_map(image_shape)) * config.lower_maps if config.has_levels else 0


def code_size(config: VaeConfig, image_shape: ImageShape) -> int:
    """Numbers that a picture is made of."""
    return lower_size(config, image_shape) + config.latent_dim


def decoder_inputs(config: VaeConfig, image_shape: ImageShape) -> int:
    """Numbers that the decoder sees: the code, and as many as `latent_dim` for the class where there is one."""
    return code_size(config, image_shape) + config.conditional * config.latent_dim
