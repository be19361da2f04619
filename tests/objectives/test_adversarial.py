"""Adversarial losses: known numbers, directions, gradients."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.gan import GAN_LOSSES
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES

REAL = tf.constant([[2.0], [0.5], [-1.0]])
FAKE = tf.constant([[-1.0], [0.25], [3.0]])


def softplus(x: float) -> float:
    return float(np.log1p(np.exp(x)))


def test_every_loss_of_the_config_exists() -> None:
    assert set(ADVERSARIAL_LOSSES) == set(GAN_LOSSES)


def test_non_saturating_losses_match_numbers_worked_out_by_hand() -> None:
    loss = ADVERSARIAL_LOSSES["non_saturating"]
    expected_d = np.mean([softplus(-r) for r in (2.0, 0.5, -1.0)]) + np.mean([softplus(f) for f in (-1.0, 0.25, 3.0)])
    expected_g = np.mean([softplus(-f) for f in (-1.0, 0.25, 3.0)])
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx(expected_d, rel=1e-6)
    assert float(loss.generator(REAL, FAKE)) == pytest.approx(expected_g, rel=1e-6)


def test_relativistic_losses_pair_pictures_by_their_place_in_the_batch() -> None:
    loss = ADVERSARIAL_LOSSES["relativistic"]
    margins = (3.0, 0.25, -4.0)  # real − fake
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx(np.mean([softplus(-m) for m in margins]), rel=1e-6)
    assert float(loss.generator(REAL, FAKE)) == pytest.approx(np.mean([softplus(m) for m in margins]), rel=1e-6)


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_an_undecided_discriminator_believes_one_half(key: str) -> None:
    undecided = tf.zeros([4, 1])
    loss = ADVERSARIAL_LOSSES[key]
    assert float(loss.generator(undecided, undecided)) == pytest.approx(np.log(2.0))
    for belief in loss.belief(undecided, undecided):
        assert belief.numpy() == pytest.approx(0.5)


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_each_player_pushes_its_way(key: str) -> None:
    loss = ADVERSARIAL_LOSSES[key]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([REAL, FAKE])
        d_loss, g_loss = loss.discriminator(REAL, FAKE), loss.generator(REAL, FAKE)
    assert (tape.gradient(d_loss, REAL).numpy() < 0).all(), "going downhill, D raises the logits of real pictures"
    assert (tape.gradient(d_loss, FAKE).numpy() > 0).all(), "and lowers those of fakes"
    assert (tape.gradient(g_loss, FAKE).numpy() < 0).all(), "G raises the logits of its fakes"


@pytest.mark.parametrize("key", GAN_LOSSES)
@pytest.mark.parametrize("player", ["generator", "discriminator"])
def test_gradients_agree_with_finite_differences(key: str, player: str) -> None:
    loss = getattr(ADVERSARIAL_LOSSES[key], player)
    real, fake = tf.cast(REAL, tf.float64), tf.cast(FAKE, tf.float64)
    analytic, numeric = tf.test.compute_gradient(lambda logits: loss(real, logits), [fake])
    np.testing.assert_allclose(analytic[0], numeric[0], atol=1e-6)


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_huge_logits_stay_finite(key: str) -> None:
    loss, huge = ADVERSARIAL_LOSSES[key], tf.constant([[1e4]])
    for value in (loss.generator(huge, -huge), loss.discriminator(-huge, huge)):
        assert np.isfinite(float(value))
