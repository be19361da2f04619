"""`python -m tests.train.stretches RUNS_DIR PRESET [KEY=VALUE …]`: one run in one stretch, and the same in two.

Exact arithmetic; prints what both logged, as JSON. The samples are scored after every step, which must not show in the
rest. A process of its own: TensorFlow cannot take back that its operations be deterministic.

One operation at a time (`inter_op` 1; each may use all cores): side by side, TensorFlow 2.21 is not deterministic even
where it promises to be. Two whole runs of the same settings then differ now and then: the second convolution of the
discriminator, in the passes made for a gradient penalty alone, gives another value for the same input (seen in 9 of 28
runs of 8 steps on a busy machine with 2 cores, in none of 60 with one operation at a time; with and without oneDNN).
"""

import json
import sys
from pathlib import Path
from typing import Any

import tensorflow as tf

from ganlib.config.link import with_text
from ganlib.config.presets import preset
from ganlib.metrics.judge import Judge
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run, RunStore
from ganlib.train import evaluation, prior
from ganlib.train.callbacks import evaluation as when
from ganlib.train.callbacks import stopping
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

STEPS, PAUSE_AT = 8, 5
SMALL = {"budget": "steps", "num_steps": STEPS, "batch_size": 8, "sample_every_steps": 2, "decay_start": 0.5}
NOT_COMPARED = {"seconds", "time/step_ms", "samples/diversity"}  # clocks; and a pause draws its last step


def pause(run: Run) -> None:
    """Somebody presses Pause while step `PAUSE_AT` of a stretch is computed."""
    look = stopping.StopWhenAsked.on_train_batch_end

    def pressed(self: stopping.StopWhenAsked, batch: int, logs: dict | None = None) -> None:
        if batch + 1 == PAUSE_AT:
            run.request(layout.PAUSE)
        look(self, batch, logs)

    stopping.StopWhenAsked.on_train_batch_end = pressed


def rows(run: Run) -> list[dict[str, Any]]:
    found = RecordReader(run.path / layout.SCALARS).read()
    return [{key: value for key, value in row.items() if key not in NOT_COMPARED} for row in found]


def main(root: str, key: str, *settings: str) -> None:
    tf.config.experimental.enable_op_determinism()
    tf.config.threading.set_inter_op_parallelism_threads(1)
    evaluation.LOOK = prior.SETTLED = prior.Effort(500, 2)
    Judge.quick_samples, when._LEAST_SECONDS, when.seconds_to_next = 20, 0.0, lambda cost, seconds: 0.0
    store, config = RunStore(Path(root)), preset(key).with_settings(SMALL)
    for assignment in settings:
        config = with_text(config, *assignment.split("=", 1))
    whole, halves = store.create(config), store.create(config)
    assert run_training(whole.path, Requests(whole.path))
    pause(halves)
    assert run_training(halves.path, Requests(halves.path))
    paused_at = halves.status().step
    halves.clear_requests()
    assert run_training(halves.path, Requests(halves.path))
    pictures = {
        step: [path.read_bytes().hex() == halves.pictures()[step].read_bytes().hex()]
        for step, path in whole.pictures().items()
    }
    assert len(RecordReader(whole.path / layout.METRICS).read()) >= STEPS
    print(json.dumps({"paused_at": paused_at, "whole": rows(whole), "halves": rows(halves), "same": pictures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
