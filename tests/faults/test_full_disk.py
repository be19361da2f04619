"""A disk that is full: while each kind of file is written, while a run trains, and when one should start."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.runner.supervisor import Supervisor
from ganlib.store import layout
from ganlib.store.bundle import write_zip
from ganlib.store.checkpoints import Moment, write_checkpoint
from ganlib.store.files import append_line, folder_beside, open_records
from ganlib.store.images import write_picture
from ganlib.store.records import RecordReader
from ganlib.store.runs import About, Run, RunStore
from ganlib.store.speed import write_speed
from ganlib.store.status import RunState, Status
from ganlib.train.logs import RunLogs
from ganlib.train.progress import Progress
from ganlib.train.reporter import StatusReporter
from ganlib.ui import resources
from tests.fakes.run import write_run
from tests.faults.conftest import CHECKPOINT_EVERY, PATIENCE_SECONDS, SMALL, SmallDisk, end_all_of
from tests.faults.readable import read_everything
from tests.pages.conftest import QuietEngine, first_request
from tests.pages.test_runs import texts
from tests.runner.conftest import processes_of
from tests.waiting import wait_for

QUICK_GAN = preset("quick-gan")


@pytest.fixture
def engine(small_disk: SmallDisk) -> Iterator[LocalEngine]:
    """Its runs are on the small disk."""
    engine = LocalEngine(RunStore(small_disk.path))
    yield engine
    engine.close()
    end_all_of(engine.store)
    wait_for(lambda: engine.reap() or not engine._children)


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def write_model(run: Run) -> None:
    with folder_beside(run.path / layout.MODEL) as folder:
        noise(folder / "generator.keras")


WRITERS: dict[str, Callable[[Run], object]] = {
    "config": lambda run: run.replace_config(QUICK_GAN.with_settings({"minutes": 9.0})),
    "status": lambda run: Status(state=RunState.RUNNING).write(run.path),
    "name": lambda run: run.describe(About(name="new", note="n" * 5_000)),
    "picture": lambda run: write_picture(
        run.path / layout.SAMPLES / layout.sample_name(99), np.zeros((9, 9, 1), np.uint8)
    ),
    "checkpoint": lambda run: write_checkpoint(run.path, Moment(step=99), lambda folder: noise(folder / "weights")),
    "model": write_model,
    "zip": lambda run: write_zip(run, run.path.parent / "run.zip"),
    "speed": lambda run: write_speed(run.path.parent / ".speed.json", {"quick-gan": 1.0}),
    "new run": lambda run: RunStore(run.path.parent).create(QUICK_GAN),
    "branch": lambda run: RunStore(run.path.parent).create_branch(run, run.checkpoints()[0], QUICK_GAN),
}


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".filling"}


@pytest.mark.fault(
    "disk full, each kind of file",
    done="A file system of its own is filled to the last byte; then each kind of file is written: settings, status, "
    "name, picture, checkpoint, model, zip, measured speed, a new run, a branch.",
    sees="What the caller makes of “No space left on device”; nothing half-written.",
    lost="Nothing: every file is as it was before.",
)
@pytest.mark.parametrize("kind", WRITERS)
def test_what_does_not_fit_leaves_everything_as_it_was(small_disk: SmallDisk, kind: str) -> None:
    run = write_run(RunStore(small_disk.path), QUICK_GAN, steps=3)
    before = content(small_disk.path)
    small_disk.fill()
    with pytest.raises(OSError, match="No space left") as caught:
        WRITERS[kind](run)
    assert caught.value.errno == errno.ENOSPC
    assert content(small_disk.path) == before
    assert not list(small_disk.path.glob(".new-*"))
    small_disk.empty()
    WRITERS[kind](run)
    read_everything(run)


@pytest.mark.fault(
    "disk full, a row",
    done="Rows are appended until one does not fit; then there is room again.",
    sees="Curves up to the row that did not fit.",
    lost="Nothing that was written: the torn row is finished or left out, and those after it are whole.",
)
def test_a_row_that_does_not_fit_harms_no_other(small_disk: SmallDisk) -> None:
    run = write_run(RunStore(small_disk.path), QUICK_GAN, steps=3)
    small_disk.fill(but_bytes=8_192)
    progress = Progress(1)
    with pytest.raises(OSError, match="No space left"):
        log_until_it_is_full(run, progress)
    reached = progress.step
    small_disk.empty()
    with open_records(run.path / layout.SCALARS) as file:
        append_line(file, {"step": 10_000, "seconds": 1.0, "images": 1})
    *whole, last = steps_of(run)
    assert last == 10_000
    assert whole == list(range(len(whole)))
    assert reached - 1 <= whole[-1] <= reached


def log_until_it_is_full(run: Run, progress: Progress) -> None:
    with RunLogs(run.path, progress) as logs:
        for progress.step in range(4, 10_000):
            logs.scalars({"loss/g": 1.0}, is_forced=True)


def steps_of(run: Run) -> list[int]:
    return [row["step"] for row in RecordReader(run.path / layout.SCALARS).read()]


@pytest.mark.fault(
    "disk full, a run waits",
    done="A run waits in the queue when the disk is full; the queue is looked at again and again; then there is room.",
    sees="“waiting”, below a notice that the disk is full; it starts by itself when there is room.",
    lost="Nothing; no process is started in vain.",
)
def test_a_run_that_cannot_be_claimed_waits_for_room(
    engine: LocalEngine, small_disk: SmallDisk, fake_worker: None
) -> None:
    run = engine.store.create(QUICK_GAN)
    small_disk.fill()
    for _ in range(5):
        assert engine.advance() == []
    assert run.status().state is RunState.QUEUED
    assert not processes_of(engine.store)
    small_disk.empty()
    assert engine.advance() == [run]


@pytest.mark.fault(
    "disk full, pages",
    done="Every page is opened on a full disk, and Start is pressed.",
    sees="A notice that the disk is full; Start says “This could not be saved: No space left on device”.",
    lost="Nothing.",
)
def test_pages_say_that_the_disk_is_full(small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = QuietEngine(RunStore(small_disk.path))
    monkeypatch.setattr(resources, "whole_engine", lambda: quiet)
    run = write_run(quiet.store, QUICK_GAN, steps=3)
    small_disk.fill()
    for key, params in [("train", {}), ("train", {"run": run.run_id}), ("runs", {}), ("compare", {})]:
        page = first_request(key, params)
        assert not page.exception
        assert "The disk with the runs folder is full" in texts(page)
    page = first_request("train")
    page.button(key="start-quick-gan").click().run()
    assert not page.exception
    assert "could not be saved" in texts(page)
    assert "No space left on device" in texts(page)


@pytest.mark.fault(
    "disk full, deleting",
    done="A waiting and a finished run are deleted on the full disk.",
    sees="That they are gone, and the disk is not full any more.",
    lost="What was deleted.",
)
def test_runs_can_be_deleted_to_make_room(engine: LocalEngine, small_disk: SmallDisk) -> None:
    runs = [engine.store.create(QUICK_GAN), write_run(engine.store, QUICK_GAN, steps=3)]
    small_disk.fill()
    for run in runs:
        engine.discard(run)
    assert list(engine.store) == []
    assert engine.store.create(QUICK_GAN).status().state is RunState.QUEUED


@pytest.mark.fault(
    "disk full, the worker was killed",
    done="The disk fills while a run trains; then its worker is killed too, so that only the supervisor can say so.",
    sees="“failed: The system ended the training process”.",
    lost="The steps since the last checkpoint.",
)
def test_the_supervisor_can_still_say_why_the_run_ended(small_disk: SmallDisk) -> None:
    """By the reserve that the worker keeps; without it the run would look lost."""
    run = RunStore(small_disk.path).create(QUICK_GAN)
    StatusReporter(run.path).begin()
    small_disk.fill()
    Supervisor(small_disk.path)._settle(run, exit_code=-9)
    assert (run.status().state, run.status().failure) == (RunState.FAILED, "killed")


@pytest.mark.slow
@pytest.mark.fault(
    "disk full, a run trains",
    done="The real worker trains on a small file system that is filled under its hands, and emptied later.",
    sees="“failed: The disk is full. Delete runs that you no longer need, then start again”; Resume goes on.",
    lost="The steps since the last checkpoint.",
)
def test_a_run_on_a_full_disk_fails_with_that_reason_and_goes_on_later(
    engine: LocalEngine, small_disk: SmallDisk, note: Callable[[str], None]
) -> None:
    run = engine.start(SMALL)
    wait_for(run.checkpoints, PATIENCE_SECONDS)
    engine.get_ready()
    small_disk.fill()
    wait_for(lambda: not run.status().state.is_active, PATIENCE_SECONDS)
    assert (run.status().state, run.status().failure) == (RunState.FAILED, "disk_full")
    steps, saved = read_everything(run)
    note(f"{steps[-1] - saved} of {steps[-1]} steps lost")
    assert steps[-1] - saved <= CHECKPOINT_EVERY
    small_disk.empty()
    engine.resume(run)
    wait_for(lambda: run.checkpoints()[0].step > saved, PATIENCE_SECONDS)
    engine.pause(run)
    wait_for(lambda: run.status().state is RunState.PAUSED, PATIENCE_SECONDS)
    steps, _ = read_everything(run)
    assert steps == list(range(len(steps)))
