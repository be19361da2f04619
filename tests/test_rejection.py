"""Drawing again what is rejected."""

import numpy as np
import pytest

from ganlib.rejection import redraw_rejected


def latents(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, 3), dtype=np.float32)


def test_what_is_kept_stays_and_the_rest_is_drawn_again_at_its_place() -> None:
    samples, before = np.arange(1_000), latents(1_000)
    found = redraw_rejected(
        samples.copy(),
        before,
        acceptance=lambda some, places: np.where(some % 10 == 0, 1.0, 0.0),
        draw=lambda latents, places: 10 * places,
        chance=np.random.default_rng(0),
    )
    np.testing.assert_array_equal(found, np.where(samples % 10 == 0, samples, 10 * samples))
    np.testing.assert_array_equal(before, latents(1_000))


def test_another_is_drawn_from_nearby_and_latents_stay_normal() -> None:
    before = latents(20_000)
    found = redraw_rejected(
        before.copy(),
        before,
        acceptance=lambda some, places: np.where((some == before[places]).all(axis=1), 0.0, 1.0),  # the second is kept
        draw=lambda latents, places: latents,
        chance=np.random.default_rng(1),
    )
    assert found.dtype == np.float32
    assert found.mean() == pytest.approx(0.0, abs=0.02)
    assert found.std() == pytest.approx(1.0, abs=0.02)
    assert np.corrcoef(found.ravel(), before.ravel())[0, 1] == pytest.approx(0.75**0.5, abs=0.01)


def test_what_is_hard_to_draw_does_not_become_as_rare_as_by_drawing_from_anywhere() -> None:
    """Of negative numbers one in five is kept: 1/6 of all would be left, were the others drawn anew."""
    before = latents(20_000)
    found = redraw_rejected(
        before[:, 0].copy(),
        before,
        acceptance=lambda some, places: np.where(some < 0.0, 0.2, 1.0),
        draw=lambda latents, places: latents[:, 0],
        chance=np.random.default_rng(1),
    )
    assert 0.25 < (found < 0.0).mean() < 0.4


def test_what_is_drawn_too_often_makes_room_for_anything_before_the_worse_ones_are_improved() -> None:
    """Negative numbers are to be half as frequent as the others; of all, those beyond ±1 look wrong."""
    before = latents(20_000)
    found = redraw_rejected(
        before[:, 0].copy(),
        before,
        acceptance=lambda some, places: np.where(abs(some) > 1.0, 0.1, 1.0),
        draw=lambda latents, places: latents[:, 0],
        chance=np.random.default_rng(1),
        share=lambda some, places: np.where(some < 0.0, 0.5, 1.0),
    )
    assert (found < 0.0).mean() == pytest.approx(1 / 3, abs=0.05)
    assert (abs(found) > 1.0).mean() < 0.1


@pytest.mark.parametrize("chance_of_each", [0.0, np.nan])
def test_what_would_never_be_kept_does_not_go_on_for_ever(chance_of_each: float) -> None:
    asked = []

    def draw(latents: np.ndarray, places: np.ndarray) -> np.ndarray:
        asked.append(len(places))
        return np.full(len(places), 7)

    found = redraw_rejected(
        np.zeros(5), latents(5), lambda some, places: np.full(len(some), chance_of_each), draw, np.random.default_rng(0)
    )
    assert found.tolist() == [7] * 5
    assert len(asked) < 100
