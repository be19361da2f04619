"""Autoencoders whose encoder and decoder make one loss small together."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from ganlib.models.autoencoder import Autoencoder
from ganlib.models.replicas import averaged, uniform_rows

ReconstructionLoss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


class JointAutoencoder(Autoencoder):
    """One loss, one optimizer; what the loss is made of is its children's to say, in `losses`."""

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        reconstruction_loss: ReconstructionLoss,
        binarised: bool = False,
        **settings: Any,
    ) -> None:
        """
        Args:
            binarised: learn from black-and-white pictures: at every step each pixel is drawn anew, white with its grey
                value as the chance (Salakhutdinov & Murray 2008; Burda et al. 2016, arXiv:1509.00519, section 5.1).
        """
        super().__init__(encoder, decoder, **settings)
        self.reconstruction_loss = reconstruction_loss
        self.binarised = binarised

    @abstractmethod
    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """What is made small, a scalar; and its terms, each under its name in the log."""

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

    def _learned_variables(self) -> list:
        return self.encoder.trainable_variables + self.decoder.trainable_variables
