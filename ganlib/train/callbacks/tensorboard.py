"""Writes TensorBoard event files, so that `tensorboard --logdir runs` works."""

from pathlib import Path

import keras
import tensorflow as tf

from ganlib.store import layout
from ganlib.train.drawing import Drawing
from ganlib.train.periodic import EverySeconds
from ganlib.train.progress import Progress

_SCALARS_SECONDS = 1.0


class TensorBoardCallback(keras.callbacks.Callback):
    """Scalars about once a second, and each new sample grid.

    Keras's own TensorBoard callback knows batches of one `fit`, not our steps and grids.
    """

    def __init__(self, run_dir: Path, progress: Progress, drawing: Drawing) -> None:
        super().__init__()
        self._folder = run_dir / layout.TENSORBOARD
        self._progress = progress
        self._drawing = drawing
        self._is_due = EverySeconds(_SCALARS_SECONDS)
        self._writer: tf.summary.SummaryWriter | None = None
        self._drawn_step: int | None = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._writer = tf.summary.create_file_writer(str(self._folder))

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        is_new_grid = self._drawing.last_step != self._drawn_step
        if not is_new_grid and not self._is_due.is_due(self._progress.seconds):
            return
        assert self._writer is not None
        with self._writer.as_default(step=self._progress.step):
            for key, value in (logs or {}).items():
                tf.summary.scalar(key, value)
            if is_new_grid and self._drawing.last_grid is not None:
                self._drawn_step = self._drawing.last_step
                tf.summary.image("samples", self._drawing.last_grid[None], step=self._drawn_step)

    def on_train_end(self, logs: dict | None = None) -> None:
        if self._writer is not None:
            self._writer.close()
