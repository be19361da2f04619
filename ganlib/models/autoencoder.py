"""What the autoencoders share: an encoder, a decoder, one optimizer, averaged weights."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from ganlib.models.ema import copy_network, ramped_decay, update_average
from ganlib.models.replicas import averaged, uniform_rows
from ganlib.nets.conditional import with_labels

ReconstructionLoss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


class Autoencoder(keras.Model):
    """Learns to copy pictures through a code; what else counts is its children's to say, in `losses`.

    Conditional networks (`ganlib/nets/conditional.py`) take the pictures' labels too, one-hot `[batch, classes]`.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        reconstruction_loss: ReconstructionLoss,
        binarised: bool = False,
        ema_half_life: float = 0.0,
        seed: int = 0,
        name: str,
    ) -> None:
        """
        Args:
            binarised: learn from black-and-white pictures: at every step each pixel is drawn anew, white with its grey
                value as the chance (Salakhutdinov & Murray 2008; Burda et al. 2016, arXiv:1509.00519, section 5.1).
            ema_half_life: of the averaged networks, as a share of the steps so far; 0 = no averaging.
        """
        super().__init__(name=name)
        self.encoder = encoder
        self.decoder = decoder
        self.encoder_ema = copy_network(encoder) if ema_half_life > 0.0 else None
        self.decoder_ema = copy_network(decoder) if ema_half_life > 0.0 else None
        self.reconstruction_loss = reconstruction_loss
        self.binarised = binarised
        self.ema_half_life = ema_half_life
        self.latent_dim = decoder.inputs[0].shape[-1]
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

    @abstractmethod
    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """What is made small, a scalar; and its terms, each under its name in the log."""

    @abstractmethod
    def posterior(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, tf.Tensor]:
        """Means and standard deviations of the codes `[batch, latent_dim]`, by the averaged encoder."""

    def compile(self, *, optimizer: keras.Optimizer, jit_compile: bool = False, **kwargs: Any) -> None:
        super().compile(optimizer=None, jit_compile=jit_compile, **kwargs)
        self.vae_optimizer = optimizer
        with self.distribute_strategy.scope():
            optimizer.build(self._learned_variables())

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One update of encoder and decoder.

        Args:
            data: real pictures `[batch, height, width, channels]` in [0, 1]; with conditional networks, pairs of those
                and their one-hot labels.
        """
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        if self.binarised:
            images = self._black_or_white(images)
        with tf.GradientTape() as tape:
            total_loss, terms = self.losses(images, labels)
        gradients = tape.gradient(total_loss, self._learned_variables())
        self.vae_optimizer.apply(averaged(gradients), self._learned_variables())
        self._average_networks()
        return {"loss/total": total_loss, **terms, "grad_norm/vae": tf.linalg.global_norm(gradients)}

    def _black_or_white(self, images: tf.Tensor) -> tf.Tensor:
        chances = uniform_rows((tf.shape(images)[0], *images.shape[1:]), self.seed_generator)
        return tf.cast(chances < images, images.dtype)

    def _encode(self, images: tf.Tensor, labels: tf.Tensor | None) -> Any:
        """What the learning encoder says of the pictures."""
        return self.encoder(with_labels(images, labels), training=True)

    def _decode(self, latents: tf.Tensor, labels: tf.Tensor | None) -> tf.Tensor:
        """What the learning decoder makes of codes `[batch, latent_dim]`."""
        return self.decoder(with_labels(latents, labels), training=True)

    def _learned_variables(self) -> list:
        return self.encoder.trainable_variables + self.decoder.trainable_variables

    def _average_networks(self) -> None:
        self.steps_done.assign_add(1)
        if self.encoder_ema is not None and self.decoder_ema is not None:
            decay = ramped_decay(self.steps_done.value, self.ema_half_life)
            update_average(self.encoder_ema, self.encoder, decay)
            update_average(self.decoder_ema, self.decoder, decay)
