"""Clocks that jump, and computers that sleep."""

import os
import time
from collections.abc import Callable

import psutil
import pytest

from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.runner.processes import process_of
from ganlib.runner.reconcile import STALE_SECONDS, current_status
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.faults.readable import read_everything
from tests.runner.conftest import processes_of
from tests.waiting import wait_for

QUICK_GAN = preset("quick-gan")
HOUR = 3_600.0


@pytest.fixture
def training(engine: LocalEngine, fake_worker: None) -> Run:
    run = engine.start(QUICK_GAN)
    wait_for(lambda: run.status().step >= 3, 60)
    return run


@pytest.fixture
def clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """An hour, for this process: what it asks for the time, and for the time of another process's start."""

    def set_back() -> None:
        now, create_time = time.time, psutil.Process.create_time
        monkeypatch.setattr(time, "time", lambda: now() - HOUR)
        monkeypatch.setattr(psutil.Process, "create_time", lambda process: create_time(process) - HOUR)

    return set_back


@pytest.mark.fault(
    "clock set back: a dead run",
    done="The heartbeat of a run whose process is gone lies an hour ahead. (The clock is faked by the file's time.)",
    sees="“lost”, at once.",
    lost="Nothing more than by the death itself.",
)
def test_a_heartbeat_from_the_future_is_no_sign_of_life(store: RunStore) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.LOST, steps=3)
    ahead = time.time() + HOUR
    os.utime(run.path / layout.HEARTBEAT, (ahead, ahead))
    assert current_status(run).state is RunState.LOST


@pytest.mark.fault(
    "clock set back: a living run",
    done="The clock jumps back an hour while a run trains, so that its process seems to be another one; a second run "
    "waits. (The clock is faked where the app reads it.)",
    sees="The run, still training: its heartbeat speaks for it.",
    lost="Nothing; nothing is started twice.",
)
def test_a_run_that_trains_is_not_lost_when_the_clock_is_set_back(
    engine: LocalEngine, training: Run, clock_is_set_back: Callable[[], None]
) -> None:
    waiting = engine.start(QUICK_GAN)
    for process in processes_of(engine.store):
        process.suspend()  # its own heartbeat would have the old time
    clock_is_set_back()
    status = training.status()
    assert process_of(status) is None
    os.utime(training.path / layout.HEARTBEAT, (time.time(), time.time()))  # as the worker would, with the new time
    assert current_status(training).state is RunState.RUNNING
    assert engine.advance() == []
    assert engine.queue() == [waiting]


@pytest.mark.fault(
    "clock set back: the queue",
    done="A run waits; the clock jumps back an hour; two more are queued. (The clock is faked where the app reads it.)",
    sees="The queue in the order in which people came.",
    lost="Nothing.",
)
def test_who_comes_later_waits_longer_whatever_the_clock_says(
    engine: LocalEngine, training: Run, clock_is_set_back: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "advance", list)
    first = engine.start(QUICK_GAN)
    clock_is_set_back()
    second, third = engine.start(QUICK_GAN), engine.start(QUICK_GAN)
    assert engine.queue() == [first, second, third]


@pytest.mark.fault(
    "the computer sleeps",
    done="Supervisor and worker are stopped by SIGSTOP, the heartbeat is an hour old, another run waits; then SIGCONT. "
    "(Unlike real sleep, a budget in minutes counts the time.)",
    sees="The run, training as before; never “lost”.",
    lost="Nothing; nothing is started twice.",
)
def test_a_run_sleeps_with_the_computer_and_goes_on(engine: LocalEngine, store: RunStore, training: Run) -> None:
    waiting = engine.start(QUICK_GAN)
    tree = processes_of(store)
    for process in tree:
        process.suspend()
    wait_for(lambda: all(process.status() == psutil.STATUS_STOPPED for process in tree))
    long_ago = time.time() - STALE_SECONDS - HOUR
    os.utime(training.path / layout.HEARTBEAT, (long_ago, long_ago))
    step = training.status().step
    assert current_status(training).state is RunState.RUNNING
    assert engine.advance() == []
    for process in tree:
        process.resume()
    wait_for(lambda: training.status().step > step + 2, 60)
    assert waiting.status().state is RunState.QUEUED
    assert processes_of(store) == tree
    engine.stop(waiting)
    engine.stop(training)
    wait_for(lambda: training.status().state is RunState.STOPPED)
    steps, newest = read_everything(training)
    assert steps == list(range(newest + 1))
