"""Which builders an architecture key stands for."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
from keras import KerasTensor

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.vae import VaeConfig
from ganlib.nets import article, conv_vae, fourier_mlp, lean, lean_vae, mlp, mlp_vae, r3gan, resnet, tutorial_dcgan


@dataclass(frozen=True, kw_only=True)
class GanNetworks:
    """z → picture, and picture → logit."""

    generator: Callable[[GanConfig, ImageShape], keras.Model]
    discriminator: Callable[[GanConfig, ImageShape], keras.Model]


@dataclass(frozen=True, kw_only=True)
class VaeNetworks:
    """Pieces that `one_level.py` puts together.

    Attributes:
        look: picture → map as large as the decoder's first.
        sum_up: that map → vector, from which a code is read.
        start: code → the decoder's first map.
        enlarge: that map → picture in [0, 1], or a point.
    """

    look: Callable[[KerasTensor, VaeConfig, ImageShape], KerasTensor]
    sum_up: Callable[[KerasTensor, VaeConfig, ImageShape], KerasTensor]
    start: Callable[[KerasTensor, VaeConfig, ImageShape], KerasTensor]
    enlarge: Callable[[KerasTensor, ImageShape], KerasTensor]


@dataclass(frozen=True, kw_only=True)
class PictureVaeNetworks(VaeNetworks):
    """Those of pictures, with what `two_levels.py` and `code_map.py` need besides.

    Attributes:
        refine: map → map of so many channels, each place from those around it.
        shrink: map → map of so many channels and half the side.
    """

    refine: Callable[[KerasTensor, int], KerasTensor]
    shrink: Callable[[KerasTensor, int], KerasTensor]


GAN_NETWORKS: dict[str, GanNetworks] = {
    "article": GanNetworks(generator=article.build_generator, discriminator=article.build_discriminator),
    "tutorial_dcgan": GanNetworks(
        generator=tutorial_dcgan.build_generator, discriminator=tutorial_dcgan.build_discriminator
    ),
    "lean": GanNetworks(generator=lean.build_generator, discriminator=lean.build_discriminator),
    "resnet": GanNetworks(generator=resnet.build_generator, discriminator=resnet.build_discriminator),
    "r3gan": GanNetworks(generator=r3gan.build_generator, discriminator=r3gan.build_discriminator),
    "mlp": GanNetworks(generator=mlp.build_generator, discriminator=mlp.build_discriminator),
    "fourier_mlp": GanNetworks(generator=fourier_mlp.build_generator, discriminator=fourier_mlp.build_discriminator),
}

PICTURE_VAE_NETWORKS: dict[str, PictureVaeNetworks] = {
    name: PictureVaeNetworks(
        look=pieces.look,
        sum_up=pieces.sum_up,
        start=pieces.start,
        enlarge=pieces.enlarge,
        refine=pieces.refine,
        shrink=pieces.shrink,
    )
    for name, pieces in (("conv", conv_vae), ("lean", lean_vae))
}
VAE_NETWORKS: dict[str, VaeNetworks] = {
    **PICTURE_VAE_NETWORKS,
    "mlp": VaeNetworks(look=mlp_vae.look, sum_up=mlp_vae.sum_up, start=mlp_vae.start, enlarge=mlp_vae.enlarge),
}
