"""What the autoencoders share: an encoder, a decoder, averaged weights."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.ema import copy_network, ramped_decay, update_average
from ganlib.models.replicas import normal_rows
from ganlib.nets.conditional import with_labels


class Autoencoder(keras.Model):
    """Learns to copy pictures through a code; what else counts, and how it learns, is its children's to say.

    The encoder gives the mean and the log-variance of a Gaussian, unless a child says otherwise. Sampling the code
    happens here, not in a layer of the encoder: the saved encoder stays a plain network.
    Conditional networks (`ganlib/nets/conditional.py`) take the pictures' labels too, one-hot `[batch, classes]`.
    """

    def __init__(
        self, encoder: keras.Model, decoder: keras.Model, *, ema_half_life: float = 0.0, seed: int = 0, name: str
    ) -> None:
        """
        Args:
            ema_half_life: of the averaged networks, as a share of the steps so far; 0 = no averaging.
        """
        super().__init__(name=name)
        self.encoder = encoder
        self.decoder = decoder
        self.encoder_ema = copy_network(encoder) if ema_half_life > 0.0 else None
        self.decoder_ema = copy_network(decoder) if ema_half_life > 0.0 else None
        self.ema_half_life = ema_half_life
        self.latent_dim = decoder.inputs[0].shape[-1]
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.steps_done = self.add_weight(shape=(), dtype="int64", initializer="zeros", trainable=False, name="steps")
        self.built = True  # the networks are; there is no call() of its own to trace

    @property
    def sampler(self) -> keras.Model:
        """The network to draw with: the averaged decoder where there is one."""
        return self.decoder_ema or self.decoder

    @property
    def observer(self) -> keras.Model:
        """The encoder that belongs to `sampler`."""
        return self.encoder_ema or self.encoder

    def posterior(
        self, images: tf.Tensor, labels: tf.Tensor | None = None, noise: tf.Tensor | None = None
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Means and standard deviations of the codes `[batch, latent_dim]`, by the averaged encoder.

        Args:
            noise: ε `[batch, latent_dim]` that the codes are drawn with; only a child with several levels needs it.
        """
        z_mean, z_log_var = self.observer(with_labels(images, labels), training=False)
        return z_mean, tf.exp(0.5 * z_log_var)

    def _encode(self, images: tf.Tensor, labels: tf.Tensor | None) -> Any:
        """What the learning encoder says of the pictures."""
        return self.encoder(with_labels(images, labels), training=True)

    def _decode(self, latents: tf.Tensor, labels: tf.Tensor | None) -> tf.Tensor:
        """What the learning decoder makes of codes `[batch, latent_dim]`."""
        return self.decoder(with_labels(latents, labels), training=True)

    def _sample_latents(self, z_mean: tf.Tensor, z_log_var: tf.Tensor) -> tf.Tensor:
        """z = μ + σ·ε with ε ~ N(0, I): the reparametrisation of Kingma & Welling 2013, section 2.4."""
        noise = normal_rows((tf.shape(z_mean)[0], self.latent_dim), self.seed_generator)
        return z_mean + tf.exp(0.5 * z_log_var) * noise

    def _averaged(self) -> list[tuple[keras.Model | None, keras.Model]]:
        """Each network that is averaged, behind its average."""
        return [(self.encoder_ema, self.encoder), (self.decoder_ema, self.decoder)]

    def _average_networks(self) -> None:
        self.steps_done.assign_add(1)
        for average, network in self._averaged():
            if average is not None:
                update_average(average, network, ramped_decay(self.steps_done.value, self.ema_half_life))
