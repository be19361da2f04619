"""The variational autoencoder: an encoder and a decoder with a random code between."""

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from ganlib.models.ema import copy_network, ramped_decay, update_average
from ganlib.models.replicas import averaged, normal_rows
from ganlib.objectives.divergence import kl_to_standard_normal


class Vae(keras.Model):
    """Kingma & Welling 2013, arXiv:1312.6114; β ≠ 1 gives the β-VAE (Higgins et al. 2017).

    Sampling z happens here, not in a layer of the encoder: the saved encoder stays a plain network.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        reconstruction_loss: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
        beta: float = 1.0,
        ema_half_life: float = 0.0,
        seed: int = 0,
    ) -> None:
        super().__init__(name="vae")
        self.encoder = encoder
        self.decoder = decoder
        self.encoder_ema = copy_network(encoder) if ema_half_life > 0.0 else None
        self.decoder_ema = copy_network(decoder) if ema_half_life > 0.0 else None
        self.reconstruction_loss = reconstruction_loss
        self.beta = beta
        self.ema_half_life = ema_half_life
        self.latent_dim = decoder.input_shape[-1]
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.steps_done = self.add_weight(shape=(), dtype="int32", initializer="zeros", trainable=False, name="steps")
        self.built = True  # the networks are; there is no call() of its own to trace

    @property
    def sampler(self) -> keras.Model:
        """The network to draw with: the averaged decoder where there is one."""
        return self.decoder_ema or self.decoder

    @property
    def observer(self) -> keras.Model:
        """The encoder that belongs to `sampler`."""
        return self.encoder_ema or self.encoder

    def compile(self, *, optimizer: keras.Optimizer, jit_compile: bool = False, **kwargs: Any) -> None:
        super().compile(optimizer=None, jit_compile=jit_compile, **kwargs)
        self.vae_optimizer = optimizer
        with self.distribute_strategy.scope():
            optimizer.build(self._learned_variables())

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One update of encoder and decoder.

        Args:
            data: real pictures `[batch, height, width, channels]` in [0, 1].
        """
        images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            z_mean, z_log_var = self.encoder(images, training=True)
            reconstructions = self.decoder(self._sample_latents(z_mean, z_log_var), training=True)
            reconstruction_loss = self.reconstruction_loss(images, reconstructions)
            kl_loss = kl_to_standard_normal(z_mean, z_log_var)
            total_loss = reconstruction_loss + self.beta * kl_loss
        gradients = tape.gradient(total_loss, self._learned_variables())
        self.vae_optimizer.apply(averaged(gradients), self._learned_variables())
        self._average_networks()
        return {
            "loss/total": total_loss,
            "loss/reconstruction": reconstruction_loss,
            "loss/kl": kl_loss,
            "grad_norm/vae": tf.linalg.global_norm(gradients),
        }

    def _sample_latents(self, z_mean: tf.Tensor, z_log_var: tf.Tensor) -> tf.Tensor:
        """z = μ + σ·ε with ε ~ N(0, I): the reparametrisation of section 2.4."""
        noise = normal_rows((tf.shape(z_mean)[0], self.latent_dim), self.seed_generator)
        return z_mean + tf.exp(0.5 * z_log_var) * noise

    def _learned_variables(self) -> list:
        return self.encoder.trainable_variables + self.decoder.trainable_variables

    def _average_networks(self) -> None:
        self.steps_done.assign_add(1)
        if self.encoder_ema is not None and self.decoder_ema is not None:
            decay = ramped_decay(self.steps_done.value, self.ema_half_life)
            update_average(self.encoder_ema, self.encoder, decay)
            update_average(self.decoder_ema, self.decoder, decay)
