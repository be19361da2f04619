"""Ends the learning of a network that only measures."""

import math
import time
from collections.abc import Callable

import keras


class BreakOff(keras.callbacks.Callback):
    """Ends `fit` at the next step when somebody asks for it, or when it has taken too long.

    Args:
        is_broken_off: asked at every step.
        seconds: of the processors' time, not by the clock: others at work on the machine must not change what is
            measured.
    """

    def __init__(self, is_broken_off: Callable[[], bool], seconds: float = math.inf) -> None:
        super().__init__()
        self._is_broken_off = is_broken_off
        self._end = time.process_time() + seconds

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._is_broken_off() or time.process_time() > self._end:
            self.model.stop_training = True
