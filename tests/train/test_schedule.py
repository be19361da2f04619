"""The budget, and the learning rate that follows from it."""

import pytest

from ganlib.config.run import TrainingConfig
from ganlib.train.schedule import kl_factor, learning_rate_factor, seconds_left

STEPS = TrainingConfig(budget="steps", num_steps=200)
MINUTES = TrainingConfig(budget="minutes", minutes=2.0)


@pytest.mark.parametrize(
    ("share", "factor"), [(0.0, 1.0), (0.5, 1.0), (0.75, 0.5), (0.9, 0.2), (1.0, 0.0)], ids=lambda value: str(value)
)
def test_the_rate_is_constant_then_falls_in_a_line_to_zero(share: float, factor: float) -> None:
    assert learning_rate_factor(share, decay_start=0.5) == pytest.approx(factor)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_decay_that_starts_at_the_end_never_starts(share: float) -> None:
    assert learning_rate_factor(share, decay_start=1.0) == 1.0


def test_a_decay_from_the_start_falls_all_the_way() -> None:
    assert learning_rate_factor(0.25, decay_start=0.0) == pytest.approx(0.75)


def test_progress_is_counted_in_the_budgets_own_unit() -> None:
    assert STEPS.share_done(step=50, seconds=1e6) == pytest.approx(0.25)
    assert MINUTES.share_done(step=10**6, seconds=30.0) == pytest.approx(0.25)
    assert MINUTES.share_done(step=1, seconds=121.0) == 1.0


def test_time_left_needs_a_speed_only_for_a_budget_of_steps() -> None:
    assert seconds_left(STEPS, 50, 10.0, None) is None
    assert seconds_left(STEPS, 50, 10.0, 3.0) == pytest.approx(50.0)
    assert seconds_left(MINUTES, 50, 100.0, None) == pytest.approx(20.0)
    assert seconds_left(MINUTES, 50, 130.0, None) == 0.0


@pytest.mark.parametrize(("share", "factor"), [(0.0, 0.0), (0.1, 0.5), (0.2, 1.0), (1.0, 1.0)])
def test_the_kl_term_warms_up_in_a_line_and_stays_warm(share: float, factor: float) -> None:
    assert kl_factor(share, warmup=0.2) == pytest.approx(factor)
    assert kl_factor(share, warmup=0.0) == 1.0
