"""Directions of a latent space in which pictures change most."""

import numpy as np
import pytest

from ganlib.directions import jacobian, principal_directions, spread

CHANCE = np.random.default_rng(0)
LATENTS = CHANCE.standard_normal((500, 6), dtype=np.float32)
ALONG = np.linalg.qr(CHANCE.standard_normal((6, 6)))[0].astype(np.float32)  # each orthogonal to the rest
SPEEDS = np.float32([0.3, 5.0, 1.0, 0.1, 3.0, 0.0])  # how fast what is drawn changes along each


def draw(latents: np.ndarray) -> np.ndarray:
    """Nine numbers, in three rows."""
    seen = np.zeros((len(latents), 9), np.float32)
    seen[:, :6] = latents @ ALONG.T * SPEEDS
    return seen.reshape(-1, 3, 3)


def test_the_strongest_direction_comes_first() -> None:
    found = principal_directions(draw, LATENTS, spread(LATENTS), 3)
    assert found.shape == (3, 6)
    assert found.dtype == np.float32
    for direction, true in zip(found, ALONG[[1, 4, 2]], strict=True):
        unit = np.linalg.solve(spread(LATENTS), direction)
        assert np.linalg.norm(unit) == pytest.approx(1.0, abs=0.01)
        assert abs(float(direction @ true)) / np.linalg.norm(direction) == pytest.approx(1.0, abs=0.05)


def test_a_direction_is_as_long_as_the_latents_are_spread_along_it() -> None:
    """Numbers of which two nearly always go together: across them hardly anything is ever drawn from."""
    one, other = LATENTS[:, 0], LATENTS[:, 1]
    together = np.stack([100.0 * one, 100.0 * one + other, LATENTS[:, 2]], axis=1)
    factor = spread(together)
    np.testing.assert_allclose(factor @ factor.T, np.cov(together, rowvar=False), rtol=1e-3, atol=1e-2)
    found = principal_directions(
        lambda latents: (latents[:, 1:2] - latents[:, :1]) * 5.0 + latents[:, 2:], together, factor, 1
    )
    steps = np.linalg.solve(factor, found[0])
    assert np.linalg.norm(steps) == pytest.approx(1.0, abs=0.01)
    assert abs(float(found[0, 1] - found[0, 0])) == pytest.approx(1.0, abs=0.15), (
        "across, as far as they ever are apart"
    )


def test_its_sign_does_not_depend_on_chance() -> None:
    found = principal_directions(draw, LATENTS, np.eye(6, dtype=np.float32), 6)
    assert all(direction[np.abs(direction).argmax()] > 0.0 for direction in found)


def test_two_latents_are_their_own_directions() -> None:
    two = LATENTS[:, :2]
    found = principal_directions(lambda latents: latents @ np.float32([[1.0, 1.0], [9.0, 9.0]]), two, spread(two), 8)
    np.testing.assert_allclose(found, np.diag(two.std(axis=0)), rtol=0.01)


def test_slopes_are_those_of_what_is_drawn() -> None:
    drawn, slopes = jacobian(lambda latents: latents[:, :1] ** 2 * latents[:, 1:2], np.float32([3.0, 2.0]), np.eye(2))
    assert drawn == pytest.approx([18.0])
    np.testing.assert_allclose(slopes[:, 0], [12.0, 9.0], rtol=0.02)


def test_a_latent_that_never_varies_does_no_harm() -> None:
    still = LATENTS.copy()
    still[:, 2] = 4.0
    assert np.isfinite(principal_directions(draw, still, spread(still), 6)).all()
