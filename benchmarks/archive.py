"""Many runs and a very long one. `python -m benchmarks.archive`

A thousand finished runs are listed, by the store, by the engine that looks for waiting ones, and by the Runs page; a
run with a million rows of scalars is opened, by the reader alone and by the Train page. Pages run in this process
(Streamlit's AppTest), without a browser; all files are in the operating system's cache.
"""

import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.report import provenance, table
from benchmarks.served import ROOT
from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import RunStore
from ganlib.ui.readers import MOST_ROWS
from tests.fakes.run import write_run

NUM_RUNS, NUM_ROWS, REPEATS = 1_000, 1_000_000, 5


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000.0 * (time.perf_counter() - began)


def repeated(work: Callable[[], object]) -> str:
    return f"{statistics.median(milliseconds(work) for _ in range(REPEATS)):.0f} ms"


def open_page(key: str, params: dict[str, str]) -> Callable[[], object]:
    """A visitor's first look at a page, in a new session; the server has shown others before."""

    def look() -> None:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.switch_page(f"pages/{key}.py")
        for name, value in params.items():
            app.query_params[name] = value
        assert not app.run().exception

    look()
    return look


def write_rows(file: Path) -> None:
    """As a GAN logs them."""
    chance, keys = random.Random(0), ("loss/g", "loss/d", "probability/real", "probability/fake", "grad_norm/g")
    with open(file, "w") as lines:
        for step in range(1, NUM_ROWS + 1):
            row = {"step": step, "seconds": 0.05 * step, "images": 64 * step} | {key: chance.random() for key in keys}
            lines.write(json.dumps(row) + "\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"GAN_STUDIO_RUNS": name, "GAN_STUDIO_STANDBY": "0"}
        store = RunStore(Path(name))
        runs = [write_run(store, preset("quick-gan"), steps=2) for _ in range(NUM_RUNS)]
        engine = LocalEngine(store)
        rows = [
            [f"store: {NUM_RUNS:,} runs", repeated(lambda: list(store))],
            ["engine: the queue, first look", f"{milliseconds(engine.queue):.0f} ms"],
            ["engine: the queue, later", repeated(engine.queue)],
            ["Runs page", repeated(open_page("runs", {}))],
        ]
        scalars = runs[0].path / layout.SCALARS
        write_rows(scalars)
        rows += [
            [f"reader: {NUM_ROWS:,} rows", repeated(lambda: RecordReader(scalars, most=MOST_ROWS).read())],
            ["Train page of that run", repeated(open_page("train", {"run": runs[0].run_id}))],
        ]
    print(f"{provenance()}; median of {REPEATS}\n")
    print(table(["what", "measured"], rows))


if __name__ == "__main__":
    main()
