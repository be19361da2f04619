"""Stops a run whose numbers are no longer numbers."""

import keras

from ganlib.train.failures import NotFiniteError
from ganlib.train.logs import RunLogs, not_finite
from ganlib.train.progress import Progress


class NotFiniteGuard(keras.callbacks.Callback):
    """Looks at every value of every step; `keras.callbacks.TerminateOnNaN` looks at `loss` only, which a GAN lacks."""

    def __init__(self, progress: Progress, logs: RunLogs) -> None:
        super().__init__()
        self._progress = progress
        self._logs = logs

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        keys = not_finite(logs or {})
        if keys:
            self._logs.scalars(logs or {}, is_forced=True)
            self._logs.event("not_finite", ", ".join(keys))
            raise NotFiniteError(keys, self._progress.step, self._progress.rescues)
