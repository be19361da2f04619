"""What a discriminator thinks of pictures, and where it pulls them, for those who watch a run."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from ganlib.objectives.adversarial import AdversarialLoss
from ganlib.train.trainee import Belief, Labels, Pull


def belief_by(loss: AdversarialLoss, logits: Callable[[np.ndarray, Labels], tf.Tensor]) -> Belief:
    """What the logits say of real and fake pictures, in a game with this loss."""

    def belief(
        real_images: np.ndarray, fake_images: np.ndarray, real_labels: Labels, fake_labels: Labels
    ) -> tuple[np.ndarray, np.ndarray]:
        real_belief, fake_belief = loss.belief(logits(real_images, real_labels), logits(fake_images, fake_labels))
        return np.asarray(real_belief), np.asarray(fake_belief)

    return belief


def pull_by(loss: AdversarialLoss, logits: Callable[[tf.Tensor], tf.Tensor]) -> Pull:
    """Where the generator's loss pulls each fake picture: −∂L_G/∂x, as if L_G were of that picture alone."""

    @tf.function(reduce_retracing=True)
    def slopes(real_images: tf.Tensor, fake_images: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(fake_images)
            g_loss = loss.generator(logits(real_images), logits(fake_images))
        return tape.gradient(g_loss, fake_images)

    def pull(real_images: np.ndarray, fake_images: np.ndarray) -> np.ndarray:
        gradient = slopes(tf.constant(real_images), tf.constant(fake_images))
        return -len(fake_images) * np.asarray(gradient)  # the loss is a mean over them

    return pull
