"""Kill −9 of the app, alone and with everything that trains; and two apps on one runs folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import psutil
import pytest

from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.runner.reconcile import STALE_SECONDS, current_status
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.faults.conftest import CHECKPOINT_EVERY
from tests.faults.readable import read_everything, read_rows
from tests.runner.conftest import is_gone, processes_of
from tests.waiting import wait_for

QUICK_GAN = preset("quick-gan")
Start = Callable[[], psutil.Popen]

# What an app does with runs, without its pages.
APP = """
import sys
from pathlib import Path
from ganlib.runner import upkeep
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import RunStore
upkeep.STANDBY_DELAY_SECONDS = 0.0
upkeep.keep_moving(LocalEngine(RunStore(Path(sys.argv[1]))), every_seconds=0.05)
sys.stdin.read()
"""


@pytest.fixture
def start_app(store: RunStore, fake_worker: None) -> Iterator[Start]:
    """Start an app on the runs folder; what is left of it ends with the test."""
    with ExitStack() as ends:

        def start() -> psutil.Popen:
            app = psutil.Popen([sys.executable, "-c", APP, str(store.root)], stdin=subprocess.PIPE)
            ends.callback(app.wait)
            ends.callback(app.stdin.close)
            ends.callback(app.kill)
            return app

        yield start


def is_training(run: Run) -> bool:
    return current_status(run).phase == "training"


def wait_for_step(run: Run, step: int) -> None:
    wait_for(lambda: run.status().step >= step, 60)


def kill(*processes: psutil.Process) -> None:
    for process in processes:
        process.kill()
    for process in processes:
        wait_for(lambda process=process: is_gone(process))


@pytest.mark.fault(
    "kill −9 of the app",
    done="The app is killed while a run trains, and started again; another run waits.",
    sees="The run, still training; its curves without a gap, also for the time when there was no app.",
    lost="Nothing.",
)
def test_a_run_goes_on_without_its_app_and_is_found_again(store: RunStore, start_app: Start) -> None:
    app = start_app()
    run = store.create(QUICK_GAN)
    wait_for_step(run, 3)
    waiting = store.create(QUICK_GAN)
    kill(app)
    wait_for_step(run, run.status().step + 3)
    worker = run.status().pid
    start_app()
    wait_for_step(run, run.status().step + 3)
    assert (run.status().pid, waiting.status().state) == (worker, RunState.QUEUED)
    LocalEngine(store).stop(run)
    wait_for(lambda: is_training(waiting), 60)
    assert run.status().state is RunState.STOPPED
    steps, newest = read_everything(run)
    assert steps == list(range(newest + 1))


@pytest.mark.fault(
    "kill −9 of the app and of the worker",
    done="The app, the supervisor and the worker are killed at once, as when the power fails; then the app starts "
    "again and the run is resumed.",
    sees="“lost: Its process disappeared”, a quarter of a minute later, and a button to resume; then curves without a "
    "gap.",
    lost="The steps since the last checkpoint.",
)
def test_after_everything_was_killed_the_run_is_lost_and_can_be_resumed(
    store: RunStore, engine: LocalEngine, start_app: Start, note: Callable[[str], None]
) -> None:
    app = start_app()
    run = store.create(QUICK_GAN)
    wait_for(run.checkpoints, 60)
    kill(app, *processes_of(store))
    steps, saved = read_everything(run)
    note(f"{steps[-1] - saved} of {steps[-1]} steps lost")
    assert steps[-1] - saved <= CHECKPOINT_EVERY

    let_time_pass(run)
    start_app()
    assert current_status(run).state is RunState.LOST
    engine.resume(run)
    wait_for_step(run, steps[-1] + 3)
    engine.stop(run)
    wait_for(lambda: run.status().state is RunState.STOPPED)
    again, newest = read_everything(run)
    assert again == list(range(newest + 1))


def let_time_pass(run: Run) -> None:
    """As if it had been launched, and its heartbeat touched, longer ago than a living worker ever waits."""
    long_ago = os.stat(run.path / layout.HEARTBEAT).st_mtime - STALE_SECONDS - 1
    os.utime(run.path / layout.HEARTBEAT, (long_ago, long_ago))
    replace(run.status(), started_at=long_ago).write(run.path)


@pytest.mark.fault(
    "two apps on one runs folder",
    done="Two apps look after one folder, each with a worker standing by; six runs are queued; one app is killed.",
    sees="The same runs in both; one trains at a time, each once, in their order.",
    lost="Nothing; with the app goes only its own worker that stood by.",
)
def test_two_apps_train_each_run_once_and_one_at_a_time(
    store: RunStore, start_app: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "10")
    store.root.mkdir()
    first, _ = start_app(), start_app()
    wait_for(lambda: len(supervisors(store)) == 2, 60)
    runs = [store.create(QUICK_GAN) for _ in range(6)]
    wait_for(lambda: not runs[1].status().state.is_active, 60)
    kill(first)
    most = 0

    def are_over() -> bool:
        nonlocal most
        states = [current_status(run).state for run in runs]
        most = max(most, states.count(RunState.RUNNING))
        return all(state is RunState.COMPLETED for state in states)

    wait_for(are_over, 120)
    assert most == 1
    assert [[row["kind"] for row in read_rows(run, layout.EVENTS)] for run in runs] == [["started", "completed"]] * 6
    begun = [run.status().started_at for run in runs]
    assert begun == sorted(begun)
    wait_for(lambda: len(supervisors(store)) == 1, 60)


def supervisors(store: RunStore) -> list[psutil.Process]:
    found = processes_of(store)
    return [process for process in found if not is_gone(process) and "ganlib.runner" in process.cmdline()]
