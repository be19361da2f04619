"""Counting steps, seconds and speed, with a clock that the test turns."""

import pytest

from ganlib.train.periodic import EverySeconds, EverySteps
from ganlib.train.progress import Progress


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def take_steps(progress: Progress, clock: Clock, count: int, step_seconds: float, in_one_go: int = 1) -> None:
    for _ in range(count // in_one_go):
        progress.begin_steps()
        clock.now += in_one_go * step_seconds
        progress.end_steps(in_one_go)


def test_speed_leaves_out_the_first_step_that_compiles() -> None:
    clock = Clock()
    progress = Progress(images_per_step=64, clock=clock)
    take_steps(progress, clock, 1, 20.0)
    assert progress.steps_per_second is None
    take_steps(progress, clock, 4, 0.5)
    assert progress.steps_per_second == pytest.approx(2.0)
    assert progress.step_ms == pytest.approx(500.0)
    assert progress.images_seen == 5 * 64
    assert progress.seconds == pytest.approx(22.0)


def test_speed_is_that_of_the_last_ten_seconds() -> None:
    clock = Clock()
    progress = Progress(images_per_step=1, clock=clock)
    take_steps(progress, clock, 20, 1.0)
    take_steps(progress, clock, 100, 0.2)
    assert progress.steps_per_second == pytest.approx(5.0)


def test_steps_in_one_go_are_steps() -> None:
    clock = Clock()
    progress = Progress(images_per_step=8, clock=clock)
    take_steps(progress, clock, 100, 0.01, in_one_go=10)
    assert (progress.step, progress.images_seen) == (100, 800)
    assert progress.step_ms == pytest.approx(10.0)
    assert progress.steps_per_second == pytest.approx(100.0)


def test_seconds_are_due_at_once_and_then_after_a_pause() -> None:
    every = EverySeconds(1.0)
    assert [every.is_due(now) for now in (5.0, 5.5, 6.0, 6.9, 9.0, 9.5)] == [True, False, True, False, True, False]


def test_steps_are_due_at_multiples() -> None:
    every = EverySteps(10)
    assert [step for step in range(1, 31) if every.is_due(step)] == [10, 20, 30]


def test_multiples_that_no_look_meets_are_due_at_the_next() -> None:
    every = EverySteps(10, since=48)
    assert [step for step in (49, 56, 63, 64, 71, 85) if every.is_due(step)] == [56, 63, 71, 85]
