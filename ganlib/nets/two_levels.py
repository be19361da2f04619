"""Encoder and decoder of a VAE with two levels of codes, of any architecture; `ganlib/models/hierarchical_vae.py`.

The upper level z₂ is a vector, the lower level z₁ a small map: a few numbers for each place of the decoder's first map.
Both networks speak of standard normal noise ε alone, flat `[batch, numbers of the lower level + latent_dim]`, the lower
level first (docs/adr/0021). Plain layers only, so that the saved networks open everywhere.
"""

import keras
from keras import KerasTensor, layers

from ganlib.config.datasets import ImageShape
from ganlib.config.levels import decoder_inputs, lower_size
from ganlib.config.pyramid import first_map
from ganlib.config.vae import VaeConfig
from ganlib.nets.layers import OUTPUT_DTYPE
from ganlib.nets.registry import PictureVaeNetworks

HINT_MAPS = 16  # that tell the encoder of the lower level what the upper one says
REFINED_MAPS = 32  # from which it reads mean and variance


def build_encoder(networks: PictureVaeNetworks, config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """[picture, noise of the upper level `[batch, latent_dim]`] → [z_mean, z_log_var], of both levels.

    Top down: q(z₂ | x), then a code z₂ = μ + σ·noise, then q(ε₁ | x, z₂), which looks at the picture's map beside it.
    """
    images = keras.Input(config.encoder_inputs(image_shape), name="images")
    noise = keras.Input((config.latent_dim,), name="noise")
    found = networks.look(images, config, image_shape)
    x = networks.sum_up(found, config, image_shape)
    upper_mean = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="upper_mean")(x)
    upper_log_var = layers.Dense(config.latent_dim, dtype=OUTPUT_DTYPE, name="upper_log_var")(x)
    half = layers.Rescaling(0.5, dtype=OUTPUT_DTYPE)(upper_log_var)
    deviation = layers.Activation("exponential", dtype=OUTPUT_DTYPE)(half)
    hint = _as_map(_affine(upper_mean, deviation, noise), image_shape)
    x = networks.refine(layers.Concatenate()([found, hint]), REFINED_MAPS)
    lower_mean = layers.Conv2D(config.lower_maps, 1, dtype=OUTPUT_DTYPE, name="lower_mean")(x)
    lower_log_var = _from_zero(config.lower_maps, name="lower_log_var")(x)
    z_mean = layers.Concatenate(dtype=OUTPUT_DTYPE)([layers.Flatten(dtype=OUTPUT_DTYPE)(lower_mean), upper_mean])
    z_log_var = layers.Concatenate(dtype=OUTPUT_DTYPE)(
        [layers.Flatten(dtype=OUTPUT_DTYPE)(lower_log_var), upper_log_var]
    )
    return keras.Model([images, noise], [z_mean, z_log_var], name="encoder")


def build_decoder(networks: PictureVaeNetworks, config: VaeConfig, image_shape: ImageShape) -> keras.Model:
    """ε = [ε₁, ε₂] → picture: z₂ = ε₂, z₁ = μ_p(z₂) + σ_p(z₂)·ε₁, then p(x | z₁, z₂)."""
    height, width = first_map(image_shape)
    size = lower_size(config, image_shape)
    latents = keras.Input((decoder_inputs(config, image_shape),), name="latents")
    lower_noise = layers.Reshape((height, width, config.lower_maps))(_part(latents, 0, size))
    x = networks.start(_part(latents, size, latents.shape[-1]), config, image_shape)
    prior_mean = layers.Conv2D(config.lower_maps, 1, dtype=OUTPUT_DTYPE, name="prior_mean")(x)
    # Softplus, not the exponential: a deviation that grows that fast made runs diverge in their first steps.
    prior_deviation = layers.Activation("softplus", dtype=OUTPUT_DTYPE)(
        _from_zero(config.lower_maps, name="prior_deviation")(x)
    )
    lower = _affine(prior_mean, prior_deviation, lower_noise)
    x = layers.Add()([x, layers.Conv2D(x.shape[-1], 3, padding="same")(lower)])
    return keras.Model(latents, networks.enlarge(x, image_shape), name="decoder")


def _affine(mean: KerasTensor, deviation: KerasTensor, noise: KerasTensor) -> KerasTensor:
    """μ + σ·ε."""
    spread = layers.Multiply(dtype=OUTPUT_DTYPE)([deviation, noise])
    return layers.Add(dtype=OUTPUT_DTYPE)([mean, spread])


def _as_map(code: KerasTensor, image_shape: ImageShape) -> KerasTensor:
    height, width = first_map(image_shape)
    return layers.Reshape((height, width, HINT_MAPS))(layers.Dense(height * width * HINT_MAPS)(code))


def _from_zero(maps: int, name: str) -> layers.Layer:
    """The same spread everywhere to begin with: 1 for the posterior, and so KL 0 but for the means."""
    return layers.Conv2D(maps, 1, kernel_initializer="zeros", dtype=OUTPUT_DTYPE, name=name)


def _part(latents: KerasTensor, first: int, end: int) -> KerasTensor:
    """Numbers `first` … `end` of a vector."""
    size = latents.shape[-1]
    column = layers.Reshape((size, 1))(latents)
    return layers.Flatten()(layers.Cropping1D((first, size - end))(column))
