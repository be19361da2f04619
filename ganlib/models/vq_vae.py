"""The VQ-VAE: a map of codes out of a codebook instead of a vector of numbers, and a prior that learns their order."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.ema import copy_network
from ganlib.models.joint import JointAutoencoder
from ganlib.models.quantiser import Quantiser, nearest, perplexity
from ganlib.nets.conditional import with_labels

_DECAY = 0.99  # γ of the codebook


class VqVae(JointAutoencoder):
    """Van den Oord, Vinyals & Kavukcuoglu 2017, arXiv:1711.00937: z_q(x) = eₖ, k = argminⱼ ‖z_e(x) − eⱼ‖.

        L = −log p(x | z_q(x)) + β ‖z_e(x) − sg[e]‖² − log p(k)        (equation 3, and the prior's own loss)

    The gradient of the copy goes past the choice of the code as if that were not there (straight through). The second
    term of the equation, which moves the codebook, is a moving average instead, as in appendix A.1 (`Quantiser`).
    The paper fits the prior p(k) when all else has learned; here it learns at the same time from the codes as they
    are, and the encoder hears nothing of it: one budget, and samples at any moment.
    With labels the prior is told the class, and nobody else: p(k | y).
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        codebook: keras.Model,
        prior: keras.Model,
        *,
        commitment_weight: float = 0.25,
        **settings: Any,
    ) -> None:
        """
        Args:
            encoder: pictures → vectors z_e `[batch, height, width, d]`.
            decoder: such vectors → pictures.
            codebook: codes int `[batch, height, width]` → their vectors, by an embedding alone.
            prior: vectors of codes, or [vectors, label], → logits `[batch, height, width, size]` of the code at each
                place.
            commitment_weight: β.
        """
        super().__init__(encoder, decoder, name="vq_vae", **settings)
        self.codebook = codebook
        self.prior = prior
        is_averaged = self.ema_half_life > 0.0
        self.codebook_ema = copy_network(codebook) if is_averaged else None
        self.prior_ema = copy_network(prior) if is_averaged else None
        self.quantiser = Quantiser(codebook, decay=_DECAY)
        self.commitment_weight = commitment_weight

    def losses(self, images: tf.Tensor, labels: tf.Tensor | None = None) -> tuple[tf.Tensor, dict[str, tf.Tensor]]:
        """Reconstruction, commitment and prior; meanwhile the codebook follows, as moving statistics do."""
        vectors = self._encode(images, None)
        rows = tf.stop_gradient(tf.reshape(vectors, [-1, vectors.shape[-1]]))
        self.quantiser.begin_anew(rows, keras.random.uniform(self.quantiser.counts.shape, seed=self.seed_generator))
        tokens = nearest(tf.stop_gradient(vectors), tf.convert_to_tensor(self.quantiser.vectors))
        chosen = tf.stop_gradient(self.codebook(tokens))
        passed = vectors + tf.stop_gradient(chosen - vectors)

        reconstruction_loss = tf.reduce_mean(self.reconstruction_loss(images, self._decode(passed, None)))
        commitment_loss = tf.reduce_mean(tf.reduce_sum(tf.square(vectors - chosen), axis=[1, 2, 3]))
        logits = self.prior(with_labels(chosen, labels), training=True)
        surprises = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tokens, logits=logits)
        prior_loss = tf.reduce_mean(tf.reduce_sum(surprises, axis=[1, 2]))
        total_loss = reconstruction_loss + self.commitment_weight * commitment_loss + prior_loss

        counts = self.quantiser.follow(rows, tf.reshape(tokens, [-1]))
        return total_loss, {
            "loss/reconstruction": reconstruction_loss,
            "loss/prior": prior_loss,
            "penalty/commitment": commitment_loss,
            "codebook/perplexity": perplexity(counts),
        }

    def tokens(self, images: tf.Tensor) -> tf.Tensor:
        """The codes of pictures, int `[batch, height, width]`, by the averaged networks."""
        codebook = (self.codebook_ema or self.codebook).get_layer("vectors").embeddings
        return nearest(self.observer(images, training=False), tf.convert_to_tensor(codebook))

    def copies(self, images: tf.Tensor) -> tf.Tensor:
        """Pictures through their codes and back, by the averaged networks."""
        return self.sampler((self.codebook_ema or self.codebook)(self.tokens(images)), training=False)

    def _learned_variables(self) -> list:
        return super()._learned_variables() + self.prior.trainable_variables

    def _averaged(self) -> list[tuple[keras.Model | None, keras.Model]]:
        return [*super()._averaged(), (self.codebook_ema, self.codebook), (self.prior_ema, self.prior)]
