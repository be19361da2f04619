"""RunConfig → a GAN with its networks and optimizers."""

from collections.abc import Callable
from functools import partial

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import LOSSES_WITH_LABELS, GanConfig
from ganlib.config.run import RunConfig
from ganlib.models.augmentation import Augmentation
from ganlib.models.ema import copy_network
from ganlib.models.gan import Gan
from ganlib.models.info_gan import CODE_SPREAD, InfoGan
from ganlib.models.unrolled_gan import UnrolledGan
from ganlib.nets.conditional import conditional_discriminator, conditional_sampler, with_labels
from ganlib.nets.deviation import deviation_discriminator
from ganlib.nets.inner_features import last_features
from ganlib.nets.packing import packed, packed_shape
from ganlib.nets.registry import GAN_NETWORKS
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES, AdversarialLoss, with_smooth_labels
from ganlib.train.belief import belief_by, pull_by
from ganlib.train.devices import execution
from ganlib.train.optimizers import make_optimizer
from ganlib.train.trainee import Features, Labels, Trainee


def build_gan(config: RunConfig, image_shape: ImageShape) -> Trainee:
    """A generator against a discriminator; `config` is of the family GAN."""
    settings = config.model
    assert isinstance(settings, GanConfig)
    networks = GAN_NETWORKS[settings.architecture]
    loss = _adversarial_loss(settings)
    pack = settings.images_per_pack
    generator = networks.generator(settings, image_shape)
    discriminator = networks.discriminator(settings, packed_shape(image_shape, pack))
    if settings.minibatch_deviation:
        discriminator = deviation_discriminator(discriminator)
    num_classes = config.num_classes
    if num_classes:
        generator = conditional_sampler(generator, settings.latent_dim, num_classes)
        discriminator = conditional_discriminator(discriminator, num_classes)
    if settings.num_codes:
        generator = conditional_sampler(generator, settings.latent_dim, settings.num_codes, spread=CODE_SPREAD)
    augmentation = None
    if settings.augments:
        augmentation = Augmentation(
            settings.augment_probability, is_adaptive=settings.adaptive_augmentation, images_per_pack=pack
        )
    model = _kind(settings)(
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
        finite_differences=settings.has_finite_differences,
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

    judged = tf.function(lambda inputs: model.judge(inputs, training=False), reduce_retracing=True)

    def logits(images: np.ndarray, labels: Labels) -> tf.Tensor:
        told = labels if num_classes else None  # a code is none of the discriminator's business
        whole = np.resize(images, (max(1, len(images) // pack) * pack, *images.shape[1:]))  # one pack at least
        return judged(tf.nest.map_structure(tf.constant, with_labels(packed(whole, pack), told)))

    plain_judge = copy_network(model.discriminator) if model.spectral_norm else model.discriminator

    def refresh() -> None:
        if model.spectral_norm is not None:
            model.spectral_norm.bake(plain_judge)

    def anneal(share: float) -> None:
        if model.instance_noise is not None:
            model.instance_noise.assign(settings.instance_noise * (1.0 - share))

    learned = {"generator": model.generator, "discriminator": model.discriminator}
    if isinstance(model, InfoGan):
        learned["recogniser"] = model.recogniser
    return Trainee(
        model=model,
        compile=lambda: model.compile(
            g_optimizer=optimizers["g"],
            d_optimizer=optimizers["d"],
            **execution(config.training, model),
        ),
        optimizers=optimizers,
        learned=learned,
        saved={"generator": model.sampler, "discriminator": plain_judge},
        refresh=refresh,
        sampler="generator",
        latent_dim=settings.latent_dim,
        num_classes=num_classes or settings.num_codes,
        belief=belief_by(loss, logits),
        pull=None if num_classes else pull_by(loss, lambda images: model.judge(images, training=False)),
        logits=lambda images, labels: np.asarray(logits(images, labels)),
        features=_features(plain_judge, refresh) if settings.effective_rejected_share and not num_classes else None,
        rejected_share=settings.effective_rejected_share,
        anneal=anneal,
    )


def _features(discriminator: keras.Model, refresh: Callable[[], None]) -> Features:
    """What its logit is a weighted sum of; `refresh` brings its weights up to date."""
    seen = last_features(discriminator)
    look = tf.function(lambda images: tf.cast(seen(images, training=False), tf.float32), reduce_retracing=True)

    def features(images: np.ndarray) -> np.ndarray:
        refresh()
        return np.asarray(look(tf.constant(images)))

    return features


def _kind(settings: GanConfig) -> Callable[..., Gan]:
    """Which game is played."""
    if settings.unrolled_updates:
        return partial(UnrolledGan, unrolled_steps=settings.unrolled_updates)
    return partial(InfoGan, information_weight=settings.information_weight) if settings.num_codes else Gan


def _adversarial_loss(settings: GanConfig) -> AdversarialLoss:
    loss = ADVERSARIAL_LOSSES[settings.loss]
    if settings.label_smoothing > 0.0 and settings.loss in LOSSES_WITH_LABELS:
        return with_smooth_labels(loss, settings.label_smoothing)
    return loss
