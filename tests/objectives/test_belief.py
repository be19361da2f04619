"""What logits say about each picture, on cases with a known answer."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.gan import GAN_LOSSES
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.belief import (
    absolute_belief,
    label_belief,
    margin_belief,
    overfitting_sign,
    rank_belief,
    relative_belief,
)

REAL, FAKE = tf.constant([[2.0], [0.5], [-3.0]]), tf.constant([[0.5], [-1.0]])


@pytest.mark.parametrize(
    ("belief", "real", "fake"),
    [
        (absolute_belief, [0.8808, 0.6225, 0.0474], [0.6225, 0.2689]),
        (relative_belief, [0.9047, 0.6792, 0.0601], [0.6608, 0.3029]),  # means: fake −0.25, real −0.1667
        (label_belief, [1.0, 0.5, 0.0], [0.5, 0.0]),
        (margin_belief, [1.0, 0.75, 0.0], [0.75, 0.0]),
        (rank_belief, [1.0, 0.75, 0.0], [0.5, 1 / 3]),  # 0.5 against 0.5 is half a win
    ],
)
def test_beliefs_match_numbers_worked_out_by_hand(belief, real: list[float], fake: list[float]) -> None:
    real_belief, fake_belief = belief(REAL, FAKE)
    np.testing.assert_allclose(real_belief.numpy()[:, 0], real, atol=2e-4)
    np.testing.assert_allclose(fake_belief.numpy()[:, 0], fake, atol=2e-4)


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_every_belief_is_one_number_between_zero_and_one_for_each_picture(key: str) -> None:
    for real, fake in ((REAL, FAKE), (tf.fill([2, 1], 1e4), tf.fill([5, 1], -1e4))):
        real_belief, fake_belief = ADVERSARIAL_LOSSES[key].belief(real, fake)
        assert (real_belief.shape, fake_belief.shape) == (real.shape, fake.shape)
        for belief in (real_belief, fake_belief):
            assert float(tf.reduce_min(belief)) >= 0.0
            assert float(tf.reduce_max(belief)) <= 1.0


def test_a_critics_belief_does_not_depend_on_its_unit_nor_on_its_zero() -> None:
    for own, other in zip(rank_belief(REAL, FAKE), rank_belief(100.0 * REAL - 7.0, 100.0 * FAKE - 7.0), strict=True):
        np.testing.assert_array_equal(own, other)


UNDECIDED = {"least_squares": 0.5}  # where D calls neither; two losses have no such place


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_the_sign_says_of_every_loss_how_many_real_pictures_are_known(key: str) -> None:
    middle, belief = UNDECIDED.get(key, 0.0), ADVERSARIAL_LOSSES[key].belief
    fake = tf.constant([[-0.1], [0.1]]) + middle
    for real, expected in (([1.0, 0.2, 3.0, 0.3], 1.0), ([1.0, 0.2, 3.0, -2.0], 0.5), ([-1.0, 0.2, 2.0, -0.2], 0.0)):
        real_belief, _ = belief(tf.constant(real)[:, tf.newaxis] + middle, fake)
        assert float(overfitting_sign(real_belief)) == expected
    real_belief, _ = belief(fake, fake)
    assert float(overfitting_sign(real_belief)) == 0.0, "it only guesses"
