"""The regularised autoencoder: no chance in the code; small codes and a smooth decoder instead."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.joint import JointAutoencoder
from ganlib.nets.conditional import with_labels
from ganlib.objectives.shrinkage import code_penalty, weight_penalty


class Rae(JointAutoencoder):
    """RAE-L2: Ghosh et al. 2020, arXiv:1903.12436, equation 11: L = L_rec(x, D(z)) + β·½‖z‖² + λ·‖θ_D‖², z = E(x).

    What the VAE's noise does for the decoder, the penalty on its weights does here. Nothing pulls the codes towards
    N(0, I): new pictures need a prior that is fitted to them.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        beta: float = 1.0,
        decoder_penalty_weight: float = 0.0,
        **settings: Any,
    ) -> None:
        """
        Args:
            encoder: pictures → codes, and nothing else.
        """
        super().__init__(encoder, decoder, name="rae", **settings)
        self.beta = beta
        self.decoder_penalty_weight = decoder_penalty_weight

    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """Reconstruction, size of the codes, size of the decoder's weights."""
        codes = self._encode(images, labels)
        reconstruction_loss = tf.reduce_mean(self.reconstruction_loss(images, self._decode(codes, labels)))
        size_of_codes, size_of_decoder = code_penalty(codes), weight_penalty(self.decoder)
        total_loss = reconstruction_loss + self.beta * size_of_codes + self.decoder_penalty_weight * size_of_decoder
        return total_loss, {
            "loss/reconstruction": reconstruction_loss,
            "penalty/codes": size_of_codes,
            "penalty/decoder": size_of_decoder,
        }

    def posterior(
        self, images: tf.Tensor, labels: tf.Tensor | None = None, noise: tf.Tensor | None = None
    ) -> tuple[tf.Tensor, tf.Tensor]:
        codes = self.observer(with_labels(images, labels), training=False)
        return codes, tf.zeros_like(codes)
