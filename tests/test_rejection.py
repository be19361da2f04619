"""Drawing again what is rejected."""

import numpy as np
import pytest

from ganlib.rejection import redraw_rejected


def test_what_is_kept_stays_and_the_rest_is_drawn_again_at_its_place() -> None:
    samples = np.arange(1_000)
    found = redraw_rejected(
        samples.copy(),
        acceptance=lambda some, places: np.where(some % 10 == 0, 1.0, 0.0),
        draw=lambda places: 10 * places,
        chance=np.random.default_rng(0),
    )
    np.testing.assert_array_equal(found, np.where(samples % 10 == 0, samples, 10 * samples))


def test_samples_follow_the_accepted_distribution() -> None:
    """Uniform numbers, each kept with itself as the chance: the density is 2x, its mean 2/3."""
    chance = np.random.default_rng(1)
    found = redraw_rejected(
        chance.random(20_000), lambda some, places: some, lambda places: chance.random(len(places)), chance
    )
    assert found.mean() == pytest.approx(2 / 3, abs=0.01)
    assert np.quantile(found, 0.25) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("chance_of_each", [0.0, np.nan])
def test_what_would_never_be_kept_does_not_go_on_for_ever(chance_of_each: float) -> None:
    asked = []

    def draw(places: np.ndarray) -> np.ndarray:
        asked.append(len(places))
        return np.full(len(places), 7)

    found = redraw_rejected(
        np.zeros(5), lambda some, places: np.full(len(some), chance_of_each), draw, np.random.default_rng(0)
    )
    assert found.tolist() == [7] * 5
    assert len(asked) < 100
