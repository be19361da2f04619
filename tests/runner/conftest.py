"""Engines with fake workers. Whatever a test has started is ended after it."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from ganlib.config.presets import preset
from ganlib.errors import DamagedRunError
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import Run, RunStore
from tests.waiting import wait_for

collect_ignore = [] if find_spec("ray") else ["test_ray.py"]  # `make test-ray` installs it


@pytest.fixture(autouse=True)
def fake_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAN_STUDIO_WORKER", f"{sys.executable} -m tests.fakes.worker")
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "3")
    monkeypatch.delenv("GAN_STUDIO_SLOTS", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore(tmp_path / "runs")
    yield store
    for process in processes_of(store):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    wait_for(lambda: not processes_of(store))


@pytest.fixture
def engine(store: RunStore) -> Iterator[LocalEngine]:
    engine = LocalEngine(store)
    yield engine
    engine.close()
    for run in store:
        with contextlib.suppress(DamagedRunError):
            engine.stop(run)
    for process in processes_of(store):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    wait_for(lambda: engine.reap() or not engine._children)


@pytest.fixture
def new_run(store: RunStore) -> Callable[[], Run]:
    return lambda: store.create(preset("quick-gan"))


def processes_of(store: RunStore) -> list[psutil.Process]:
    """The supervisors of this folder (its path is in their command line) and their workers; zombies do not count."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(store.root) in process.cmdline() and "ganlib.runner" in process.cmdline():
                found += [process, *process.children()]
    return found


def worker_of(supervisor: psutil.Process) -> psutil.Process:
    return wait_for(supervisor.children)[0]


def is_gone(process: psutil.Process) -> bool:
    """Ended; perhaps not yet collected by its parent."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
