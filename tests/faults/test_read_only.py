"""A runs folder on a disk that is only to be looked at."""

import subprocess
from collections.abc import Callable, Iterator

import pytest

from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.runner.upkeep import IDLE_SECONDS, keep_moving
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.faults.conftest import mount
from tests.pages.conftest import OpenPage
from tests.pages.test_runs import texts
from tests.runner.conftest import processes_of


@pytest.fixture
def finished(store: RunStore) -> Run:
    return write_run(store, preset("quick-gan"), steps=25, name="My first")


@pytest.fixture
def read_only(store: RunStore, finished: Run) -> Iterator[RunStore]:
    """As root, permissions do not count; a read-only mount does."""
    store.create(preset("quick-gan"))
    mount("--bind", str(store.root), str(store.root))
    mount("-o", "remount,bind,ro", str(store.root))
    yield store
    subprocess.run(["umount", "--lazy", str(store.root)], check=True)


@pytest.mark.fault(
    "read-only runs folder: pages",
    done="The runs folder is mounted read-only; every page is opened, and Start is pressed.",
    sees="Every run as it is, below a notice that the folder is read-only; Start says “This could not be saved: "
    "Read-only file system” on the page.",
    lost="Nothing.",
)
def test_pages_show_runs_that_cannot_be_changed(read_only: RunStore, finished: Run, open_page: OpenPage) -> None:
    addresses = [("train", {}), ("train", {"run": finished.run_id}), ("runs", {}), ("compare", {})]
    for key, params in addresses:
        page = open_page(key, params)
        assert not page.exception
        assert "is read\\-only" in texts(page) or "is read-only" in texts(page)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    assert not page.exception
    assert "could not be saved" in texts(page)
    assert "Read\\-only file system" in texts(page)


@pytest.mark.fault(
    "read-only runs folder: queue",
    done="A run waits in a read-only folder; the app's upkeep looks after it again and again.",
    sees="“waiting”, below the notice.",
    lost="Nothing; no process is started in vain.",
)
def test_nothing_is_started_where_nothing_can_be_written(
    read_only: RunStore, fake_worker: None, note: Callable[[str], None]
) -> None:
    engine = LocalEngine(read_only)
    upkeep = keep_moving(engine, every_seconds=3600)
    try:
        for number in range(1, 4):
            upkeep.tick(upkeep._started + number * IDLE_SECONDS)
            assert engine.standby._supervisor is None
            assert not engine.measurement.is_running()
        assert not processes_of(read_only)
        assert [run.status().state for run in engine.queue()] == [RunState.QUEUED]
        with pytest.raises(OSError, match="Read-only"):
            engine.start(preset("quick-gan"))
    finally:
        upkeep.stop()
