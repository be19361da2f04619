"""The hierarchical variational autoencoder: two levels of codes, the upper one foretelling the lower one."""

import tensorflow as tf

from ganlib.models.replicas import normal_rows
from ganlib.models.vae import Vae
from ganlib.nets.conditional import with_labels
from ganlib.objectives.divergence import kl_to_standard_normal, with_free_bits


class HierarchicalVae(Vae):
    """Two levels, inferred from the top down: Sønderby et al. 2016, arXiv:1602.02282; Child 2021, arXiv:2011.10650.

        p(x, z₁, z₂) = p(x | z₁, z₂) · p(z₁ | z₂) · N(z₂; 0, I)    p(z₁ | z₂) = N(μ_p(z₂), σ_p(z₂)²), learned
        q(z₁, z₂ | x) = q(z₂ | x) · q(z₁ | x, z₂)

    L = −E_q log p(x | z₁, z₂) + w·β·(KL(q(z₂ | x) ‖ N(0, I)) + E_q(z₂) KL(q(z₁ | x, z₂) ‖ p(z₁ | z₂))): Child 2021,
    section 2, for two levels. β, w and free bits are as in `Vae`; with labels all but p(z₂) is given the class.

    Other than in these papers, codes are counted as noise, ε₂ = z₂ and ε₁ = (z₁ − μ_p) / σ_p: the decoder makes z₁ of
    it, and the encoder gives mean and variance of ε₁, which is the residual parametrisation of Vahdat & Kautz 2020,
    arXiv:2007.03898, section 3.2. A divergence does not change when both densities are shifted and scaled alike, so
    that KL(q(z₁) ‖ p(z₁)) = KL(q(ε₁) ‖ N(0, I)), and each picture still is a function of standard normal numbers.

    Networks: `ganlib/nets/two_levels.py`.
    """

    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """The negative ELBO, with its KL terms weighted; and these terms apart."""
        noise = normal_rows((tf.shape(images)[0], self.latent_dim), self.seed_generator)
        z_mean, z_log_var = self.encoder(with_labels(images, labels, self._upper(noise)), training=True)
        reconstructions = self._decode(z_mean + tf.exp(0.5 * z_log_var) * noise, labels)
        reconstruction_loss = tf.reduce_mean(self.reconstruction_loss(images, reconstructions))
        kl_per_dimension = kl_to_standard_normal(z_mean, z_log_var)
        kl_term = tf.reduce_sum(with_free_bits(kl_per_dimension, self.free_bits))
        total_loss = reconstruction_loss + self.kl_factor * self.beta * kl_term
        return total_loss, {
            "loss/reconstruction": reconstruction_loss,
            "loss/kl": tf.reduce_sum(kl_per_dimension),
            "loss/kl_upper": tf.reduce_sum(kl_per_dimension[-self._upper_size :]),
            "loss/kl_lower": tf.reduce_sum(kl_per_dimension[: -self._upper_size]),
        }

    def posterior(
        self, images: tf.Tensor, labels: tf.Tensor | None = None, noise: tf.Tensor | None = None
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Means and standard deviations of ε given x, and of the lower level also given the upper one's draw.

        With `noise` ~ N(0, I), means + deviations · noise is a draw of the whole code, and its density the product of
        the normal densities of its numbers. Without it, the upper level is at its mean.
        """
        if noise is None:
            noise = tf.zeros((tf.shape(images)[0], self.latent_dim))
        z_mean, z_log_var = self.observer(with_labels(images, labels, self._upper(noise)), training=False)
        return z_mean, tf.exp(0.5 * z_log_var)

    @property
    def _upper_size(self) -> int:
        return int(self.encoder.inputs[-1].shape[-1])

    def _upper(self, noise: tf.Tensor) -> tf.Tensor:
        """The upper level's part of `[batch, latent_dim]`: the last."""
        return noise[:, -self._upper_size :]
