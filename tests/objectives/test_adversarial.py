"""Adversarial losses: known numbers, directions, gradients."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.gan import GAN_LOSSES
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES, with_smooth_labels

REAL = tf.constant([[2.0], [0.5], [-1.0]])
FAKE = tf.constant([[-1.0], [0.25], [3.0]])
OPEN_REAL, OPEN_FAKE = tf.constant([[0.2], [0.5], [0.8]]), tf.constant([[0.1], [0.6], [0.9]])  # no loss is content
UNDECIDED = {"least_squares": 0.5}  # the logit halfway between real and fake; 0 with all others


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


def test_minimax_is_one_game_in_which_the_generator_loses_what_the_discriminator_wins() -> None:
    loss = ADVERSARIAL_LOSSES["minimax"]
    expected_g = np.mean([np.log(1.0 - 1.0 / (1.0 + np.exp(-f))) for f in (-1.0, 0.25, 3.0)])
    assert float(loss.generator(REAL, FAKE)) == pytest.approx(expected_g, rel=1e-5)
    real_part = np.mean([softplus(-r) for r in (2.0, 0.5, -1.0)])
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx(real_part - expected_g, rel=1e-5)


def test_least_squares_losses_match_numbers_worked_out_by_hand() -> None:
    loss = ADVERSARIAL_LOSSES["least_squares"]
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx((1.0 + 0.25 + 4.0) / 6 + (1.0 + 0.0625 + 9.0) / 6)
    assert float(loss.generator(REAL, FAKE)) == pytest.approx((4.0 + 0.5625 + 4.0) / 6)


def test_hinge_losses_match_numbers_worked_out_by_hand() -> None:
    loss = ADVERSARIAL_LOSSES["hinge"]
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx((0.0 + 0.5 + 2.0) / 3 + (0.0 + 1.25 + 4.0) / 3)
    assert float(loss.generator(REAL, FAKE)) == pytest.approx(-2.25 / 3)


def test_wasserstein_losses_match_numbers_worked_out_by_hand() -> None:
    loss = ADVERSARIAL_LOSSES["wasserstein"]
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx(0.75 - 0.5)
    assert float(loss.generator(REAL, FAKE)) == pytest.approx(-0.75)
    assert loss.distance is not None
    assert float(loss.distance(REAL, FAKE)) == pytest.approx(0.5 - 0.75)


def test_smooth_labels_are_the_cross_entropy_with_a_label_below_one() -> None:
    loss = with_smooth_labels(ADVERSARIAL_LOSSES["non_saturating"], 0.1)
    on_real = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.fill([3, 1], 0.9), logits=REAL)
    on_fake = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.zeros([3, 1]), logits=FAKE)
    expected = tf.reduce_mean(on_real) + tf.reduce_mean(on_fake)
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx(float(expected), rel=1e-6)
    assert loss.generator is ADVERSARIAL_LOSSES["non_saturating"].generator


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_an_undecided_discriminator_believes_one_half(key: str) -> None:
    undecided = tf.fill([4, 1], UNDECIDED.get(key, 0.0))
    for belief in ADVERSARIAL_LOSSES[key].belief(undecided, undecided):
        assert belief.numpy() == pytest.approx(0.5)


@pytest.mark.parametrize("key", ["non_saturating", "relativistic"])
def test_an_undecided_discriminator_costs_the_generator_one_bit(key: str) -> None:
    undecided = tf.zeros([4, 1])
    assert float(ADVERSARIAL_LOSSES[key].generator(undecided, undecided)) == pytest.approx(np.log(2.0))


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_each_player_pushes_its_way(key: str) -> None:
    loss = ADVERSARIAL_LOSSES[key]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([OPEN_REAL, OPEN_FAKE])
        d_loss, g_loss = loss.discriminator(OPEN_REAL, OPEN_FAKE), loss.generator(OPEN_REAL, OPEN_FAKE)
    assert (tape.gradient(d_loss, OPEN_REAL).numpy() < 0).all(), "going downhill, D raises the logits of real pictures"
    assert (tape.gradient(d_loss, OPEN_FAKE).numpy() > 0).all(), "and lowers those of fakes"
    assert (tape.gradient(g_loss, OPEN_FAKE).numpy() < 0).all(), "G raises the logits of its fakes"


def test_a_sure_discriminator_leaves_the_minimax_generator_no_hint_and_the_others_one() -> None:
    sure = tf.constant([[-20.0]])
    for key in GAN_LOSSES:
        with tf.GradientTape() as tape:
            tape.watch(sure)
            g_loss = ADVERSARIAL_LOSSES[key].generator(-sure, sure)
        push = abs(tape.gradient(g_loss, sure).numpy().item())
        assert push < 1e-8 if key == "minimax" else push > 0.9, key


def test_the_hinge_leaves_pictures_beyond_the_margins_alone() -> None:
    far_real, far_fake = tf.constant([[1.5]]), tf.constant([[-1.5]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([far_real, far_fake])
        d_loss = ADVERSARIAL_LOSSES["hinge"].discriminator(far_real, far_fake)
    assert tape.gradient(d_loss, far_real).numpy().item() == 0.0
    assert tape.gradient(d_loss, far_fake).numpy().item() == 0.0


@pytest.mark.parametrize("key", GAN_LOSSES)
@pytest.mark.parametrize("player", ["generator", "discriminator"])
def test_gradients_agree_with_finite_differences(key: str, player: str) -> None:
    loss = getattr(ADVERSARIAL_LOSSES[key], player)
    real, fake = tf.cast(REAL, tf.float64), tf.cast(FAKE, tf.float64) + 0.1  # beside the kinks of the hinge
    for function, logits in ((lambda logits: loss(real, logits), fake), (lambda logits: loss(logits, fake), real)):
        analytic, numeric = tf.test.compute_gradient(function, [logits])
        np.testing.assert_allclose(analytic[0], numeric[0], atol=1e-6)


@pytest.mark.parametrize("key", GAN_LOSSES)
def test_huge_logits_stay_finite(key: str) -> None:
    loss, huge = ADVERSARIAL_LOSSES[key], tf.constant([[1e4]])
    for value in (loss.generator(huge, -huge), loss.discriminator(-huge, huge)):
        assert np.isfinite(float(value))
