"""The search for a picture among all that a model can draw."""

import numpy as np
import pytest

from ganlib.directions import spread
from ganlib.inversion import COARSE, LEFT, NOISY, UPPER, VIEWS, WHOLE, invert

CHANCE = np.random.default_rng(0)
SHAPE = (9, 10, 1)  # blocks of four do not divide it
LATENTS = CHANCE.standard_normal((1_500, 4), dtype=np.float32)
UNIT = np.eye(4, dtype=np.float32)
WEIGHTS = CHANCE.standard_normal((4, 90), dtype=np.float32)


def draw(latents: np.ndarray) -> np.ndarray:
    """Pictures that depend on the latents in a curved way; every part of each on all of them."""
    return (1.0 / (1.0 + np.exp(-np.float32(latents) @ WEIGHTS))).reshape(-1, *SHAPE)


SECRET = np.float32([[0.8, -1.2, 0.3, 1.5]])
PICTURE = draw(SECRET)[0]


@pytest.mark.parametrize("view", [WHOLE, UPPER, LEFT])
def test_a_picture_that_the_model_can_draw_is_found(view: str) -> None:
    found = invert(draw, LATENTS, UNIT, PICTURE, view, seed=0)[0]
    assert found.latent.dtype == np.float32
    np.testing.assert_allclose(found.latent, SECRET[0], atol=0.1)
    np.testing.assert_allclose(found.picture, PICTURE, atol=0.05)
    assert found.distance < 0.02


@pytest.mark.parametrize("view", [COARSE, NOISY])
def test_what_is_spoilt_is_mended(view: str) -> None:
    """What is found lies nearer to the truth than what was shown."""
    found = invert(draw, LATENTS, UNIT, PICTURE, view, seed=0)[0]
    lost = np.sqrt(((found.shown - PICTURE) ** 2).mean())
    left = np.sqrt(((found.picture - PICTURE) ** 2).mean())
    assert left < lost / 2


def test_what_is_not_shown_does_not_count() -> None:
    other = PICTURE.copy()
    other[5:] = CHANCE.random((4, 10, 1))
    seen = [invert(draw, LATENTS, UNIT, picture, UPPER, seed=0)[0] for picture in (PICTURE, other)]
    np.testing.assert_array_equal(seen[0].picture, seen[1].picture)
    assert (seen[1].shown[4:] == 0.5).all()


def test_what_no_latent_draws_is_approached_among_typical_latents() -> None:
    found = invert(draw, LATENTS, UNIT, np.ones(SHAPE, np.float32), WHOLE, seed=0)[0]
    assert found.distance > 0.1
    assert np.linalg.norm(found.latent) < 8.0, "not out where no picture was ever trained"


def test_latents_of_another_size_and_place_are_searched_as_well() -> None:
    scale, mean = np.float32([100.0, 0.01, 1.0, 5.0]), np.float32([1_000.0, 0.0, -3.0, 7.0])
    elsewhere = mean + scale * LATENTS
    found = invert(
        lambda latents: draw((latents - mean) / scale), elsewhere, spread(elsewhere), PICTURE, WHOLE, seed=0
    )[0]
    np.testing.assert_allclose(found.picture, PICTURE, atol=0.05)


def test_the_same_search_finds_the_same() -> None:
    first, again = (invert(draw, LATENTS, UNIT, PICTURE, NOISY, seed=3)[0] for _ in range(2))
    np.testing.assert_array_equal(first.latent, again.latent)


def test_what_is_left_open_is_settled_in_different_ways_and_the_closest_comes_first() -> None:
    def two_halves(latents: np.ndarray) -> np.ndarray:
        """The upper half is made of the first two latents, the lower one of the others."""
        upper = np.float32(latents[:, :2]) @ WEIGHTS[:2, :40]
        lower = np.float32(latents[:, 2:]) @ WEIGHTS[2:, 40:]
        return 1.0 / (1.0 + np.exp(-np.concatenate([upper, lower], axis=1).reshape(-1, *SHAPE)))

    picture = two_halves(SECRET)[0]
    found = invert(two_halves, LATENTS, UNIT, picture, UPPER, seed=0)
    assert len(found) == 4
    assert [one.distance for one in found] == sorted(one.distance for one in found)
    for one in found:
        np.testing.assert_allclose(one.picture[:4], picture[:4], atol=0.05)
    apart = [np.abs(one.picture[4:] - other.picture[4:]).mean() for one in found for other in found if one is not other]
    assert min(apart) > 0.05


def test_without_a_step_it_is_where_it_begins() -> None:
    for one in invert(draw, LATENTS, UNIT, PICTURE, WHOLE, seed=0, most_steps=1):
        assert (one.latent == LATENTS[:1_000]).all(axis=1).any()


def test_there_is_no_other_view() -> None:
    assert len(VIEWS) == 5
    with pytest.raises(ValueError, match="no view 'blurred'"):
        invert(draw, LATENTS, UNIT, PICTURE, "blurred", seed=0)
