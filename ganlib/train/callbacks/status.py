"""Counts steps and keeps `status.json` up to date."""

import keras

from ganlib.config.run import TrainingConfig
from ganlib.train.periodic import EverySeconds
from ganlib.train.progress import Progress
from ganlib.train.reporter import StatusReporter
from ganlib.train.schedule import seconds_left

_STATUS_SECONDS = 1.0


class StatusCallback(keras.callbacks.Callback):
    """First in the list: the others read the progress that it counts.

    What Keras calls a batch here is `steps_per_execution` of them, less at `last_step`, where the data end.
    """

    def __init__(self, training: TrainingConfig, progress: Progress, reporter: StatusReporter, last_step: int) -> None:
        super().__init__()
        self._last_step = last_step
        self._training = training
        self._progress = progress
        self._reporter = reporter
        self._is_due = EverySeconds(_STATUS_SECONDS)

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self._progress.begin_steps()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self._progress.end_steps(min(self.model.steps_per_execution, self._last_step - self._progress.step))
        if self._is_due.is_due(self._progress.seconds):
            report_progress(self._reporter, self._training, self._progress, phase="training")


def report_progress(reporter: StatusReporter, training: TrainingConfig, progress: Progress, phase: str) -> None:
    """Write how far training is."""
    seconds, speed = progress.seconds, progress.steps_per_second
    reporter.update(
        phase=phase,
        step=progress.step,
        images_seen=progress.images_seen,
        seconds=seconds,
        steps_per_second=speed,
        progress=training.share_done(progress.step, seconds),
        seconds_left=seconds_left(training, progress.step, seconds, speed),
    )
