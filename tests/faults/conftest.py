"""Faults that really happen: engines to hurt, disks to fill, and the table of how the studio took it."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from ganlib.config.presets import preset
from ganlib.errors import DamagedRunError
from ganlib.runner.local import LocalEngine
from ganlib.runner.processes import process_of
from ganlib.store.runs import RunStore
from ganlib.ui import resources
from tests.faults.table import Table
from tests.pages.conftest import OpenPage, QuietEngine, first_request
from tests.runner.conftest import processes_of
from tests.waiting import wait_for

PATIENCE_SECONDS = 180.0  # for a real worker on a busy machine
CHECKPOINT_EVERY = 5  # steps
# A real run. Each step writes a row and a picture: no moment without a write, and rows that can be counted.
SMALL = preset("article-gan").with_settings(
    {"num_steps": 1_000_000, "batch_size": 8, "num_samples": 4, "sample_every_steps": 1}
    | {"checkpoint_every_steps": CHECKPOINT_EVERY}
)
_TABLE = pytest.StashKey[Table]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults-table", type=Path, metavar="FILE", help="write the table of faults there")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TABLE] = Table()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.config.stash.setdefault(_TABLE, Table()).add(item, report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table, file = config.stash.get(_TABLE, Table()), config.getoption("--faults-table", default=None)
    if file is not None:
        table.write(file)
        terminalreporter.write_line(f"The table of faults is in {file}")
    for line in table.lines():
        terminalreporter.write_line(line)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say what was measured; it comes into the table."""
    return lambda fact: record_property("fact", fact)


@pytest.fixture
def fake_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers without TensorFlow, that go on until they are told to stop."""
    monkeypatch.setenv("GAN_STUDIO_WORKER", f"{sys.executable} -m tests.fakes.worker")
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    monkeypatch.setenv("GAN_STUDIO_FAKE_CHECKPOINT_STEPS", "5")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore(tmp_path / "runs")
    yield store
    end_all_of(store)


@pytest.fixture
def engine(store: RunStore) -> Iterator[LocalEngine]:
    engine = LocalEngine(store)
    yield engine
    engine.close()
    end_all_of(store)
    wait_for(lambda: engine.reap() or not engine._children)


@pytest.fixture
def open_page(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Pages of these runs, in this process; nothing is ever launched."""
    quiet = QuietEngine(store)
    monkeypatch.setattr(resources, "whole_engine", lambda: quiet)
    return first_request


def end_all_of(store: RunStore) -> None:
    """Kill every process that trains a run of this folder, or stands by for one."""

    def alive() -> list[psutil.Process]:
        found = processes_of(store)
        for run in store:
            with contextlib.suppress(DamagedRunError):
                status = run.status()
                orphan = process_of(status)
                found += [orphan] if orphan is not None and orphan.pid != os.getpid() else []
        return found

    for process in alive():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    wait_for(lambda: not alive())


class SmallDisk:
    """A file system of its own that can be filled to the last byte, and emptied of what filled it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filling = path / ".filling"

    def fill(self, but_bytes: int = 0) -> None:
        """Take all the room there is, except so much."""
        free = os.statvfs(self.path)
        room = free.f_bavail * free.f_frsize - but_bytes
        with contextlib.suppress(OSError), open(self._filling, "ab", buffering=0) as file:
            while room > 0:
                room -= file.write(bytes(min(room, 4096)))

    def empty(self) -> None:
        self._filling.unlink(missing_ok=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    path = tmp_path / "disk"
    path.mkdir()
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(path))
    yield SmallDisk(path)
    subprocess.run(["umount", "--lazy", str(path)], check=True)


def mount(*arguments: str) -> None:
    """Mount, or skip the test where this is not allowed."""
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"needs the right to mount a file system: {error}")
