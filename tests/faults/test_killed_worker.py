"""Kill −9 of the real worker, again and again, also while it writes."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from tests.faults.conftest import CHECKPOINT_EVERY, PATIENCE_SECONDS, SMALL
from tests.faults.readable import read_everything
from tests.runner.conftest import is_gone
from tests.waiting import wait_for

Moment = Callable[[Run, random.Random], None]


def while_starting(run: Run, chance: random.Random) -> None:
    phase = chance.choice(["loading_data", "building", "compiling"])
    wait_for(lambda: run.status().phase in (phase, "training"), PATIENCE_SECONDS)


def while_training(run: Run, chance: random.Random) -> None:
    wait_for(lambda: run.status().phase == "training", PATIENCE_SECONDS)
    wanted = log_size(run) + chance.randrange(10_000)
    wait_for(lambda: log_size(run) > wanted, PATIENCE_SECONDS)


def while_writing(folder: str, beginning: str) -> Moment:
    """When a file or folder is there that has not got its final name yet."""

    def moment(run: Run, chance: random.Random) -> None:
        while_training(run, chance)
        wait_for((run.path / folder).exists, PATIENCE_SECONDS)
        while not is_seen(run.path / folder, beginning):
            assert run.status().state is RunState.RUNNING

    return moment


def is_seen(folder: Path, beginning: str) -> bool:
    """Look for a name again and again: it is there for a millisecond. The rests leave the worker a processor."""
    for _ in range(500):
        if any(name.startswith(beginning) for name in os.listdir(folder)):
            return True
        time.sleep(1e-4)
    return False


MOMENTS: list[Moment] = [
    while_writing(layout.CHECKPOINTS, ".step-"),
    while_training,
    while_writing("", f".{layout.STATUS}."),
    while_training,
    while_writing(layout.SAMPLES, ".step-"),
    while_training,
    while_starting,
]


def log_size(run: Run) -> int:
    return (run.path / layout.SCALARS).stat().st_size


def worker_of(run: Run) -> psutil.Process:
    """The process that trains the run, or will when it has read what to train."""
    process = psutil.Process(run.status().pid)
    return wait_for(process.children)[0] if "ganlib.runner" in process.cmdline() else process


def half_written(run: Run) -> set[Path]:
    return {path for path in run.path.rglob(".*") if path.name != layout.RESERVE}


@pytest.mark.slow
@pytest.mark.fault(
    "kill −9 of the worker",
    done="The real worker of one small GAN is killed at 50 moments: while it starts, trains, and in the middle of "
    "writing a checkpoint, the status or a picture; each time it is resumed. (`make test` does it 3 times.)",
    sees="“failed: The system ended the training process”, with its log, and a button to resume.",
    lost="The steps since the last checkpoint.",
)
@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_a_worker_killed_at_any_moment_leaves_a_run_that_can_be_read_and_goes_on(
    engine: LocalEngine, kills: int, note: Callable[[str], None]
) -> None:
    chance = random.Random(1)
    run = engine.start(SMALL)
    saved = most_lost = num_torn = 0
    torn: set[Path] = set()
    for number in range(kills):
        engine.get_ready()  # the next worker gets ready while this one trains
        worker = worker_of(run)
        MOMENTS[number % len(MOMENTS)](run, chance)
        worker.kill()
        wait_for(lambda: not run.status().state.is_active, PATIENCE_SECONDS)
        wait_for(lambda worker=worker: is_gone(worker))
        assert (run.status().state, run.status().failure) == (RunState.FAILED, "killed")

        earlier, torn = torn, half_written(run)
        num_torn += bool(torn - earlier)
        steps, newest = read_everything(run)
        assert steps == list(range(len(steps))), "each step once"
        assert newest >= saved, "what was saved stays saved"
        saved, most_lost = newest, max(most_lost, len(steps) - 1 - newest)
        engine.resume(run)
    wait_for(lambda: run.status().phase == "training", PATIENCE_SECONDS)
    engine.pause(run)
    wait_for(lambda: run.status().state is RunState.PAUSED, PATIENCE_SECONDS)
    end = run.status().step + 3
    engine.resume(run, SMALL.with_settings({"num_steps": end}))
    wait_for(lambda: run.status().state is RunState.COMPLETED, PATIENCE_SECONDS)
    assert read_everything(run) == (list(range(end + 1)), end)
    assert list(run.pictures()) == list(range(end + 1))
    assert not half_written(run)
    assert most_lost <= CHECKPOINT_EVERY
    note(f"{kills} kills, {num_torn} in the middle of a write, 0 unreadable runs, at most {most_lost} steps lost")
