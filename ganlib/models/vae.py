"""The variational autoencoder: an encoder and a decoder with a random code between."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.autoencoder import Autoencoder
from ganlib.models.replicas import normal_rows
from ganlib.nets.conditional import with_labels
from ganlib.objectives.divergence import kl_to_standard_normal, with_free_bits


class Vae(Autoencoder):
    """Kingma & Welling 2013, arXiv:1312.6114; β ≠ 1 gives the β-VAE (Higgins et al. 2017).

    L = −E_q log p(x | z) + w·β·KL(q(z | x) ‖ p(z)), where w rises from 0 to 1 while the KL term is warmed up.
    With labels every density but p(z) is given the class y: q(z | x, y), p(x | z, y), and the ELBO bounds log p(x | y),
    as in M2 of Kingma et al. 2014, arXiv:1406.5298, and Sohn, Lee & Yan 2015.
    Sampling z happens here, not in a layer of the encoder: the saved encoder stays a plain network.
    """

    def __init__(
        self, encoder: keras.Model, decoder: keras.Model, *, beta: float = 1.0, free_bits: float = 0.0, **settings: Any
    ) -> None:
        super().__init__(encoder, decoder, name="vae", **settings)
        self.beta = beta
        self.free_bits = free_bits
        # Set from outside before each step, as a learning rate is: no part of the state that a checkpoint keeps.
        self.kl_factor = tf.Variable(1.0, trainable=False, name="kl_factor")

    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """The negative ELBO, with its KL term weighted."""
        z_mean, z_log_var = self._encode(images, labels)
        reconstructions = self._decode(self._sample_latents(z_mean, z_log_var), labels)
        reconstruction_loss = tf.reduce_mean(self.reconstruction_loss(images, reconstructions))
        kl_per_dimension = kl_to_standard_normal(z_mean, z_log_var)
        kl_term = tf.reduce_sum(with_free_bits(kl_per_dimension, self.free_bits))
        total_loss = reconstruction_loss + self.kl_factor * self.beta * kl_term
        return total_loss, {"loss/reconstruction": reconstruction_loss, "loss/kl": tf.reduce_sum(kl_per_dimension)}

    def posterior(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, tf.Tensor]:
        z_mean, z_log_var = self.observer(with_labels(images, labels), training=False)
        return z_mean, tf.exp(0.5 * z_log_var)

    def _sample_latents(self, z_mean: tf.Tensor, z_log_var: tf.Tensor) -> tf.Tensor:
        """z = μ + σ·ε with ε ~ N(0, I): the reparametrisation of section 2.4."""
        noise = normal_rows((tf.shape(z_mean)[0], self.latent_dim), self.seed_generator)
        return z_mean + tf.exp(0.5 * z_log_var) * noise
