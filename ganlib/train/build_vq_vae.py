"""RunConfig → a VQ-VAE with its networks, its optimizer and the network that it is drawn from."""

import numpy as np
import tensorflow as tf

from ganlib.config import pyramid
from ganlib.config.datasets import ImageShape
from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.metrics.likelihood import binarised
from ganlib.models.vq_vae import VqVae
from ganlib.nets import code_map
from ganlib.nets.code_prior import build_prior
from ganlib.nets.code_sampler import build_sampler
from ganlib.nets.codebook import build_codebook
from ganlib.nets.registry import PICTURE_VAE_NETWORKS
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES
from ganlib.train.devices import execution
from ganlib.train.optimizers import make_optimizer
from ganlib.train.trainee import Labels, Trainee


def build_vq_vae(config: RunConfig, image_shape: ImageShape) -> Trainee:
    """An autoencoder with a codebook and a prior over its codes; `config` is of the family VAE."""
    settings = config.model
    assert isinstance(settings, VaeConfig)
    networks, map_shape = PICTURE_VAE_NETWORKS[settings.architecture], pyramid.code_map(image_shape)
    model = VqVae(
        code_map.build_encoder(networks, settings, image_shape),
        code_map.build_decoder(networks, settings, image_shape),
        build_codebook(settings.codebook_size, settings.latent_dim, map_shape),
        build_prior(settings.codebook_size, settings.latent_dim, settings.prior_units, map_shape, config.num_classes),
        commitment_weight=settings.commitment_weight,
        reconstruction_loss=RECONSTRUCTION_LOSSES[settings.likelihood],
        binarised=settings.is_binarised,
        ema_half_life=settings.ema_half_life,
        seed=config.training.seed,
    )
    sampler = build_sampler(model.prior_ema or model.prior, model.codebook_ema or model.codebook, model.sampler)
    optimizer = make_optimizer(settings.optimizer)

    def reconstruct(images: np.ndarray, labels: Labels) -> np.ndarray:
        seen = binarised(images, config.training.seed) if settings.is_binarised else images
        return np.asarray(model.copies(tf.constant(seen)))

    return Trainee(
        model=model,
        compile=lambda: model.compile(optimizer=optimizer, **execution(config.training, model)),
        optimizers={"vae": optimizer},
        learned={"encoder": model.encoder, "decoder": model.decoder, "codebook": model.codebook, "prior": model.prior},
        saved={"encoder": model.observer, "decoder": sampler},
        sampler="decoder",
        latent_dim=sampler.inputs[0].shape[-1],
        num_classes=config.num_classes,
        reconstruct=reconstruct,
        draws_probabilities=settings.draws_probabilities,
    )
