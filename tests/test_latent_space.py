"""Ways and maps through a latent space."""

import numpy as np
import pytest

from ganlib.latent_space import arcs, lines, plane


def pairs(count: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(0)
    begin, end = chance.standard_normal((2, count, 50), dtype=np.float32)
    return begin, end


@pytest.mark.parametrize("way", [lines, arcs])
def test_a_way_begins_and_ends_where_it_should(way) -> None:
    begin, end = pairs(5)
    found = way(begin, end, 7)
    assert found.shape == (5, 7, 50)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[:, 0], begin, atol=1e-5)
    np.testing.assert_allclose(found[:, -1], end, atol=1e-5)


def test_an_arc_stays_as_long_as_its_ends_where_a_line_does_not() -> None:
    begin, end = pairs(100)
    ends = (np.linalg.norm(begin, axis=1) + np.linalg.norm(end, axis=1)) / 2
    halfway = {way: np.linalg.norm(way(begin, end, 3)[:, 1], axis=1) / ends for way in (lines, arcs)}
    assert halfway[arcs] == pytest.approx(1.0, abs=0.05)
    assert halfway[lines].max() < 0.9


def test_a_quarter_of_a_circle() -> None:
    begin, end = np.float32([[1.0, 0.0]]), np.float32([[0.0, 1.0]])
    angles = np.linspace(0.0, np.pi / 2, 5)
    np.testing.assert_allclose(arcs(begin, end, 5)[0], np.stack([np.cos(angles), np.sin(angles)], axis=1), atol=1e-6)


@pytest.mark.parametrize("factor", [1.0, -1.0, 2.0])
def test_where_there_is_no_angle_the_way_is_straight(factor: float) -> None:
    begin, _ = pairs(3)
    np.testing.assert_allclose(
        arcs(begin, np.float32(factor) * begin, 4), lines(begin, np.float32(factor) * begin, 4), atol=1e-3
    )


def test_a_map_has_as_much_chance_at_each_place() -> None:
    places = plane(10)
    assert places.shape == (100, 2)
    np.testing.assert_allclose(places[0], [-1.645, 1.645], atol=1e-3)  # top left: the quantiles .05 and .95
    np.testing.assert_allclose(places[-1], [1.645, -1.645], atol=1e-3)
    assert (places[1] - places[0])[0] > 0.0
    assert (places[10] - places[0])[1] < 0.0
