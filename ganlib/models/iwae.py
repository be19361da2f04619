"""The importance weighted autoencoder: a VAE that is trained with several codes for each picture."""

import math
from typing import Any

import keras
import tensorflow as tf

from ganlib.models.replicas import normal_rows
from ganlib.models.vae import Vae


class Iwae(Vae):
    """Burda, Grosse & Salakhutdinov 2016, arXiv:1509.00519, equation 8.

    L = −E log (1/K) Σₖ p(x | zₖ) p(zₖ) / q(zₖ | x), zₖ ~ q(z | x): a bound of the log-likelihood, the tighter the
    larger K is; K = 1 is the ELBO. One good code among the K is enough, so that the encoder may spread its codes more.
    """

    def __init__(self, encoder: keras.Model, decoder: keras.Model, *, importance_samples: int, **settings: Any) -> None:
        """
        Args:
            importance_samples: K, codes for each picture.
        """
        super().__init__(encoder, decoder, **settings)
        self.importance_samples = importance_samples

    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """The negative bound; the averages over the K codes of what the ELBO is made of."""
        z_mean, z_log_var = self._encode(images, labels)
        shape = (tf.shape(images)[0], self.importance_samples, self.latent_dim)
        noise = normal_rows(shape, self.seed_generator)
        latents = z_mean[:, tf.newaxis] + tf.exp(0.5 * z_log_var)[:, tf.newaxis] * noise
        copies = tf.repeat(images, self.importance_samples, axis=0)
        their_labels = None if labels is None else tf.repeat(labels, self.importance_samples, axis=0)
        reconstructions = self._decode(tf.reshape(latents, [-1, self.latent_dim]), their_labels)
        reconstruction_losses = tf.reshape(self.reconstruction_loss(copies, reconstructions), shape[:2])
        # log q(z | x) − log p(z); the constants of both densities are equal.
        kl_terms = 0.5 * tf.reduce_sum(tf.square(latents) - tf.square(noise) - z_log_var[:, tf.newaxis], axis=2)
        log_weights = -reconstruction_losses - kl_terms
        bounds = tf.reduce_logsumexp(log_weights, axis=1) - math.log(self.importance_samples)
        return -tf.reduce_mean(bounds), {
            "loss/reconstruction": tf.reduce_mean(reconstruction_losses),
            "loss/kl": tf.reduce_mean(kl_terms),
        }
