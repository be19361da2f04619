"""How sure a discriminator is that each picture is real, 0 … 1: what its logits mean depends on its loss.

Every function takes `real_logits [batch, 1]` and `fake_logits [another batch, 1]` and returns both beliefs, in the
same shapes. One half is "undecided" in all of them.
"""

from collections.abc import Callable

import tensorflow as tf

Belief = Callable[[tf.Tensor, tf.Tensor], tuple[tf.Tensor, tf.Tensor]]


def absolute_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """σ(D(x)) and σ(D(G(z))): the probabilities that the cross entropy is about."""
    return tf.sigmoid(real_logits), tf.sigmoid(fake_logits)


def relative_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """σ(D(x) − E D(G(z))) and σ(D(G(z)) − E D(x)): relativistic logits mean nothing on their own."""
    real_belief = tf.sigmoid(real_logits - tf.reduce_mean(fake_logits))
    fake_belief = tf.sigmoid(fake_logits - tf.reduce_mean(real_logits))
    return real_belief, fake_belief


def label_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """D itself, cut to [0, 1]: with labels 0 and 1 the best least-squares D is p_data / (p_data + p_g).

    Mao et al. 2017, arXiv:1611.04076, equation 5.
    """
    return tf.clip_by_value(real_logits, 0.0, 1.0), tf.clip_by_value(fake_logits, 0.0, 1.0)


def margin_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Where D stands between the margins −1 (fake) and 1 (real) of the hinge: no probability, and none exists.

    The best D of the hinge loss says only which is likelier, sign(p_data − p_g).
    """
    return label_belief(0.5 * (real_logits + 1.0), 0.5 * (fake_logits + 1.0))


def overfitting_sign(real_belief: tf.Tensor) -> tf.Tensor:
    """r_t = E sign D(x), where "undecided" stands for the zero of D, which only some losses have: 0 … 1, as a rule.

    Karras et al. 2020 (ADA), arXiv:2006.06676, equation 1. At 0 the discriminator guesses whether real pictures are
    real, at 1 it knows it of each, as it would of pictures learned by heart.

    Args:
        real_belief: `[batch, 1]`.
    """
    return tf.reduce_mean(tf.sign(real_belief - 0.5))


def rank_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The share of the other kind that D puts below this picture (ties: half).

    For a D whose output has neither zero nor unit. The mean over real pictures is the area under D's ROC curve.
    """
    is_above = tf.cast(real_logits > tf.transpose(fake_logits), tf.float32)  # [real, fake]
    is_level = tf.cast(real_logits == tf.transpose(fake_logits), tf.float32)
    wins = is_above + 0.5 * is_level
    return tf.reduce_mean(wins, axis=1, keepdims=True), tf.reduce_mean(1.0 - wins, axis=0)[:, tf.newaxis]
