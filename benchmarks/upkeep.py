"""What a run does besides training, as shares of its time. `python -m benchmarks.upkeep [MINUTES] [--presets …]`

Each preset trains as in the app, one after the other, in a process of its own in which every callback is timed. The
budget counts all of it: what is told here is taken from the steps. Promised are 1 % at most for checkpoints and 5 % for
scoring, where loading the networks that measure, once, does not count; it is told apart.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import wraps
from pathlib import Path

from benchmarks.report import provenance, table
from ganlib.config.presets import preset
from ganlib.store.runs import RunStore

WHAT = {
    "CheckpointsCallback": "checkpoints",
    "SamplesCallback": "pictures",
    "EvaluationCallback": "scoring",
    "Evaluation": "of it, once, loading",
}
THE_REST = "logs, status, guards"


def spent_by(name: str, minutes: float, runs: Path) -> tuple[int, float, dict[str, float]]:
    """Train the preset here, where nothing was trained yet: its steps, its seconds, and those of them by purpose."""
    from ganlib.train import loop
    from ganlib.train.devices import prepare_devices
    from ganlib.train.requests import Requests

    prepare_devices()
    spent: dict[str, float] = defaultdict(float)
    callbacks = [value for key, value in vars(loop).items() if key.endswith("Callback")]
    for kind in (*callbacks, loop.Schedule, loop.NotFiniteGuard, loop.Budget, loop.StopWhenAsked):
        for method in ("on_train_begin", "on_train_batch_begin", "on_train_batch_end"):
            setattr(kind, method, _timed(getattr(kind, method), spent, WHAT.get(kind.__name__, THE_REST)))
    loop.Evaluation._load = _timed(loop.Evaluation._load, spent, WHAT["Evaluation"])
    run = RunStore(runs).create(preset(name).with_settings({"budget": "minutes", "minutes": minutes}))
    loop.run_training(run.path, Requests(run.path))
    status = run.status()
    return status.step, status.seconds, spent


def _timed(method: Callable, spent: dict[str, float], purpose: str) -> Callable:
    @wraps(method)
    def timed(*arguments: object, **named: object) -> object:
        began = time.perf_counter()
        try:
            return method(*arguments, **named)
        finally:
            spent[purpose] += time.perf_counter() - began

    return timed


def main(minutes: float, presets: list[str]) -> None:
    purposes = [*WHAT.values(), THE_REST]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in presets:
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
                steps, seconds, spent = process.submit(spent_by, name, minutes, Path(folder)).result()
            shares = [f"{100 * spent[purpose] / seconds:.2f} %" for purpose in purposes]
            rows.append([f"`{name}`", f"{steps:,}", *shares])
            print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; {minutes:g} min each\n")
    print(table(["preset", "steps", *purposes], rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=2.0)
    parser.add_argument("--presets", nargs="+", default=["quick-gan", "quick-vae", "article-gan", "tutorial-dcgan"])
    options = parser.parse_args()
    main(options.minutes, options.presets)
