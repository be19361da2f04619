"""The variational autoencoder: an encoder and a decoder with a random code between."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.joint import JointAutoencoder
from ganlib.objectives.divergence import kl_to_standard_normal, with_free_bits


class Vae(JointAutoencoder):
    """Kingma & Welling 2013, arXiv:1312.6114; β ≠ 1 gives the β-VAE (Higgins et al. 2017).

    L = −E_q log p(x | z) + w·β·KL(q(z | x) ‖ p(z)), where w rises from 0 to 1 while the KL term is warmed up.
    With labels every density but p(z) is given the class y: q(z | x, y), p(x | z, y), and the ELBO bounds log p(x | y),
    as in M2 of Kingma et al. 2014, arXiv:1406.5298, and Sohn, Lee & Yan 2015.
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
