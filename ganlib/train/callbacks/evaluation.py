"""Scores the samples now and then while a run trains, and keeps the best checkpoint."""

import time

import keras

from ganlib.train.best import BestCheckpoint
from ganlib.train.evaluation import Evaluation
from ganlib.train.periodic import EverySeconds
from ganlib.train.progress import Progress

_LEAST_SECONDS = 10.0  # between two looks
_LEAST_SHARE = 0.01  # of the training so far: a long run needs no more points than a short one
_MOST_OF_TRAINING = 0.04  # what a look may take of the time until the next; the first comes early, so it is more in all


class EvaluationCallback(keras.callbacks.Callback):
    """Last in the list: what a step has to say is on disk before it is measured. The time it takes is in the budget.

    The first look comes after ten seconds and loads the networks that measure, once; what a look itself costs decides
    when the next one comes.
    """

    def __init__(self, progress: Progress, evaluation: Evaluation, best: BestCheckpoint) -> None:
        super().__init__()
        self._progress = progress
        self._evaluation = evaluation
        self._best = best
        self._is_due = EverySeconds(_LEAST_SECONDS)

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._is_due.wait(self._progress.seconds)  # there is nothing to see yet

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self.model.stop_training or not self._is_due.is_due(self._progress.seconds):
            return
        scores = self._evaluation.look()
        began = time.perf_counter()
        self._best.consider(scores)
        cost = self._evaluation.cost + time.perf_counter() - began
        now = self._progress.seconds
        self._is_due.wait(now, seconds_to_next(cost, now))


def seconds_to_next(cost: float, seconds: float) -> float:
    """How long to train before the next look.

    Args:
        cost: seconds that the last look took, keeping the best included.
        seconds: training time so far.
    """
    return max(_LEAST_SECONDS, cost / _MOST_OF_TRAINING, _LEAST_SHARE * seconds)
