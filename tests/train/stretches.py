"""`python -m tests.train.stretches RUNS_DIR END PRESET [KEY=VALUE …]`: one run in one stretch, and the same in two.

END tells how the first of the two ends, after step `LEFT_AT`. "crash": it is what the run in one stretch had on disk
then; only the rest is trained again. "pause": somebody presses Pause.
Exact arithmetic; prints what both logged, as JSON. Unless told `evaluate=false`, the samples are scored after every
step, which must not show in the rest. A process of its own: TensorFlow cannot take back that its operations be
deterministic.

One operation at a time (`inter_op` 1; each may use all cores): side by side, TensorFlow 2.21 is not deterministic even
where it promises to be. Two whole runs of the same settings then differ now and then: the second convolution of the
discriminator, in the passes made for a gradient penalty alone, gives another value for the same input (seen in 9 of 28
runs of 8 steps on a busy machine with 2 cores, in none of 60 with one operation at a time; with and without oneDNN).
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tensorflow as tf

from ganlib.config.link import with_text
from ganlib.config.presets import preset
from ganlib.metrics.judge import Judge
from ganlib.store import layout
from ganlib.store.checkpoints import checkpoints_of
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run, RunStore
from ganlib.train import evaluation, export, prior
from ganlib.train.callbacks import evaluation as when
from ganlib.train.callbacks import stopping
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

STEPS, LEFT_AT = 8, 5
SMALL = {"budget": "steps", "num_steps": STEPS, "batch_size": 8, "sample_every_steps": 2, "decay_start": 0.5}
SMALL |= {"checkpoint_every_steps": LEFT_AT}
NOT_COMPARED = {"seconds", "time/step_ms", "samples/diversity"}  # clocks; and a pause draws its last step


def copy_when_left(run: Run, copy: Run) -> None:
    """Keep what a crash in the step after `LEFT_AT` would leave behind."""
    once_in(LEFT_AT + 1, lambda: shutil.copytree(run.path, copy.path, dirs_exist_ok=True))


def pause(run: Run) -> None:
    """Somebody presses Pause while step `LEFT_AT` of a run is computed."""
    once_in(LEFT_AT, lambda: run.request(layout.PAUSE))


def once_in(step: int, happens: Callable[[], object]) -> None:
    """Let something happen in a step of a stretch, before that step is logged."""
    look = stopping.StopWhenAsked.on_train_batch_end
    has_happened = False

    def looks(self: stopping.StopWhenAsked, batch: int, logs: dict | None = None) -> None:
        nonlocal has_happened
        if batch + 1 >= step and not has_happened:
            has_happened = True
            happens()
        look(self, batch, logs)

    stopping.StopWhenAsked.on_train_batch_end = looks


def rows(run: Run) -> list[dict[str, Any]]:
    found = RecordReader(run.path / layout.SCALARS).read()
    return [{key: value for key, value in row.items() if key not in NOT_COMPARED} for row in found]


def main(root: str, end: str, key: str, *settings: str) -> None:
    tf.config.experimental.enable_op_determinism()
    tf.config.threading.set_inter_op_parallelism_threads(1)
    evaluation.LOOK = prior.SETTLED = prior.Effort(500, 2)
    export._export_onnx = lambda network, path: None
    Judge.quick_samples, when._LEAST_SECONDS, when.seconds_to_next = 20, 0.0, lambda cost, seconds: 0.0
    store, config = RunStore(Path(root)), preset(key).with_settings(SMALL)
    for assignment in settings:
        config = with_text(config, *assignment.split("=", 1))
    whole, halves = store.create(config), store.create(config)
    if end == "crash":
        copy_when_left(whole, halves)
    assert run_training(whole.path, Requests(whole.path))
    if end == "pause":
        pause(halves)
        assert run_training(halves.path, Requests(halves.path))
        halves.clear_requests()
    begins_at = checkpoints_of(halves.path)[0].step
    assert run_training(halves.path, Requests(halves.path))
    pictures = {
        step: [path.read_bytes().hex() == halves.pictures()[step].read_bytes().hex()]
        for step, path in whole.pictures().items()
    }
    assert not config.training.evaluate or len(RecordReader(whole.path / layout.METRICS).read()) >= STEPS
    print(json.dumps({"begins_at": begins_at, "whole": rows(whole), "halves": rows(halves), "same": pictures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
