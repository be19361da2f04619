"""`python -m tests.train.stretches RUNS_DIR PRESET`: one run in one stretch, the same in two, with exact arithmetic.

Prints what both logged, as JSON. A process of its own: TensorFlow cannot take back that its operations be
deterministic.
"""

import json
import sys
from pathlib import Path
from typing import Any

import tensorflow as tf

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run, RunStore
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

STEPS, PAUSE_AT = 8, 5
SMALL = {"budget": "steps", "num_steps": STEPS, "batch_size": 8, "sample_every_steps": 2, "decay_start": 0.5}
NOT_COMPARED = {"seconds", "time/step_ms", "samples/diversity"}  # clocks; and a pause draws its last step


class PauseAt(Requests):
    """Somebody presses Pause while step `PAUSE_AT` is computed."""

    def __init__(self, run_dir: Path) -> None:
        super().__init__(run_dir)
        self._looks = 0

    def wanted(self):
        self._looks += 1
        if self._looks == 1 + PAUSE_AT:  # once before the first step, then after each
            self._pause_file.touch()
        return super().wanted()


def rows(run: Run) -> list[dict[str, Any]]:
    found = RecordReader(run.path / layout.SCALARS).read()
    return [{key: value for key, value in row.items() if key not in NOT_COMPARED} for row in found]


def main(root: str, key: str) -> None:
    tf.config.experimental.enable_op_determinism()
    store, config = RunStore(Path(root)), preset(key).with_settings(SMALL)
    whole, halves = store.create(config), store.create(config)
    assert run_training(whole.path, Requests(whole.path))
    assert run_training(halves.path, PauseAt(halves.path))
    paused_at = halves.status().step
    halves.clear_requests()
    assert run_training(halves.path, Requests(halves.path))
    pictures = {
        step: [path.read_bytes().hex() == halves.pictures()[step].read_bytes().hex()]
        for step, path in whole.pictures().items()
    }
    print(json.dumps({"paused_at": paused_at, "whole": rows(whole), "halves": rows(halves), "same": pictures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
