"""Bounds of the likelihood, on models whose likelihood is known."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from ganlib.metrics.likelihood import Bounds, Posterior, active_units, binarised, likelihood_bounds

PIXELS = np.array([[0, 1], [1, 1], [0, 0]] * 100, np.float32).reshape(300, 1, 2, 1)


def measure(
    decode: Callable[[np.ndarray, np.ndarray | None], np.ndarray],
    mean: float,
    deviation: float,
    draws: int,
    images: np.ndarray = PIXELS,
) -> Bounds:
    return likelihood_bounds(images, always(mean, deviation), decode, 1, draws, seed=0)


def always(mean: float, deviation: float) -> Posterior:
    """q(z | x) of one number, the same for every picture."""

    def posterior(images: np.ndarray, labels: np.ndarray | None, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        shape = len(images), 1, 1
        return np.full(shape, mean, np.float32), np.full(shape, deviation, np.float32)

    return posterior


def two_levels(images: np.ndarray, labels: np.ndarray | None, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """q(z₂) = N(0.3, 0.8²), q(z₁ | z₂) = N(0.5·z₂, 0.9²); z₁ comes first."""
    lower = 0.5 * (0.3 + 0.8 * noise[..., 1:])
    means = np.concatenate([lower, np.full_like(lower, 0.3)], axis=2)
    deviations = np.broadcast_to(np.array([0.9, 0.8], np.float32), means.shape)
    return means, deviations


def ignores_the_code(latents: np.ndarray, labels: np.ndarray | None) -> np.ndarray:
    return np.full((len(latents), 1, 2, 1), 0.8, np.float32)


def one_pixel(latents: np.ndarray, labels: np.ndarray | None) -> np.ndarray:
    """σ(3z): by symmetry p(x = 1) = ½ under z ~ N(0, 1), whatever the slope."""
    return (1.0 / (1.0 + np.exp(-3.0 * latents))).reshape(-1, 1, 1, 1)


def test_without_a_code_the_bounds_are_the_likelihood() -> None:
    expected = (3 * math.log(0.8) + 3 * math.log(0.2)) / 3  # three white and three black pixels in three pictures
    found = measure(ignores_the_code, mean=0.0, deviation=1.0, draws=5)
    assert found.kl == pytest.approx(0.0, abs=1e-6)
    assert found.elbo == pytest.approx(expected, abs=1e-5)
    assert found.iwae == pytest.approx(expected, abs=1e-5)


def test_a_posterior_that_is_needlessly_sure_costs_its_kl_term_and_weights_win_most_of_it_back() -> None:
    found = measure(ignores_the_code, mean=1.0, deviation=0.8, draws=2_000)
    expected = 0.5 * (1.0 + 0.64 - 1.0 - math.log(0.64))
    assert found.kl == pytest.approx(expected, rel=1e-5)
    assert found.elbo == pytest.approx(-found.reconstruction - expected, rel=1e-5)
    exact = (3 * math.log(0.8) + 3 * math.log(0.2)) / 3
    assert found.elbo < found.iwae == pytest.approx(exact, abs=0.02)


def test_the_bound_tightens_with_the_number_of_draws_up_to_the_known_likelihood() -> None:
    white = np.ones((2_000, 1, 1, 1), np.float32)
    bounds = [measure(one_pixel, mean=0.6, deviation=0.9, draws=draws, images=white) for draws in (2, 10, 500)]
    exact = -math.log(2.0)
    assert bounds[0].elbo < bounds[0].iwae < bounds[1].iwae < exact + 0.01
    assert bounds[2].iwae == pytest.approx(exact, abs=0.01)


def test_a_lower_level_is_charged_for_what_it_says_beyond_the_upper_levels_draw() -> None:
    """Without a code that matters log p(x) is known, and the KL terms are −½ Σ (1 + log σ² − E μ² − σ²)."""
    found = likelihood_bounds(PIXELS, two_levels, ignores_the_code, 2, draws=2_000, seed=0)
    upper = 0.5 * (0.3**2 + 0.8**2 - 1.0 - math.log(0.8**2))
    lower = 0.5 * (0.5**2 * (0.3**2 + 0.8**2) + 0.9**2 - 1.0 - math.log(0.9**2))
    exact = (3 * math.log(0.8) + 3 * math.log(0.2)) / 3
    assert found.kl == pytest.approx(upper + lower, abs=0.005)
    assert found.elbo == pytest.approx(exact - upper - lower, abs=0.005)
    assert found.elbo < found.iwae == pytest.approx(exact, abs=0.03)


def test_the_bound_of_two_levels_rises_to_the_known_likelihood() -> None:
    """p(x = 1) = σ(2·z₁ + z₂): ½ by symmetry under N(0, I)."""

    def both(latents: np.ndarray, labels: np.ndarray | None) -> np.ndarray:
        return (1.0 / (1.0 + np.exp(-2.0 * latents[:, :1] - latents[:, 1:]))).reshape(-1, 1, 1, 1)

    white = np.ones((1_000, 1, 1, 1), np.float32)
    bounds = [likelihood_bounds(white, two_levels, both, 2, draws, seed=0) for draws in (2, 10, 1_000)]
    assert bounds[0].elbo < bounds[0].iwae < bounds[1].iwae < bounds[2].iwae < -math.log(2.0) + 0.01
    assert bounds[2].iwae == pytest.approx(-math.log(2.0), abs=0.03)


def test_given_the_class_it_is_the_likelihood_given_the_class() -> None:
    chances = np.array([0.9, 0.2, 0.5], np.float32)  # of white, in each class
    labels = np.eye(3, dtype=np.float32)[np.arange(301) % 3]
    images = (np.arange(301) % 2).astype(np.float32).reshape(301, 1, 1, 1)

    def knows_the_class(latents: np.ndarray, labels: np.ndarray | None) -> np.ndarray:
        assert labels is not None
        return (labels @ chances).reshape(-1, 1, 1, 1)

    found = likelihood_bounds(images, always(0.0, 1.0), knows_the_class, 1, draws=7, seed=0, labels=labels)
    white = labels @ chances
    expected = np.log(np.where(images.reshape(-1) > 0.5, white, 1.0 - white)).mean()
    assert found.elbo == pytest.approx(expected, abs=1e-5)
    assert found.iwae == pytest.approx(expected, abs=1e-5)


def test_certainty_about_the_wrong_value_is_finite() -> None:
    found = measure(lambda latents, labels: np.zeros((len(latents), 1, 2, 1), np.float32), 0.0, 1.0, draws=3)
    assert math.isfinite(found.iwae)


def test_the_number_of_pictures_decoded_at_once_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measure(one_pixel, 0.5, 0.7, draws=4, images=np.ones((30, 1, 1, 1), np.float32))
    monkeypatch.setattr("ganlib.metrics.likelihood._ROWS", 8)
    assert measure(one_pixel, 0.5, 0.7, draws=4, images=np.ones((30, 1, 1, 1), np.float32)) == whole


def test_grey_is_white_as_often_as_it_is_bright_and_always_alike() -> None:
    grey = np.full((100, 10, 10, 1), 0.25, np.float32)
    found = binarised(grey, seed=0)
    assert set(np.unique(found)) == {0.0, 1.0}
    assert found.mean() == pytest.approx(0.25, abs=0.02)
    np.testing.assert_array_equal(found, binarised(grey, seed=0))
    np.testing.assert_array_equal(binarised(found, seed=1), found)


def test_a_unit_is_active_when_its_mean_depends_on_the_picture() -> None:
    chance = np.random.default_rng(0)
    means = chance.standard_normal((1_000, 4)) * [1.0, 0.2, 0.05, 0.0]
    assert active_units(means) == 2
