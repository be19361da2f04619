"""Which builders an architecture key stands for."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

from ganlib.config.gan import GanConfig
from ganlib.config.run import ImageShape
from ganlib.config.vae import VaeConfig
from ganlib.nets import article, conv_vae, lean, lean_vae, mlp, r3gan, resnet, tutorial_dcgan


@dataclass(frozen=True, kw_only=True)
class GanNetworks:
    """z → picture, and picture → logit."""

    generator: Callable[[GanConfig, ImageShape], keras.Model]
    discriminator: Callable[[GanConfig, ImageShape], keras.Model]


@dataclass(frozen=True, kw_only=True)
class VaeNetworks:
    """Picture → [z_mean, z_log_var], and z → picture; and the same with a map of vectors as the code."""

    encoder: Callable[[VaeConfig, ImageShape], keras.Model]
    decoder: Callable[[VaeConfig, ImageShape], keras.Model]
    map_encoder: Callable[[VaeConfig, ImageShape], keras.Model]
    map_decoder: Callable[[VaeConfig, ImageShape], keras.Model]


GAN_NETWORKS: dict[str, GanNetworks] = {
    "article": GanNetworks(generator=article.build_generator, discriminator=article.build_discriminator),
    "tutorial_dcgan": GanNetworks(
        generator=tutorial_dcgan.build_generator, discriminator=tutorial_dcgan.build_discriminator
    ),
    "lean": GanNetworks(generator=lean.build_generator, discriminator=lean.build_discriminator),
    "resnet": GanNetworks(generator=resnet.build_generator, discriminator=resnet.build_discriminator),
    "r3gan": GanNetworks(generator=r3gan.build_generator, discriminator=r3gan.build_discriminator),
    "mlp": GanNetworks(generator=mlp.build_generator, discriminator=mlp.build_discriminator),
}

VAE_NETWORKS: dict[str, VaeNetworks] = {
    "conv": VaeNetworks(
        encoder=conv_vae.build_encoder,
        decoder=conv_vae.build_decoder,
        map_encoder=conv_vae.build_map_encoder,
        map_decoder=conv_vae.build_map_decoder,
    ),
    "lean": VaeNetworks(
        encoder=lean_vae.build_encoder,
        decoder=lean_vae.build_decoder,
        map_encoder=lean_vae.build_map_encoder,
        map_decoder=lean_vae.build_map_decoder,
    ),
}
