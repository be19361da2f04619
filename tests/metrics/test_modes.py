"""Modes against scenes with a known answer, and the ceilings that a perfect sampler has."""

import math

import numpy as np
import pytest

from ganlib.config.dots import DOTS
from ganlib.data.dots import load_dots
from ganlib.metrics.modes import find_modes, histogram_divergence, kl_to_uniform, nearest_modes
from ganlib.metrics.plane_judge import PlaneJudge


def true_points(dataset: str, count: int) -> np.ndarray:
    return load_dots(dataset)[1][0][:count, 0, 0]


@pytest.mark.parametrize("dataset", [key for key, dots in DOTS.items() if dots.is_separated])
def test_points_of_the_source_itself_get_what_a_perfect_sampler_gets(dataset: str) -> None:
    dots = DOTS[dataset]
    found = find_modes(true_points(dataset, 10_000), dots)
    within_three_sigma = {1: math.erf(3.0 / math.sqrt(2.0)), 2: 1.0 - math.exp(-4.5)}
    assert found.missing == ()
    assert found.high_quality == pytest.approx(within_three_sigma[dots.dimensions], abs=0.004)
    assert found.spread == pytest.approx(1.0, abs=0.02)
    assert found.reverse_kl < 0.003


def test_parts_of_a_spiral_are_found_but_its_clouds_have_no_size_of_their_own() -> None:
    (train_points, _), (test_points, _) = load_dots("spiral")
    measured = {one.metric: one for one in PlaneJudge("spiral", train_points, test_points).measure(test_points)}
    assert measured["modes_found"].value == 1.0
    assert measured["high_quality"].value > 0.98
    assert measured["histogram_divergence"].value == pytest.approx(0.0, abs=0.05)
    assert "mode_spread" not in measured


def test_a_collapsed_generator_finds_one_mode() -> None:
    ring = DOTS["ring"]
    points = np.array(ring.centres[3]) + ring.sigma * np.random.default_rng(0).standard_normal((500, 2))
    found = find_modes(points, ring)
    assert found.missing == (0, 1, 2, 4, 5, 6, 7)
    assert found.reverse_kl == pytest.approx(math.log(8))


def test_points_between_the_modes_are_of_no_quality() -> None:
    found = find_modes(np.zeros((100, 2)), DOTS["ring"])
    assert found.high_quality == 0.0
    assert len(found.missing) == 8
    assert math.isnan(found.spread)
    assert found.reverse_kl == pytest.approx(math.log(8))  # not 0, which would be perfect


def test_too_small_clouds_are_told_by_their_spread() -> None:
    grid = DOTS["grid"]
    points = np.repeat(grid.centres, 200, axis=0)
    points = points + 0.5 * grid.sigma * np.random.default_rng(0).standard_normal(points.shape)
    found = find_modes(points, grid)
    assert found.high_quality == 1.0
    assert found.spread == pytest.approx(0.5, abs=0.02)


def test_balance_by_hand() -> None:
    assert kl_to_uniform(np.array([2, 1, 1, 0])) == pytest.approx(0.5 * math.log(2))
    assert kl_to_uniform(np.array([3, 3])) == 0.0


def test_the_nearest_mode_is_the_one_that_a_point_came_from() -> None:
    points, labels = load_dots("grid")[1]
    assert (nearest_modes(points.reshape(-1, 2), DOTS["grid"]) == labels).mean() == 1.0


def test_histograms_of_the_same_points_are_alike_and_of_others_apart() -> None:
    points = true_points("ring", 5_000)
    assert histogram_divergence(points, points, DOTS["ring"]) == 0.0
    assert histogram_divergence(points, np.zeros((100, 2)), DOTS["ring"]) == pytest.approx(math.log(2))
    assert histogram_divergence(points, np.full((100, 2), 1e6), DOTS["ring"]) == pytest.approx(math.log(2))
    one_of_two = np.array([[0.0, 0.0], [0.5, 0.5]])
    expected = 0.5 * (math.log(4 / 3) + 0.5 * math.log(2 / 3) + 0.5 * math.log(2))
    assert histogram_divergence(one_of_two[:1], one_of_two, DOTS["ring"]) == pytest.approx(expected)


def test_every_score_stands_beside_that_of_real_points() -> None:
    (train, _), (test, labels) = load_dots("ring")
    one_hot = np.eye(8, dtype=np.float32)[labels]
    judge = PlaneJudge("ring", train, test, one_hot)
    scores = {one.metric: one for one in judge.measure(test[:2_500], labels=one_hot[:2_500])}
    assert {one.network for one in scores.values()} == {"ring-plane"}
    assert {one.num_samples for one in scores.values()} == {2_500}
    assert scores["high_quality"].value == pytest.approx(scores["high_quality"].floor, abs=0.01)
    assert scores["histogram_divergence"].floor < 0.02
    assert scores["class_agreement"].value == scores["class_agreement"].floor == 1.0
    assert sum(scores["modes_found"].shares) == pytest.approx(1.0)


def test_where_modes_overlap_real_points_too_are_taken_for_another() -> None:
    (train, _), (test, modes) = load_dots("spiral")
    one_hot = np.eye(modes.max() + 1, dtype=np.float32)[modes]
    scores = {one.metric: one for one in PlaneJudge("spiral", train, test, one_hot).measure(test, labels=one_hot)}
    assert scores["class_agreement"].value == scores["class_agreement"].floor < 0.9
