"""Teaches an encoder to tell pictures apart without labels, and damaged pictures from whole ones."""

import keras
import tensorflow as tf
from keras import layers

CONTRAST_BATCH = 252  # pictures; a multiple of the number of damages
_TEMPERATURE = 0.1
_RANGE = (0, 1)


class ContrastiveEncoder(keras.Model):
    """Two views of one picture shall be alike, all other pictures and all damaged ones not.

    The loss is NT-Xent (Chen et al. 2020, arXiv:2002.05709, equation 1) on the features themselves, without a head
    behind them. Views differ by a shift, a mirror image and a little light and colour, never in how sharp they are.
    Damaged pictures are negatives too (Sinha et al. 2021, arXiv:2102.05113): what generators do wrong, that is blurs,
    noise, two pictures in one. Why so: docs/adr/0035.

    Args:
        encoder: pixels 0 … 1 `[n, height, width, 3]` → features `[n, d]`.
    """

    def __init__(self, encoder: keras.Model) -> None:
        super().__init__()
        self.encoder = encoder
        self._vary = keras.Sequential(
            [
                layers.RandomTranslation(0.2, 0.2, fill_mode="reflect", interpolation="nearest"),
                layers.RandomFlip("horizontal"),
                layers.RandomBrightness(0.1, _RANGE),
                layers.RandomContrast(0.15, _RANGE),
                layers.RandomSaturation((0.4, 0.6), _RANGE),
            ]
        )
        self._damages = [
            layers.RandomGaussianBlur(1.0, kernel_size=5, sigma=(0.5, 1.0), value_range=_RANGE),
            layers.RandomGaussianBlur(1.0, kernel_size=9, sigma=(1.0, 2.5), value_range=_RANGE),
            layers.GaussianNoise(0.04),
            layers.GaussianNoise(0.15),
            layers.MixUp(alpha=5.0),
            layers.CutMix(factor=(0.2, 0.8)),
        ]

    def train_step(self, images: tf.Tensor) -> dict[str, tf.Tensor]:
        """One step on pictures `[n, height, width, 3]`, n = CONTRAST_BATCH."""
        parts = tf.split(images, len(self._damages))
        damaged = [damage(part, training=True) for damage, part in zip(self._damages, parts, strict=True)]
        views = [self._vary(whole, training=True) for whole in (images, images, tf.concat(damaged, 0))]
        with tf.GradientTape() as tape:
            features = tf.math.l2_normalize(self.encoder(tf.concat(views, 0), training=True), axis=1)
            first, second, others = tf.split(features, 3)
            loss = 0.5 * (_contrast(first, second, others) + _contrast(second, first, others))
        weights = self.encoder.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
        self._loss_tracker.update_state(loss)
        return self.get_metrics_result()


def _contrast(views: tf.Tensor, partners: tf.Tensor, others: tf.Tensor) -> tf.Tensor:
    """−log of the share that its partner has of all that a view `[n, d]`, of length one, resembles; the mean."""
    count = tf.shape(views)[0]
    with_itself = tf.eye(count) * 1e9
    likeness = [
        tf.matmul(views, partners, transpose_b=True),
        tf.matmul(views, views, transpose_b=True) - with_itself,
        tf.matmul(views, others, transpose_b=True),
    ]
    logits = tf.concat(likeness, axis=1) / _TEMPERATURE
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(tf.range(count), logits))
