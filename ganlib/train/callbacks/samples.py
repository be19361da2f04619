"""Draws a sample grid now and then."""

import keras

from ganlib.train.drawing import Drawing
from ganlib.train.periodic import EverySteps
from ganlib.train.progress import Progress


class SamplesCallback(keras.callbacks.Callback):
    """After those that end training in the list (the last step is always drawn), before the scalars (what is measured
    on the samples belongs to the same step's row).
    """

    def __init__(self, every_steps: int, progress: Progress, drawing: Drawing) -> None:
        super().__init__()
        self._is_due = EverySteps(every_steps, since=progress.step)
        self._progress = progress
        self._drawing = drawing

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._is_due.is_due(self._progress.step) or self.model.stop_training:
            self._drawing.draw(self._progress.step)
