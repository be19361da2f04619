"""Logs the values of a step."""

import keras

from ganlib.train.callbacks.schedule import Schedule
from ganlib.train.logs import RunLogs
from ganlib.train.progress import Progress


class ScalarsCallback(keras.callbacks.Callback):
    """Losses and the like from the training step, plus learning rates and the step's own time."""

    def __init__(self, logs: RunLogs, progress: Progress, schedule: Schedule) -> None:
        super().__init__()
        self._logs = logs
        self._progress = progress
        self._schedule = schedule

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        rates = {f"learning_rate/{name}": rate for name, rate in self._schedule.rates.items()}
        self._logs.scalars({**(logs or {}), **rates, "time/step_ms": self._progress.step_ms})
