"""Where the smallest GAN goes (Mescheder et al. 2018)."""

from dataclasses import replace

import numpy as np
import pytest

from ganlib.theory.smallest_gan import FAR, Rules, course, play

PLAIN = Rules(takes_turns=False, loss="wasserstein", learning_rate=0.1, r1_weight=0.0, steps=50)


def radii(rules: Rules) -> np.ndarray:
    return np.linalg.norm(play(rules), axis=1)


def test_it_begins_where_it_is_told_and_notes_every_step() -> None:
    path = play(PLAIN, start=(1.0, 0.5))
    assert path.shape == (51, 2)
    assert path[0].tolist() == [1.0, 0.5]
    assert path[1] == pytest.approx([1.05, 0.4]), "θ + ηψ, ψ − ηθ"


def test_both_at_once_spiral_outwards_by_a_known_factor() -> None:
    """Each step of the linear game turns by arctan η and stretches by √(1 + η²)."""
    found = radii(PLAIN)
    np.testing.assert_allclose(found[1:] / found[:-1], np.sqrt(1.01), rtol=1e-12)


def test_taking_turns_goes_round_for_ever() -> None:
    found = radii(replace(PLAIN, takes_turns=True, steps=5_000))
    assert len(found) == 5_001
    assert found.min() > 1.4
    assert found.max() < 1.6


LOSSES = ["minimax", "non_saturating", "wasserstein"]


@pytest.mark.parametrize("loss", LOSSES)
def test_r1_leads_to_the_end_of_the_game(loss: str) -> None:
    assert radii(replace(PLAIN, loss=loss, r1_weight=0.5, steps=2_000))[-1] < 1e-6


def test_small_steps_keep_the_distance_but_those_of_the_non_saturating_loss() -> None:
    tiny = replace(PLAIN, learning_rate=1e-3, steps=20_000)
    for loss in ("minimax", "wasserstein"):
        assert radii(replace(tiny, loss=loss))[-1] == pytest.approx(1.5, rel=0.02)
    path = play(replace(tiny, loss="non_saturating"))
    lead = path[0:-1].prod(axis=1)
    lost = 1e-3 * np.cumsum(lead * np.tanh(lead / 2.0))
    np.testing.assert_allclose(0.5 * (1.5**2 - (path[1:] ** 2).sum(axis=1)), lost, atol=0.03)
    assert lost[-1] > 0.2


def softplus(value: float) -> float:
    return float(np.logaddexp(0.0, value))


@pytest.mark.parametrize("loss", ["minimax", "non_saturating"])
def test_a_step_is_that_of_its_losses(loss: str) -> None:
    """Held against differences of L_D and L_G."""
    theta, psi, gamma, rate = 0.7, -0.4, 0.3, 0.2

    def d_loss(slope: float) -> float:
        return softplus(0.0) + softplus(slope * theta) + 0.5 * gamma * slope**2

    def g_loss(place: float) -> float:
        return -softplus(psi * place) if loss == "minimax" else softplus(-psi * place)

    rules = Rules(takes_turns=False, loss=loss, learning_rate=rate, r1_weight=gamma, steps=1)  # type: ignore[arg-type]
    h = 1e-6
    expected = [
        theta - rate * (g_loss(theta + h) - g_loss(theta - h)) / (2 * h),
        psi - rate * (d_loss(psi + h) - d_loss(psi - h)) / (2 * h),
    ]
    assert play(rules, start=(theta, psi))[1] == pytest.approx(expected, abs=1e-8)


def test_a_path_that_flies_off_is_cut() -> None:
    path = play(replace(PLAIN, learning_rate=1.0, steps=10_000))
    assert len(path) < 20
    assert np.abs(path[-1]).max() > FAR


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"r1_weight": 0.5, "steps": 500}, "arrives"),
        ({"r1_weight": 0.05, "steps": 300, "takes_turns": True}, "nearer"),
        ({"takes_turns": True, "steps": 500}, "round"),
        ({"takes_turns": True, "loss": "minimax", "steps": 500}, "round"),
        ({"takes_turns": True, "loss": "non_saturating", "steps": 500}, "nearer"),
        ({"steps": 100}, "away"),
        ({"steps": 50}, "too_short"),
        ({"steps": 10, "r1_weight": 1.0}, "too_short"),
        ({"steps": 1_000}, "flies_off"),
    ],
)
def test_where_it_leads_is_said(changes: dict, expected: str) -> None:
    assert course(play(replace(PLAIN, **changes))) == expected
