"""The queue: first come, first served, never more than the slots, whoever looks after it."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psutil
import pytest

from ganlib.config.presets import preset
from ganlib.errors import ConfigError
from ganlib.runner.environment import slots_wanted
from ganlib.runner.local import LocalEngine
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status
from tests.fakes.run import write_run
from tests.runner.conftest import processes_of
from tests.waiting import wait_for


def is_over(run) -> bool:
    return not current_status(run).state.is_active


def is_training(run) -> bool:
    return current_status(run).phase == "training"


def test_a_submitted_run_trains_to_its_end(engine, new_run):
    run = new_run()
    engine.advance()
    launched = run.status()
    assert (launched.state, launched.phase) == (RunState.RUNNING, "starting")
    assert psutil.Process(launched.pid).create_time() == pytest.approx(launched.process_started)
    wait_for(lambda: is_over(run))
    status = run.status()
    assert (status.state, status.step, status.queued_at) == (RunState.COMPLETED, 3, launched.queued_at)
    assert "fake worker" in (run.path / layout.WORKER_LOG).read_text()


def test_runs_wait_in_order_and_follow_each_other_without_any_app(engine, new_run):
    _, second, third = runs = [new_run() for _ in range(3)]
    engine.advance()
    assert engine.queue() == [second, third]
    assert [engine.queue_position(run) for run in runs] == [None, 1, 2]
    wait_for(lambda: all(is_over(run) for run in runs), 60)  # three, one by one; nobody calls advance() here
    begun = [run.status().started_at for run in runs]
    ended = [run.status().ended_at for run in runs]
    assert begun[1] > ended[0]
    assert begun[2] > ended[1]


def test_no_slot_stays_empty(store, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    engine = LocalEngine(store, slots=2)
    runs = [new_run() for _ in range(3)]
    engine.advance()
    assert engine.running() == runs[:2]
    for run in runs:
        engine.discard(run, patience_seconds=0)
    assert list(store) == []
    wait_for(lambda: engine.reap() or not engine._children)


def test_stopping_a_waiting_run_takes_it_out_of_the_queue(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    _, waiting = new_run(), new_run()
    engine.advance()
    engine.stop(waiting)
    assert waiting.status().state is RunState.STOPPED
    assert waiting.status().ended_at is not None
    assert engine.queue() == []
    assert not waiting.is_requested(layout.STOP)


def test_stopping_a_running_run_lets_it_save(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_training(run))
    engine.stop(run)
    wait_for(lambda: is_over(run))
    assert run.status().state is RunState.STOPPED
    assert run.has_model()


def test_stopping_a_run_that_is_over_changes_nothing(engine, store):
    run = write_run(store, preset("quick-gan"), steps=3)
    before = run.status()
    engine.stop(run)
    assert run.status() == before
    assert not run.is_requested(layout.STOP)


@pytest.mark.parametrize("name", [layout.STATUS, layout.CONFIG])
def test_a_damaged_run_does_not_block_the_queue(engine, new_run, name):
    damaged, good = new_run(), new_run()
    (damaged.path / name).write_text("{torn")
    engine.advance()
    assert engine.queue() == []
    wait_for(lambda: is_over(good))
    assert good.status().state is RunState.COMPLETED
    if name == layout.CONFIG:
        assert (damaged.status().state, damaged.status().failure) == (RunState.FAILED, "bad_config")


def test_a_lost_run_does_not_keep_its_slot(engine, store, new_run):
    write_run(store, preset("quick-gan"), state=RunState.LOST, steps=3)
    run = new_run()
    engine.advance()
    assert engine.running() == [run]


def test_a_run_queued_again_is_seen_although_its_end_was_remembered(engine, store):
    run = write_run(store, preset("quick-gan"), steps=3)
    assert engine.queue() == []
    replace(run.status(), state=RunState.QUEUED).write(run.path)
    assert engine.queue() == [run]


def test_discarding_a_running_run_stops_it_first(engine, store, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_training(run))
    engine.discard(run)
    assert list(store) == []
    wait_for(lambda: not processes_of(store))
    assert not list(store.root.glob(".worker-*"))


def test_discarding_a_run_that_does_not_listen_ends_its_processes(engine, store, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    monkeypatch.setenv("GAN_STUDIO_FAKE_IGNORE_STOP", "1")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_training(run))
    engine.discard(run, patience_seconds=0.1)
    assert list(store) == []
    wait_for(lambda: not processes_of(store))


def test_discarding_lets_the_next_run_start(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    first, second = new_run(), new_run()
    engine.advance()
    engine.discard(first, patience_seconds=0)
    wait_for(lambda: second.status().state is RunState.RUNNING)


def test_discarding_a_damaged_or_vanished_run_is_no_error(engine, store, new_run):
    damaged, vanished = new_run(), new_run()
    (damaged.path / layout.STATUS).unlink()
    store.delete(vanished)
    engine.discard(damaged)
    engine.discard(vanished)
    assert list(store) == []


RACER = """
import sys, time
from pathlib import Path
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import Run, RunStore
engine = LocalEngine(RunStore(Path(sys.argv[1])), slots=2)
print("ready", flush=True)
sys.stdin.readline()
for run in engine.advance():
    print(run.run_id, flush=True)
sys.stdin.readline()
engine.reap()
"""


def test_two_apps_on_one_folder_launch_each_run_once_and_keep_to_the_slots(store, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    runs = [new_run() for _ in range(4)]
    command = [sys.executable, "-c", RACER, str(store.root)]
    racers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    try:
        for racer in racers:
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        outputs = [racer.communicate("end\n")[0].split() for racer in racers]
    finally:
        for racer in racers:
            racer.kill()
            racer.wait()
    launched = [run_id for output in outputs for run_id in output]
    assert sorted(launched) == sorted(run.run_id for run in runs[:2])
    assert [run.status().state for run in runs] == [RunState.RUNNING] * 2 + [RunState.QUEUED] * 2


def test_the_pages_of_one_app_launch_each_run_once(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    runs = [new_run() for _ in range(3)]
    with ThreadPoolExecutor(8) as pages:
        launched = [run for found in pages.map(lambda _: engine.advance(), range(8)) for run in found]
    assert launched == runs[:1]


def test_the_end_of_two_runs_at_once_does_not_exceed_the_slots(store, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_SLOTS", "2")
    engine = LocalEngine(store)
    runs = [new_run() for _ in range(4)]
    engine.advance()
    counts: list[int] = []

    def are_over() -> bool:
        states = [current_status(run).state for run in runs]
        counts.append(states.count(RunState.RUNNING))
        return not any(state.is_active for state in states)

    wait_for(are_over)
    assert max(counts) == 2
    assert [run.status().state for run in runs] == [RunState.COMPLETED] * 4
    wait_for(lambda: engine.reap() or not engine._children)


def test_an_app_that_is_killed_leaves_its_runs_alone(store, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    run = new_run()
    app = subprocess.Popen(
        [sys.executable, "-c", RACER, str(store.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with app:
        app.stdin.write("go\n")
        app.stdin.flush()
        wait_for(lambda: is_training(run))
        os.kill(app.pid, signal.SIGKILL)
    step = run.status().step
    wait_for(lambda: run.status().step > step)
    LocalEngine(RunStore(store.root)).stop(run)  # the app, started again
    wait_for(lambda: is_over(run))
    assert run.status().state is RunState.STOPPED


def test_ended_supervisors_leave_no_zombie(engine, new_run):
    run = new_run()
    engine.advance()
    pid = run.status().pid
    wait_for(lambda: is_over(run))
    wait_for(lambda: engine.advance() or not psutil.pid_exists(pid))


def test_the_slots_come_from_the_environment(monkeypatch):
    assert slots_wanted() == 1
    monkeypatch.setenv("GAN_STUDIO_SLOTS", "3")
    assert slots_wanted() == 3
    for text in ("0", "many", "-1", ""):
        monkeypatch.setenv("GAN_STUDIO_SLOTS", text)
        with pytest.raises(ConfigError, match="GAN_STUDIO_SLOTS"):
            slots_wanted()


def test_runs_that_are_over_are_read_once(engine, store, monkeypatch):
    for _ in range(3):
        Status(state=RunState.COMPLETED).write(store.create(preset("quick-gan")).path)
    assert engine.queue() == []

    def fail(self: Run) -> Status:
        raise AssertionError("read again")

    with monkeypatch.context() as patched:
        patched.setattr(Run, "status", fail)
        assert engine.queue() == engine.running() == []
