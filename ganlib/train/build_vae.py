"""RunConfig → an autoencoder with its networks and optimizers."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.datasets import ImageShape
from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.metrics.likelihood import binarised
from ganlib.models.autoencoder import Autoencoder
from ganlib.models.hierarchical_vae import HierarchicalVae
from ganlib.models.iwae import Iwae
from ganlib.models.rae import Rae
from ganlib.models.vae import Vae
from ganlib.models.vae_gan import VaeGan
from ganlib.nets import one_level, two_levels
from ganlib.nets.conditional import conditional_discriminator, conditional_encoder, conditional_sampler, with_labels
from ganlib.nets.registry import GAN_NETWORKS, PICTURE_VAE_NETWORKS, VAE_NETWORKS
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES
from ganlib.train.belief import belief_by
from ganlib.train.build_vq_vae import build_vq_vae
from ganlib.train.devices import execution
from ganlib.train.optimizers import make_optimizer
from ganlib.train.schedule import kl_factor
from ganlib.train.trainee import Labels, Trainee


def build_vae(config: RunConfig, image_shape: ImageShape) -> Trainee:
    """An autoencoder, with a discriminator beside it where the objective has one; `config` is of the family VAE."""
    settings = config.model
    assert isinstance(settings, VaeConfig)
    if settings.has_codebook:
        return build_vq_vae(config, image_shape)
    encoder, decoder = _networks(settings, image_shape)
    if not settings.has_random_codes:
        encoder = _mean_alone(encoder)
    num_classes = config.num_classes
    if num_classes:
        encoder = conditional_encoder(encoder, num_classes)
        decoder = conditional_sampler(decoder, settings.latent_dim, num_classes)
    common: dict[str, Any] = {"ema_half_life": settings.ema_half_life, "seed": config.training.seed}
    if settings.has_discriminator:
        common["discriminator"] = _discriminator_of_vae(settings, image_shape, num_classes)
    else:
        common |= {
            "reconstruction_loss": RECONSTRUCTION_LOSSES[settings.likelihood],
            "binarised": settings.is_binarised,
        }
    model = AUTOENCODERS[settings.objective](settings, encoder, decoder, common)
    optimizers = {"vae": make_optimizer(settings.optimizer)}
    learned = {"encoder": model.encoder, "decoder": model.decoder}
    saved = {"encoder": model.observer, "decoder": model.sampler}
    others: dict[str, keras.Optimizer] = {}  # than that of encoder and decoder
    belief = None
    if isinstance(model, VaeGan):
        optimizers["d"] = others["d_optimizer"] = make_optimizer(settings.optimizer)
        learned["discriminator"] = saved["discriminator"] = model.discriminator
        belief = belief_by(model.adversarial_loss, lambda x, y: model.discriminator(with_labels(x, y), training=False))

    posterior_in_one_graph = tf.function(model.posterior, reduce_retracing=True)

    def posterior(images: np.ndarray, labels: Labels, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        seen = binarised(images, config.training.seed) if settings.is_binarised else images
        draws = noise.shape[1] if settings.has_levels else 1
        told = None if labels is None else tf.repeat(labels, draws, axis=0)
        each = noise[:, :draws].reshape(len(images) * draws, noise.shape[2])
        z_mean, deviations = posterior_in_one_graph(tf.repeat(seen, draws, axis=0), told, tf.constant(each))
        shape = len(images), draws, noise.shape[2]
        return np.reshape(z_mean, shape), np.reshape(deviations, shape)

    def warm_up(share: float) -> None:
        if isinstance(model, Vae) and settings.is_warmed_up:
            model.kl_factor.assign(kl_factor(share, settings.kl_warmup))

    def reconstruct(images: np.ndarray, labels: Labels) -> np.ndarray:
        return trainee.draw(trainee.likely_codes(images, labels), labels)

    trainee = Trainee(
        model=model,
        compile=lambda: model.compile(optimizer=optimizers["vae"], **others, **execution(config.training, model)),
        optimizers=optimizers,
        learned=learned,
        saved=saved,
        sampler="decoder",
        latent_dim=model.latent_dim,
        num_classes=num_classes,
        belief=belief,
        reconstruct=reconstruct,
        posterior=posterior,
        has_random_codes=settings.has_random_codes,
        draws_probabilities=settings.draws_probabilities,
        is_prior_fitted=settings.is_prior_fitted,
        anneal=warm_up,
    )
    return trainee


def _networks(settings: VaeConfig, image_shape: ImageShape) -> tuple[keras.Model, keras.Model]:
    """Encoder and decoder."""
    if settings.has_levels:
        of_maps = PICTURE_VAE_NETWORKS[settings.architecture]
        return (
            two_levels.build_encoder(of_maps, settings, image_shape),
            two_levels.build_decoder(of_maps, settings, image_shape),
        )
    networks = VAE_NETWORKS[settings.architecture]
    return (
        one_level.build_encoder(networks, settings, image_shape),
        one_level.build_decoder(networks, settings, image_shape),
    )


def _vae(settings: VaeConfig, encoder: keras.Model, decoder: keras.Model, common: dict[str, Any]) -> Autoencoder:
    return Vae(encoder, decoder, beta=settings.beta, free_bits=settings.free_bits, **common)


def _hierarchical(
    settings: VaeConfig, encoder: keras.Model, decoder: keras.Model, common: dict[str, Any]
) -> Autoencoder:
    return HierarchicalVae(encoder, decoder, beta=settings.beta, free_bits=settings.free_bits, **common)


def _iwae(settings: VaeConfig, encoder: keras.Model, decoder: keras.Model, common: dict[str, Any]) -> Autoencoder:
    return Iwae(encoder, decoder, importance_samples=settings.importance_samples, **common)


def _rae(settings: VaeConfig, encoder: keras.Model, decoder: keras.Model, common: dict[str, Any]) -> Autoencoder:
    penalties = {"beta": settings.beta, "decoder_penalty_weight": settings.decoder_penalty_weight}
    return Rae(encoder, decoder, **penalties, **common)


def _vae_gan(settings: VaeConfig, encoder: keras.Model, decoder: keras.Model, common: dict[str, Any]) -> Autoencoder:
    return VaeGan(
        encoder,
        decoder,
        loss=ADVERSARIAL_LOSSES["non_saturating"],
        beta=settings.beta,
        feature_weight=settings.feature_weight,
        r1_weight=0.5 * settings.slope_penalty_weight,  # γ/2
        **common,
    )


# Those with a vector of numbers as their code; what has a codebook is built in a file of its own.
AUTOENCODERS: dict[str, Callable[[VaeConfig, keras.Model, keras.Model, dict[str, Any]], Autoencoder]] = {
    "elbo": _vae,
    "hierarchical": _hierarchical,
    "iwae": _iwae,
    "rae": _rae,
    "vae_gan": _vae_gan,
}


def _discriminator_of_vae(settings: VaeConfig, image_shape: ImageShape, num_classes: int) -> keras.Model:
    judge = settings.discriminator
    discriminator = GAN_NETWORKS[judge.architecture].discriminator(judge, image_shape)
    return conditional_discriminator(discriminator, num_classes) if num_classes else discriminator


def _mean_alone(encoder: keras.Model) -> keras.Model:
    """The encoder of certain codes: nothing would ever teach the layers of the variance."""
    z_mean, _ = encoder.outputs
    return keras.Model(encoder.inputs[0], z_mean, name=encoder.name)
