"""Saves checkpoints: now and then, and whenever somebody asks."""

import time

import keras

from ganlib.config.run import TrainingConfig
from ganlib.train.checkpointing import Checkpointing
from ganlib.train.periodic import EverySeconds, EverySteps
from ganlib.train.progress import Progress

_MOST_OF_TRAINING = 0.01  # the share of the time that saving may take


class CheckpointsCallback(keras.callbacks.Callback):
    """By steps where the person wants that, else by time; seldom enough that saving costs at most one per cent."""

    def __init__(self, training: TrainingConfig, progress: Progress, checkpointing: Checkpointing) -> None:
        super().__init__()
        self._every_seconds = training.checkpoint_every_seconds
        every = training.checkpoint_every_steps
        self._is_step_due = EverySteps(every, since=progress.step) if every else None
        self._is_time_due = EverySeconds(self._every_seconds)
        self._progress = progress
        self._checkpointing = checkpointing

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._is_time_due.wait(self._progress.seconds)  # there is nothing to save yet

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        is_step_due = self._is_step_due is not None and self._is_step_due.is_due(self._progress.step)
        if is_step_due or self._is_time_due.is_due(self._progress.seconds):
            self._save()

    def _save(self) -> None:
        began = time.perf_counter()
        self._checkpointing.save()
        cost = time.perf_counter() - began
        self._is_time_due.wait(self._progress.seconds, max(self._every_seconds, cost / _MOST_OF_TRAINING))
