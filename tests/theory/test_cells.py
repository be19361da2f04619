"""The game on cells against what theorems say of it."""

import math

import numpy as np
import pytest

from ganlib.config.dots import DOTS
from ganlib.theory import cells
from ganlib.theory.points import draw_points

HILLS, SPIRAL = DOTS["hills"], DOTS["spiral"]


@pytest.mark.parametrize("dataset", DOTS)
def test_shares_are_what_a_large_sample_has(dataset: str) -> None:
    dots = DOTS[dataset]
    shares = cells.real_shares(dots)
    assert shares.shape == (dots.cells**dots.dimensions,)
    assert shares.sum() == pytest.approx(1.0)
    points, _ = draw_points(dots, 200_000, np.random.default_rng(1))
    counted = cells.counts(points, dots) / len(points)
    assert np.abs(counted - shares).max() < 5.0 * math.sqrt(shares.max() / len(points))


@pytest.mark.parametrize("dataset", ["hills", "spiral"])
def test_every_point_is_counted_in_the_cell_whose_middle_is_nearest(dataset: str) -> None:
    dots = DOTS[dataset]
    middles = cells.middles(dots)
    for place in (0, len(middles) // 3, len(middles) - 1):
        assert cells.counts(middles[[place]], dots)[place] == 1
    outside = np.full((1, dots.dimensions), 1e6, np.float32)
    assert cells.counts(outside, dots).sum() == 1, "at the edge, and not lost"
    assert cells.counts(np.full((1, dots.dimensions), np.nan, np.float32), dots).sum() == 0


def test_in_the_plane_the_first_cell_is_the_upper_left() -> None:
    first, second, last = cells.middles(SPIRAL)[[0, 1, -1]]
    assert first[0] < 0 < first[1]
    assert second[0] > first[0]
    assert second[1] == first[1]
    assert last[0] > 0 > last[1]


def test_the_best_discriminator_finds_all_there_is_and_none_finds_more() -> None:
    chance = np.random.default_rng(2)
    real, fake = cells.real_shares(HILLS), chance.dirichlet(np.ones(HILLS.cells))
    best = cells.best_discriminator(real, fake)
    divergence = cells.jensen_shannon(real, fake)
    assert cells.found(real, fake, best) == pytest.approx(divergence)
    for _ in range(20):
        other = np.clip(best + 0.2 * chance.standard_normal(len(best)), 0.01, 0.99)
        assert cells.found(real, fake, other) < divergence


def test_guessing_finds_nothing_and_being_wrong_less() -> None:
    real, fake = cells.real_shares(HILLS), np.roll(cells.real_shares(HILLS), 60)
    assert cells.found(real, fake, np.full(len(real), 0.5)) == pytest.approx(0.0)
    assert cells.found(real, fake, 1.0 - cells.best_discriminator(real, fake)) < 0.0


def test_the_divergence_of_the_same_is_0_and_of_strangers_log_2() -> None:
    real = cells.real_shares(HILLS)
    left, right = np.zeros(HILLS.cells), np.zeros(HILLS.cells)
    left[3], right[200] = 1.0, 1.0
    assert cells.jensen_shannon(real, real) == pytest.approx(0.0, abs=1e-12)
    assert cells.jensen_shannon(left, right) == pytest.approx(math.log(2.0), abs=1e-6)
    assert np.isnan(cells.best_discriminator(left, right)[100]), "nothing is ever there"


def test_a_discriminator_that_is_sure_and_wrong_costs_much_but_not_everything() -> None:
    left, right = np.zeros(HILLS.cells), np.zeros(HILLS.cells)
    left[3], right[200] = 1.0, 1.0
    belief = right.copy()
    assert -20.0 < cells.found(left, right, belief) < -10.0
