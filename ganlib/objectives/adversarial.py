"""Adversarial losses in generator/discriminator pairs. Each takes logits, never probabilities."""

from collections.abc import Callable
from dataclasses import dataclass

import tensorflow as tf

LogitsLoss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


@dataclass(frozen=True, kw_only=True)
class AdversarialLoss:
    """One game: what each player minimises, and how sure the discriminator is.

    Every function takes `real_logits` and `fake_logits`, both `[batch, 1]`.

    Attributes:
        generator, discriminator: return a scalar.
        belief: returns the probability "this is real" for each real and for each fake picture.
    """

    generator: LogitsLoss
    discriminator: LogitsLoss
    belief: Callable[[tf.Tensor, tf.Tensor], tuple[tf.Tensor, tf.Tensor]]


def non_saturating_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = −E log σ(D(G(z))) = E softplus(−D(G(z))). Goodfellow et al. 2014, arXiv:1406.2661, section 3."""
    del real_logits  # this generator looks at its own pictures only
    return tf.reduce_mean(tf.nn.softplus(-fake_logits))


def non_saturating_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = −E log σ(D(x)) − E log(1 − σ(D(G(z)))). Goodfellow et al. 2014, equation 1, as a loss."""
    return tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(tf.nn.softplus(fake_logits))


def absolute_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """σ(D(x)) and σ(D(G(z)))."""
    return tf.sigmoid(real_logits), tf.sigmoid(fake_logits)


def relativistic_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = E softplus(−(D(G(z)) − D(x))), pairs by position in the batch.

    Jolicoeur-Martineau 2018, arXiv:1807.00734; R3GAN: Huang et al. 2024, arXiv:2501.05441, equation 2.
    """
    return tf.reduce_mean(tf.nn.softplus(real_logits - fake_logits))


def relativistic_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = E softplus(−(D(x) − D(G(z)))), pairs by position in the batch. Source: as for the generator."""
    return tf.reduce_mean(tf.nn.softplus(fake_logits - real_logits))


def relative_belief(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """σ(D(x) − E D(G(z))) and σ(D(G(z)) − E D(x)): relativistic logits mean nothing on their own."""
    real_belief = tf.sigmoid(real_logits - tf.reduce_mean(fake_logits))
    fake_belief = tf.sigmoid(fake_logits - tf.reduce_mean(real_logits))
    return real_belief, fake_belief


ADVERSARIAL_LOSSES: dict[str, AdversarialLoss] = {
    "non_saturating": AdversarialLoss(
        generator=non_saturating_generator_loss,
        discriminator=non_saturating_discriminator_loss,
        belief=absolute_belief,
    ),
    "relativistic": AdversarialLoss(
        generator=relativistic_generator_loss,
        discriminator=relativistic_discriminator_loss,
        belief=relative_belief,
    ),
}
