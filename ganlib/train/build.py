"""RunConfig → a model with its networks and optimizers."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.gan import LOSSES_WITH_LABELS, GanConfig
from ganlib.config.run import NUM_CLASSES, ImageShape, RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.metrics.likelihood import binarised
from ganlib.models.augmentation import Augmentation
from ganlib.models.autoencoder import Autoencoder
from ganlib.models.ema import copy_network
from ganlib.models.gan import Gan
from ganlib.models.iwae import Iwae
from ganlib.models.rae import Rae
from ganlib.models.vae import Vae
from ganlib.models.vae_gan import VaeGan
from ganlib.nets.conditional import conditional_discriminator, conditional_encoder, conditional_sampler, with_labels
from ganlib.nets.deviation import deviation_discriminator
from ganlib.nets.packing import packed, packed_shape
from ganlib.nets.registry import GAN_NETWORKS, VAE_NETWORKS
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES, AdversarialLoss, with_smooth_labels
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES
from ganlib.train.optimizers import make_optimizer
from ganlib.train.schedule import kl_factor
from ganlib.train.trainee import Belief, Labels, Trainee


def build(config: RunConfig, image_shape: ImageShape) -> Trainee:
    """Make the networks of a run, with fresh weights; seed and precision are set before."""
    return _BUILDERS[config.family](config, image_shape)


def images_per_step(config: RunConfig) -> int:
    """How many real pictures one step looks at."""
    d_steps = config.model.d_steps_per_g_step if isinstance(config.model, GanConfig) else 1
    return config.data.batch_size * d_steps


def _build_gan(config: RunConfig, image_shape: ImageShape) -> Trainee:
    settings = config.model
    assert isinstance(settings, GanConfig)
    networks = GAN_NETWORKS[settings.architecture]
    loss = _adversarial_loss(settings)
    pack = settings.images_per_pack
    generator = networks.generator(settings, image_shape)
    discriminator = networks.discriminator(settings, packed_shape(image_shape, pack))
    if settings.minibatch_deviation:
        discriminator = deviation_discriminator(discriminator)
    num_classes = _num_classes(config)
    if num_classes:
        generator = conditional_sampler(generator, settings.latent_dim, num_classes)
        discriminator = conditional_discriminator(discriminator, num_classes)
    augmentation = None
    if settings.augments:
        augmentation = Augmentation(
            settings.augment_probability, is_adaptive=settings.adaptive_augmentation, images_per_pack=pack
        )
    model = Gan(
        generator,
        discriminator,
        loss=loss,
        penalty_weights={
            "r1": 0.5 * settings.r1_weight,  # γ/2
            "r2": 0.5 * settings.r2_weight,
            "gradient": settings.gradient_penalty_weight,
            "dragan": settings.dragan_weight,
        },
        penalty_every_steps=settings.penalty_every_steps,
        weight_clip=settings.weight_clip,
        spectral_norm=settings.spectral_norm,
        instance_noise=settings.instance_noise,
        augmentation=augmentation,
        images_per_pack=pack,
        mixes_pictures=settings.minibatch_deviation,
        d_steps_per_g_step=settings.d_steps_per_g_step,
        ema_half_life=settings.ema_half_life,
        seed=config.training.seed,
    )
    optimizers = {"g": make_optimizer(settings.g_optimizer), "d": make_optimizer(settings.d_optimizer)}

    def logits(images: np.ndarray, labels: Labels) -> tf.Tensor:
        whole = np.resize(images, (max(1, len(images) // pack) * pack, *images.shape[1:]))  # one pack at least
        inputs = tf.nest.map_structure(tf.constant, with_labels(packed(whole, pack), labels))
        return model.judge(inputs, training=False)

    plain_judge = copy_network(model.discriminator) if model.spectral_norm else model.discriminator

    def refresh() -> None:
        if model.spectral_norm is not None:
            model.spectral_norm.bake(plain_judge)

    def anneal(share: float) -> None:
        if model.instance_noise is not None:
            model.instance_noise.assign(settings.instance_noise * (1.0 - share))

    return Trainee(
        model=model,
        compile=lambda: model.compile(
            g_optimizer=optimizers["g"],
            d_optimizer=optimizers["d"],
            jit_compile=_is_for_xla(config, model),
        ),
        optimizers=optimizers,
        learned={"generator": model.generator, "discriminator": model.discriminator},
        saved={"generator": model.sampler, "discriminator": plain_judge},
        refresh=refresh,
        sampler="generator",
        latent_dim=settings.latent_dim,
        num_classes=num_classes,
        belief=_belief(loss, logits),
        anneal=anneal,
    )


def _belief(loss: AdversarialLoss, logits: Callable[[np.ndarray, Labels], tf.Tensor]) -> Belief:
    """What the logits say of real and fake pictures, in a game with this loss."""

    def belief(
        real_images: np.ndarray, fake_images: np.ndarray, real_labels: Labels, fake_labels: Labels
    ) -> tuple[np.ndarray, np.ndarray]:
        real_belief, fake_belief = loss.belief(logits(real_images, real_labels), logits(fake_images, fake_labels))
        return np.asarray(real_belief), np.asarray(fake_belief)

    return belief


def _build_vae(config: RunConfig, image_shape: ImageShape) -> Trainee:
    settings = config.model
    assert isinstance(settings, VaeConfig)
    networks = VAE_NETWORKS[settings.architecture]
    encoder, decoder = networks.encoder(settings, image_shape), networks.decoder(settings, image_shape)
    if not settings.has_random_codes:
        encoder = _mean_alone(encoder)
    num_classes = _num_classes(config)
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
        belief = _belief(model.adversarial_loss, lambda x, y: model.discriminator(with_labels(x, y), training=False))

    def posterior(images: np.ndarray, labels: Labels) -> tuple[np.ndarray, np.ndarray]:
        seen = binarised(images, config.training.seed) if settings.is_binarised else images
        z_mean, deviations = model.posterior(tf.constant(seen), None if labels is None else tf.constant(labels))
        return np.asarray(z_mean), np.asarray(deviations)

    def warm_up(share: float) -> None:
        if settings.objective == "elbo" and settings.kl_warmup > 0.0:
            model.kl_factor.assign(kl_factor(share, settings.kl_warmup))

    def reconstruct(images: np.ndarray, labels: Labels) -> np.ndarray:
        z_mean, _ = posterior(images, labels)
        return np.asarray(model.sampler(with_labels(z_mean, labels), training=False))

    return Trainee(
        model=model,
        compile=lambda: model.compile(optimizer=optimizers["vae"], **others, jit_compile=_is_for_xla(config, model)),
        optimizers=optimizers,
        learned=learned,
        saved=saved,
        sampler="decoder",
        latent_dim=settings.latent_dim,
        num_classes=num_classes,
        belief=belief,
        reconstruct=reconstruct,
        posterior=posterior,
        has_random_codes=settings.has_random_codes,
        draws_probabilities=settings.draws_probabilities,
        is_prior_fitted=settings.is_prior_fitted,
        anneal=warm_up,
    )


def _vae(settings: VaeConfig, encoder: keras.Model, decoder: keras.Model, common: dict[str, Any]) -> Autoencoder:
    return Vae(encoder, decoder, beta=settings.beta, free_bits=settings.free_bits, **common)


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


AUTOENCODERS: dict[str, Callable[[VaeConfig, keras.Model, keras.Model, dict[str, Any]], Autoencoder]] = {
    "elbo": _vae,
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


def _num_classes(config: RunConfig) -> int:
    return NUM_CLASSES[config.data.dataset] if config.is_conditional else 0


def _is_for_xla(config: RunConfig, model: keras.Model) -> bool:
    """Whether XLA is to compile the step, as far as it can: not a step that several devices share."""
    is_alone = model.distribute_strategy.num_replicas_in_sync == 1
    if config.training.jit_compile and not is_alone:
        print("XLA cannot compile a step that several devices share; training without it.", flush=True)
    return config.training.jit_compile and is_alone


def _adversarial_loss(settings: GanConfig) -> AdversarialLoss:
    loss = ADVERSARIAL_LOSSES[settings.loss]
    if settings.label_smoothing > 0.0 and settings.loss in LOSSES_WITH_LABELS:
        return with_smooth_labels(loss, settings.label_smoothing)
    return loss


_BUILDERS: dict[str, Callable[[RunConfig, ImageShape], Trainee]] = {"gan": _build_gan, "vae": _build_vae}
