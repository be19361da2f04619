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
    found = principal_directions(draw, LATENTS, 3)
    assert found.shape == (3, 6)
    assert found.dtype == np.float32
    scale = spread(LATENTS)[1]
    for direction, true in zip(found, ALONG[[1, 4, 2]], strict=True):
        unit = direction / scale
        assert abs(float(unit @ true)) / np.linalg.norm(unit) == pytest.approx(1.0, abs=0.01)


def test_a_direction_is_as_long_as_the_latents_are_spread() -> None:
    """Numbers of which one varies a hundred times as much as the rest, but not what is drawn of it."""
    scale = np.float32([1.0, 100.0, 1.0])
    found = principal_directions(lambda latents: latents / scale * [1.0, 2.0, 3.0], LATENTS[:, :3] * scale, 3)
    lengths = np.abs(found).max(axis=1)
    np.testing.assert_allclose(lengths, [1.0, 100.0, 1.0], rtol=0.15)
    assert [int(np.abs(direction).argmax()) for direction in found] == [2, 1, 0]


def test_its_sign_does_not_depend_on_chance() -> None:
    found = principal_directions(draw, LATENTS, 6)
    scale = spread(LATENTS)[1]
    assert all(direction[np.abs(direction).argmax()] > 0.0 for direction in found / scale)


def test_two_latents_are_their_own_directions() -> None:
    found = principal_directions(lambda latents: latents @ np.float32([[1.0, 1.0], [9.0, 9.0]]), LATENTS[:, :2], 8)
    np.testing.assert_allclose(found, np.diag(LATENTS[:, :2].std(axis=0)), rtol=1e-6)


def test_slopes_are_those_of_what_is_drawn() -> None:
    drawn, slopes = jacobian(lambda latents: latents[:, :1] ** 2 * latents[:, 1:2], np.float32([3.0, 2.0]), np.ones(2))
    assert drawn == pytest.approx([18.0])
    np.testing.assert_allclose(slopes[:, 0], [12.0, 9.0], rtol=0.02)


def test_a_latent_that_never_varies_does_no_harm() -> None:
    still = LATENTS.copy()
    still[:, 2] = 4.0
    assert np.isfinite(principal_directions(draw, still, 6)).all()
