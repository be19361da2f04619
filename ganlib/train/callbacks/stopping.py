"""Ends training: the budget is spent, or somebody asked."""

import keras

from ganlib.config.limits import Limits
from ganlib.config.run import TrainingConfig
from ganlib.train.progress import Progress
from ganlib.train.requests import Requests


class Budget(keras.callbacks.Callback):
    """Ends training when its steps or minutes are spent, or when it comes to a limit of this studio."""

    def __init__(self, training: TrainingConfig, progress: Progress, limits: Limits) -> None:
        super().__init__()
        self._training = training
        self._progress = progress
        self._limits = limits

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        step, seconds = self._progress.step, self._progress.seconds
        if self._training.share_done(step, seconds) >= 1.0 or self._limits.is_reached(step, seconds):
            self.model.stop_training = True


class StopWhenAsked(keras.callbacks.Callback):
    """Looks between steps."""

    def __init__(self, requests: Requests) -> None:
        super().__init__()
        self._requests = requests

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._requests.wanted() is not None:
            self.model.stop_training = True
