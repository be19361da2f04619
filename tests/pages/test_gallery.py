"""Which picture belongs to a moment."""

import pytest

from ganlib.ui.gallery import step_at

EVERY_STEP = [{"step": step, "seconds": 0.5 * step} for step in range(1, 101)]


@pytest.mark.parametrize(
    ("seconds", "step"), [(0.0, 0), (0.4, 0), (0.5, 1), (0.9, 1), (20.0, 40), (20.1, 40), (99.0, 100)]
)
def test_a_step_counts_when_it_is_done(seconds, step):
    assert step_at(EVERY_STEP, seconds) == step


def test_rows_that_were_left_out_of_a_long_log_are_bridged():
    assert step_at(EVERY_STEP[::10], 20.0) == 40


def test_before_the_first_row_nothing_is_done():
    assert step_at([], 5.0) == 0
