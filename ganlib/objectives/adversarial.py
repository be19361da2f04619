"""Adversarial losses in generator/discriminator pairs. Each takes logits, never probabilities."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import tensorflow as tf

from ganlib.objectives.belief import Belief, absolute_belief, label_belief, margin_belief, rank_belief, relative_belief

LogitsLoss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


@dataclass(frozen=True, kw_only=True)
class AdversarialLoss:
    """One game: what each player minimises, and how sure the discriminator is.

    Every function takes `real_logits` and `fake_logits`, both `[batch, 1]`.

    Attributes:
        generator, discriminator: return a scalar.
        belief: what the logits say about each picture, between 0 (fake) and 1 (real).
        distance: an estimate of how far fake pictures are from real ones, where the discriminator is trained to be one.
    """

    generator: LogitsLoss
    discriminator: LogitsLoss
    belief: Belief
    distance: LogitsLoss | None = None


def non_saturating_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = −E log σ(D(G(z))) = E softplus(−D(G(z))). Goodfellow et al. 2014, arXiv:1406.2661, section 3."""
    del real_logits  # this generator looks at its own pictures only
    return tf.reduce_mean(tf.nn.softplus(-fake_logits))


def non_saturating_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = −E log σ(D(x)) − E log(1 − σ(D(G(z)))). Goodfellow et al. 2014, equation 1, as a loss."""
    return tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(tf.nn.softplus(fake_logits))


def minimax_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = E log(1 − σ(D(G(z)))) = −E softplus(D(G(z))). Goodfellow et al. 2014, arXiv:1406.2661, equation 1.

    It saturates: where D is sure that a picture is fake, the slope σ(D(G(z))) is next to nothing.
    """
    del real_logits  # this generator looks at its own pictures only
    return -tf.reduce_mean(tf.nn.softplus(fake_logits))


def relativistic_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = E softplus(−(D(G(z)) − D(x))), pairs by position in the batch.

    Jolicoeur-Martineau 2018, arXiv:1807.00734; R3GAN: Huang et al. 2024, arXiv:2501.05441, equation 2.
    """
    return tf.reduce_mean(tf.nn.softplus(real_logits - fake_logits))


def relativistic_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = E softplus(−(D(x) − D(G(z)))), pairs by position in the batch. Source: as for the generator."""
    return tf.reduce_mean(tf.nn.softplus(fake_logits - real_logits))


def least_squares_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = ½ E (D(G(z)) − 1)². Mao et al. 2017 (LSGAN), arXiv:1611.04076, equation 9: labels a = 0, b = c = 1."""
    del real_logits
    return 0.5 * tf.reduce_mean(tf.square(fake_logits - 1.0))


def least_squares_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = ½ E (D(x) − 1)² + ½ E D(G(z))². Source: as for the generator."""
    return 0.5 * (tf.reduce_mean(tf.square(real_logits - 1.0)) + tf.reduce_mean(tf.square(fake_logits)))


def hinge_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))).

    Lim & Ye 2017 (Geometric GAN), arXiv:1705.02894; Miyato et al. 2018 (SNGAN), arXiv:1802.05957, equation 16.
    """
    return tf.reduce_mean(tf.nn.relu(1.0 - real_logits)) + tf.reduce_mean(tf.nn.relu(1.0 + fake_logits))


def wasserstein_generator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_G = −E D(G(z)), also of the hinge. Arjovsky, Chintala & Bottou 2017 (WGAN), arXiv:1701.07875, equation 3."""
    del real_logits
    return -tf.reduce_mean(fake_logits)


def wasserstein_discriminator_loss(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """L_D = E D(G(z)) − E D(x). Source: as for the generator.

    Bounded only while something else keeps D from growing steep: a penalty, clipped weights or spectral normalisation.
    """
    return tf.reduce_mean(fake_logits) - tf.reduce_mean(real_logits)


def wasserstein_distance(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
    """E D(x) − E D(G(z)): K times the earth mover's distance, or less, for a D with slope at most K (unknown)."""
    return tf.reduce_mean(real_logits) - tf.reduce_mean(fake_logits)


def with_smooth_labels(loss: AdversarialLoss, smoothing: float) -> AdversarialLoss:
    """The game with the label 1 − s instead of 1 on real pictures; fake ones keep 0 (one-sided).

    −(1 − s) log σ(D(x)) − s log(1 − σ(D(x))) = softplus(−D(x)) + s·D(x): so L_D grows by s·E D(x).
    Salimans et al. 2016, arXiv:1606.03498, section 3.4. Only for losses that are cross entropies with labels.
    """

    def discriminator(real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tf.Tensor:
        return loss.discriminator(real_logits, fake_logits) + smoothing * tf.reduce_mean(real_logits)

    return dataclasses.replace(loss, discriminator=discriminator)


ADVERSARIAL_LOSSES: dict[str, AdversarialLoss] = {
    "non_saturating": AdversarialLoss(
        generator=non_saturating_generator_loss,
        discriminator=non_saturating_discriminator_loss,
        belief=absolute_belief,
    ),
    "minimax": AdversarialLoss(
        generator=minimax_generator_loss,
        discriminator=non_saturating_discriminator_loss,
        belief=absolute_belief,
    ),
    "relativistic": AdversarialLoss(
        generator=relativistic_generator_loss,
        discriminator=relativistic_discriminator_loss,
        belief=relative_belief,
    ),
    "least_squares": AdversarialLoss(
        generator=least_squares_generator_loss,
        discriminator=least_squares_discriminator_loss,
        belief=label_belief,
    ),
    "hinge": AdversarialLoss(
        generator=wasserstein_generator_loss,
        discriminator=hinge_discriminator_loss,
        belief=margin_belief,
    ),
    "wasserstein": AdversarialLoss(
        generator=wasserstein_generator_loss,
        discriminator=wasserstein_discriminator_loss,
        belief=rank_belief,
        distance=wasserstein_distance,
    ),
}
