"""Much more than anybody is expected to have: a thousand runs, a million rows."""

import json
import shutil
import time
from collections.abc import Callable

import pytest

from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.runs import RunStore
from ganlib.ui import readers
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage
from tests.pages.test_runs import texts
from tests.waiting import wait_for

QUICK_GAN = preset("quick-gan")
PATIENCE_SECONDS = 30.0  # on a machine that is busy with other things


@pytest.mark.fault(
    "a thousand runs",
    done="A thousand finished runs and one that waits are in the folder; every page is opened.",
    sees="The newest ten, and pages of ten to turn.",
    lost="Nothing.",
)
def test_a_thousand_runs_are_no_burden(
    store: RunStore, engine: LocalEngine, open_page: OpenPage, note: Callable[[str], None]
) -> None:
    run = write_run(store, QUICK_GAN, steps=25, name="the first")
    for number in range(999):
        shutil.copytree(run.path, store.root / f"{run.run_id}-{number:03d}")
    waiting = store.create(QUICK_GAN)
    pages = [("train", {}), ("train", {"run": run.run_id}), ("runs", {}), ("runs", {"page": "100"}), ("compare", {})]
    slowest = 0.0
    for key, params in pages:
        began = time.perf_counter()
        page = open_page(key, params)
        slowest = max(slowest, time.perf_counter() - began)
        assert not page.exception
        if key == "runs":
            assert "Runs: 1,001, newest first" in texts(page)
    began = time.perf_counter()
    assert engine.queue() == [waiting]
    first, began = time.perf_counter() - began, time.perf_counter()
    assert engine.queue() == [waiting]
    again = time.perf_counter() - began
    note(f"slowest page {slowest:.1f} s; the queue is read in {first:.2f} s, then in {again:.2f} s")
    assert slowest < PATIENCE_SECONDS


@pytest.mark.long
@pytest.mark.fault(
    "a million rows",
    done="The log of a run has a million rows; its page is opened, and one more row is written.",
    sees="The curves from beginning to end.",
    lost="Nothing.",
)
def test_a_million_rows_are_drawn(store: RunStore, open_page: OpenPage, note: Callable[[str], None]) -> None:
    run = write_run(store, QUICK_GAN, steps=25)
    with open(run.path / layout.SCALARS, "w") as file:
        file.writelines(
            json.dumps({"step": step, "seconds": step / 10, "loss/g": 1.0, "loss/d": 0.5}) + "\n"
            for step in range(1_000_000)
        )
    began = time.perf_counter()
    page = open_page("train", {"run": run.run_id})
    opened = time.perf_counter() - began
    assert not page.exception
    with open(run.path / layout.SCALARS, "a") as file:
        file.write('{"step": 1000000, "seconds": 100000.0, "loss/g": 1.0, "loss/d": 0.5}\n')
    began = time.perf_counter()
    wait_for(lambda: readers.scalar_rows(run)[-1]["step"] == 1_000_000)  # pages share rows for a second
    note(f"opened in {opened:.1f} s; the next row is seen after {time.perf_counter() - began:.1f} s")
    assert readers.scalar_rows(run)[0]["step"] == 0
