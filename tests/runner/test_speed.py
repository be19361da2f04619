"""How long a run takes here."""

from dataclasses import replace

import pytest

from ganlib.config.presets import preset
from ganlib.runner.speed import seconds_needed, steps_per_second
from ganlib.store.speed import SPEED_FILE, write_speed
from ganlib.store.status import RunState
from tests.fakes.worker import write_run


def finished(store, config, speed: float, seconds: float = 100.0, state: RunState = RunState.COMPLETED):
    run = write_run(store, config, state=state, steps=1)
    replace(run.status(), steps_per_second=speed, seconds=seconds).write(run.path)


@pytest.fixture
def measured(store):
    store.root.mkdir()
    write_speed(store.root / SPEED_FILE, {"article-gan": 50.0})
    return store


def test_nobody_knows_before_anything_was_measured(store):
    assert steps_per_second(store, "article-gan") is None
    assert seconds_needed(store, preset("article-gan")) is None


def test_the_measurement_is_used(measured):
    assert steps_per_second(measured, "article-gan") == 50.0
    assert seconds_needed(measured, preset("article-gan")) == 1000.0


def test_a_real_run_knows_better(measured):
    finished(measured, preset("article-gan").with_settings({"seed": 5, "num_steps": 7}), 25.0)
    assert steps_per_second(measured, "article-gan") == 25.0


def test_runs_that_say_little_are_passed_over(measured):
    finished(measured, preset("article-gan").with_settings({"latent_dim": 5}), 1.0)
    finished(measured, preset("article-gan"), 2.0, seconds=3.0)
    finished(measured, preset("article-gan"), 3.0, state=RunState.FAILED)
    finished(measured, preset("quick-gan"), 4.0)
    assert steps_per_second(measured, "article-gan") == 50.0


def test_minutes_are_what_they_say(store):
    assert seconds_needed(store, preset("quick-gan").with_settings({"minutes": 2.0})) == 120.0


def test_changed_settings_make_it_unknown(measured):
    assert seconds_needed(measured, preset("article-gan").with_settings({"batch_size": 512})) is None
