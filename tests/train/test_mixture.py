"""Expectation maximisation on points whose mixture is known."""

import numpy as np
import pytest

from ganlib.train.mixture import MOST_COMPONENTS, fit_each_class, fit_mixture


def test_one_component_is_the_mean_and_covariance() -> None:
    points = np.random.default_rng(0).standard_normal((500, 3)) @ [[2.0, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 0.0, 9.0]]
    mixture = fit_mixture(points, seed=0, most_components=1)
    assert mixture.weights.tolist() == [1.0]
    np.testing.assert_allclose(mixture.means[0], points.mean(axis=0))
    covariance = mixture.factors[0] @ mixture.factors[0].T
    np.testing.assert_allclose(covariance, np.cov(points.T, bias=True), rtol=1e-4, atol=1e-4)


def test_a_mixture_is_found_again() -> None:
    chance = np.random.default_rng(0)
    means, deviations, sizes = np.array([[-4.0, 0.0], [4.0, 0.0], [0.0, 7.0]]), (0.5, 1.0, 2.0), (1_000, 2_000, 3_000)
    points = np.concatenate(
        [mean + dev * chance.standard_normal((n, 2)) for mean, dev, n in zip(means, deviations, sizes, strict=True)]
    )
    mixture = fit_mixture(points, seed=1, most_components=3)
    order = np.argsort(mixture.weights)
    np.testing.assert_allclose(mixture.weights[order], [1 / 6, 2 / 6, 3 / 6], atol=0.01)
    np.testing.assert_allclose(mixture.means[order], means, atol=0.15)
    for place, deviation in zip(order, deviations, strict=True):
        covariance = mixture.factors[place] @ mixture.factors[place].T
        np.testing.assert_allclose(covariance, deviation**2 * np.eye(2), atol=0.12 * deviation**2)


def test_the_unit_of_a_dimension_does_not_matter() -> None:
    """A regularised autoencoder may shrink its codes to next to nothing."""
    points = np.random.default_rng(0).standard_normal((2_000, 2)) ** 3
    one, other = fit_mixture(points, seed=0), fit_mixture(points * [1e-4, 1e4], seed=0)
    np.testing.assert_allclose(one.means * [1e-4, 1e4], other.means, rtol=1e-6)


def test_there_are_no_more_components_than_the_points_can_tell_apart() -> None:
    points = np.random.default_rng(0).standard_normal((4_000, 10))
    assert len(fit_mixture(points, seed=0).weights) == MOST_COMPONENTS
    assert len(fit_mixture(points[:400], seed=0).weights) == 2
    assert len(fit_mixture(points[:2], seed=0).weights) == 1


@pytest.mark.parametrize("points", [np.ones((400, 2)), np.repeat([[0.0, 1.0], [0.0, 2.0]], 200, axis=0)])
def test_points_that_do_not_vary_have_a_mixture_too(points: np.ndarray) -> None:
    mixture = fit_mixture(points, seed=0)
    latents = mixture.latents(np.zeros((1, 2), np.float32), np.zeros(1))
    assert latents[0, 0] == pytest.approx(points[0, 0])


def test_points_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        fit_mixture(np.array([[1.0], [np.nan]]), seed=0)


def test_each_class_has_its_own_mixture_or_where_points_are_few_a_covariance_between_its_own_and_that_of_all() -> None:
    chance = np.random.default_rng(0)
    sizes, centres, deviations = (2_000, 2_000, 20, 0), ([0.0, 0.0], [50.0, 0.0], [0.0, 90.0]), (1.0, 2.0, 5.0)
    groups = [
        centre + deviation * chance.standard_normal((size, 2))
        for size, centre, deviation in zip(sizes, centres, deviations, strict=False)
    ]
    points = np.concatenate(groups)
    labels = np.eye(4, dtype=np.float32)[np.repeat(np.arange(4), sizes)]
    found = fit_each_class(points, labels, seed=0, most_components=1).mixtures
    means = [group.mean(axis=0) for group in (*groups, points)]
    own = [np.cov(group.T, bias=True) for group in groups]
    shared = sum(size * each for size, each in zip(sizes, own, strict=False)) / len(points)
    covariances = [*own[:2], (20 * own[2] + 2 * shared) / 22, shared]
    for mixture, mean, covariance in zip(found, means, covariances, strict=True):
        np.testing.assert_allclose(mixture.means, [mean])
        np.testing.assert_allclose(mixture.factors[0] @ mixture.factors[0].T, covariance, atol=0.01)
    assert len(fit_each_class(points, labels, seed=0, most_components=3).mixtures[0].weights) == 3


def test_points_of_a_class_that_do_not_vary_have_a_mixture_too() -> None:
    labels = np.eye(2, dtype=np.float32)[[0, 0, 1]]
    found = fit_each_class(np.full((3, 4), 7.0), labels, seed=0)
    assert found.latents(np.zeros((2, 4), np.float32), np.zeros(2), labels[1:]) == pytest.approx(7.0)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_points_of_classes_that_are_no_numbers_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        fit_each_class(np.array([[1.0], [wrong]]), np.eye(2, dtype=np.float32), seed=0)
