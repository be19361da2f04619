"""What a discriminator thinks of pictures, for the histograms of a run."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from ganlib.objectives.adversarial import AdversarialLoss
from ganlib.train.trainee import Belief, Labels


def belief_by(loss: AdversarialLoss, logits: Callable[[np.ndarray, Labels], tf.Tensor]) -> Belief:
    """What the logits say of real and fake pictures, in a game with this loss."""

    def belief(
        real_images: np.ndarray, fake_images: np.ndarray, real_labels: Labels, fake_labels: Labels
    ) -> tuple[np.ndarray, np.ndarray]:
        real_belief, fake_belief = loss.belief(logits(real_images, real_labels), logits(fake_images, fake_labels))
        return np.asarray(real_belief), np.asarray(fake_belief)

    return belief
