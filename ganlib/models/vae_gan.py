"""The VAE-GAN: an autoencoder whose copies a discriminator compares, and whose decoder must also fool it."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.autoencoder import Autoencoder
from ganlib.models.replicas import averaged, mean_of_replicas, normal_rows
from ganlib.nets.conditional import with_labels
from ganlib.nets.inner_features import with_inner_features
from ganlib.objectives.adversarial import AdversarialLoss
from ganlib.objectives.divergence import kl_to_standard_normal
from ganlib.objectives.features import feature_loss
from ganlib.objectives.penalties import zero_centred_penalty


class VaeGan(Autoencoder):
    """Larsen, Sønderby, Larochelle & Winther 2016, arXiv:1512.09300, algorithm 1: three networks, a loss for each.

        encoder        β·L_prior + L_features    L_prior = KL(q(z | x) ‖ N(0, I))
        decoder        γ·L_features + L_G        L_features: distance of x and its copy in Dis_l (`feature_loss`)
        discriminator  L_D + weight·R1           fake pictures: copies Dec(Enc(x)) and samples Dec(z), z ~ N(0, I)

    All gradients are taken at the same weights from the same pictures. The paper's L_GAN counts copies and samples as
    much as real pictures each, so that an undecided discriminator says ⅓; here, together as much: it says ½.
    With labels every network is told the class, and a sample has that of a real picture.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        discriminator: keras.Model,
        *,
        loss: AdversarialLoss,
        beta: float = 1.0,
        feature_weight: float = 1.0,
        r1_weight: float = 0.0,
        **settings: Any,
    ) -> None:
        """
        Args:
            beta: weight of L_prior; 1 in the paper.
            feature_weight: γ, how much copying counts against fooling in what the decoder learns.
            r1_weight: of the penalty on the discriminator's slope at real pictures; none in the paper.
        """
        super().__init__(encoder, decoder, name="vae_gan", **settings)
        self.discriminator = discriminator
        self.judge = with_inner_features(discriminator)
        self.adversarial_loss = loss
        self.beta = beta
        self.feature_weight = feature_weight
        self.r1_weight = r1_weight

    def compile(
        self, *, optimizer: keras.Optimizer, d_optimizer: keras.Optimizer, jit_compile: bool = False, **kwargs: Any
    ) -> None:
        """
        Args:
            optimizer: of encoder and decoder, which have gradients of their own, but the same recipe.
        """
        super().compile(optimizer=None, jit_compile=jit_compile, **kwargs)
        self.vae_optimizer = optimizer
        self.d_optimizer = d_optimizer
        with self.distribute_strategy.scope():
            optimizer.build(self.encoder.trainable_variables + self.decoder.trainable_variables)
            d_optimizer.build(self.discriminator.trainable_variables)

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One update of each network.

        Args:
            data: real pictures `[batch, height, width, channels]` in [0, 1]; with conditional networks, pairs of those
                and their one-hot labels.
        """
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape(persistent=True) as tape:
            z_mean, z_log_var = self._encode(images, labels)
            prior_loss = tf.reduce_sum(kl_to_standard_normal(z_mean, z_log_var))
            copies_and_samples = self._copies_and_samples(z_mean, z_log_var, labels)
            real_logits, features, slopes = self._look_at_real(images, labels)
            fake_logits, copied_features = self._look_at_fake(copies_and_samples, labels)
            mean_square = mean_of_replicas(tf.reduce_mean(tf.square(features)))
            features_loss = tf.reduce_mean(feature_loss(features, copied_features, mean_square))
            g_loss = self.adversarial_loss.generator(real_logits, fake_logits)
            d_loss = self.adversarial_loss.discriminator(real_logits, fake_logits)
            penalty = zero_centred_penalty(slopes)

            encoder_loss = self.beta * prior_loss + features_loss
            decoder_loss = self.feature_weight * features_loss + g_loss
            discriminator_loss = d_loss + self.r1_weight * penalty

        encoder_gradients = tape.gradient(encoder_loss, self.encoder.trainable_variables)
        decoder_gradients = tape.gradient(decoder_loss, self.decoder.trainable_variables)
        d_gradients = tape.gradient(discriminator_loss, self.discriminator.trainable_variables)
        vae_gradients = encoder_gradients + decoder_gradients
        self.vae_optimizer.apply(
            averaged(vae_gradients), self.encoder.trainable_variables + self.decoder.trainable_variables
        )
        self.d_optimizer.apply(averaged(d_gradients), self.discriminator.trainable_variables)
        self._average_networks()
        return {
            "loss/features": features_loss,
            "loss/kl": prior_loss,
            "loss/g": g_loss,
            "loss/d": d_loss,
            "penalty/r1": penalty,
            "grad_norm/vae": tf.linalg.global_norm(vae_gradients),
            "grad_norm/d": tf.linalg.global_norm(d_gradients),
            **self._beliefs(real_logits, fake_logits),
        }

    def _copies_and_samples(self, z_mean: tf.Tensor, z_log_var: tf.Tensor, labels: tf.Tensor | None) -> tf.Tensor:
        """Dec(Enc(x)), then as many Dec(z): in one batch, so that batch normalisation knows both kinds of codes."""
        codes = self._sample_latents(z_mean, z_log_var)
        chance = normal_rows((tf.shape(codes)[0], self.latent_dim), self.seed_generator)
        return self._decode(tf.concat([codes, chance], axis=0), _twice(labels))

    def _look_at_real(self, images: tf.Tensor, labels: tf.Tensor | None) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """D(x), Dis_l(x) and ∇ₓD(x)."""
        with tf.GradientTape() as tape:
            tape.watch(images)
            logits, features = self.judge(with_labels(images, labels), training=True)
            total = tf.reduce_sum(logits)
        return logits, tf.cast(features, tf.float32), tape.gradient(total, images)

    def _look_at_fake(self, copies_and_samples: tf.Tensor, labels: tf.Tensor | None) -> tuple[tf.Tensor, tf.Tensor]:
        """D of copies and samples; Dis_l of the copies."""
        logits, features = self.judge(with_labels(copies_and_samples, _twice(labels)), training=True)
        return logits, tf.cast(tf.split(features, 2)[0], tf.float32)

    def _beliefs(self, real_logits: tf.Tensor, fake_logits: tf.Tensor) -> dict[str, tf.Tensor]:
        """How real the discriminator finds what it sees, to log."""
        real, fake = self.adversarial_loss.belief(real_logits, fake_logits)
        copies, samples = tf.split(fake, 2)
        return {
            "probability/real": tf.reduce_mean(real),
            "probability/fake": tf.reduce_mean(samples),
            "probability/copies": tf.reduce_mean(copies),
        }


def _twice(labels: tf.Tensor | None) -> tf.Tensor | None:
    return None if labels is None else tf.concat([labels, labels], axis=0)
