"""Ends training: the budget is spent, or somebody asked."""

import keras

from ganlib.config.run import TrainingConfig
from ganlib.train.progress import Progress
from ganlib.train.requests import Requests


class Budget(keras.callbacks.Callback):
    """Ends training when its steps or minutes are spent."""

    def __init__(self, training: TrainingConfig, progress: Progress) -> None:
        super().__init__()
        self._training = training
        self._progress = progress

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._training.share_done(self._progress.step, self._progress.seconds) >= 1.0:
            self.model.stop_training = True


class StopWhenAsked(keras.callbacks.Callback):
    """Looks between steps."""

    def __init__(self, requests: Requests) -> None:
        super().__init__()
        self._requests = requests

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._requests.wanted() is not None:
            self.model.stop_training = True
