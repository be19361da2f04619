"""What the app does in the background: the queue, the standby, the measurement."""

import psutil
import pytest

from ganlib.config.presets import PRESETS
from ganlib.runner import upkeep
from ganlib.runner.upkeep import IDLE_SECONDS, STANDBY_DELAY_SECONDS, Upkeep, keep_moving
from ganlib.store.speed import SPEED_FILE, read_speed
from ganlib.store.status import RunState
from tests.waiting import wait_for


@pytest.fixture
def still(engine) -> Upkeep:
    """Upkeep whose thread never looks; the test does, with a clock of its own."""
    upkeep = keep_moving(engine, every_seconds=3600)
    yield upkeep
    upkeep.stop()


def test_the_queue_moves(engine, new_run):
    run = new_run()
    moving = keep_moving(engine, every_seconds=0.01)
    wait_for(lambda: run.status().state is RunState.COMPLETED)
    moving.stop()


def test_what_an_interrupted_deletion_left_is_removed_at_the_start(engine):
    leftover = engine.store.root / ".deleted-20260101-000000-quick-gan-0000"
    leftover.mkdir(parents=True)
    upkeep = keep_moving(engine, every_seconds=3600)
    wait_for(lambda: not leftover.exists())
    upkeep.stop()


def test_the_first_page_comes_before_the_standby(still, engine):
    began = still._started
    still.tick(began + STANDBY_DELAY_SECONDS - 0.1)
    assert engine.standby._supervisor is None
    still.tick(began + STANDBY_DELAY_SECONDS)
    assert engine.standby._supervisor is not None


def test_nobody_stands_by_while_every_slot_is_taken(still, engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    new_run()
    engine.advance()
    still.tick(still._started + 10)
    assert engine.standby._supervisor is None


def test_an_idle_machine_is_measured_once_at_low_priority(still, engine, monkeypatch):
    engine.store.root.mkdir()
    monkeypatch.setenv("GAN_STUDIO_FAKE_MEASURE_SECONDS", "1")
    still.tick(still._started + IDLE_SECONDS - 1)
    assert not engine.measurement.is_running()
    still.tick(still._started + IDLE_SECONDS)
    assert engine.measurement.is_running()
    assert psutil.Process(engine.measurement._worker.pid).nice() == 19
    wait_for(lambda: not engine.measurement.is_running())
    assert read_speed(engine.store.root / SPEED_FILE).keys() == PRESETS.keys()
    still.tick(still._started + 10 * IDLE_SECONDS)
    assert not engine.measurement.is_running()


def test_a_submitted_run_ends_the_measurement_at_once(engine, new_run, monkeypatch):
    engine.store.root.mkdir()
    monkeypatch.setenv("GAN_STUDIO_FAKE_MEASURE_SECONDS", "60")
    engine.measurement.start()
    pid = engine.measurement._worker.pid
    new_run()
    engine.advance()
    assert not psutil.pid_exists(pid)
    assert engine.measurement.is_needed()


def test_a_measurement_that_fails_is_not_tried_again(still, engine, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_WORKER", "false")
    engine.store.root.mkdir()
    engine.measurement.start()
    wait_for(lambda: not engine.measurement.is_running())
    assert not engine.measurement.is_needed()


def test_it_can_be_switched_off(still, engine, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_STANDBY", "0")
    still.tick(still._started + 10 * IDLE_SECONDS)
    assert engine.standby._supervisor is None
    assert not engine.measurement.is_running()


def test_a_disk_error_does_not_end_the_thread(engine, new_run, monkeypatch):
    looks = []

    def fail(self: Upkeep, now: float) -> None:
        looks.append(now)
        raise OSError("disk full")

    monkeypatch.setattr(upkeep.Upkeep, "tick", fail)
    moving = keep_moving(engine, every_seconds=0.001)
    wait_for(lambda: len(looks) > 3)
    moving.stop()
