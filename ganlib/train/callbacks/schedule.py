"""Sets what follows from the budget before each step: the learning rates, and how warm a VAE's KL term is."""

from collections.abc import Callable, Mapping

import keras

from ganlib.config.run import TrainingConfig
from ganlib.train.progress import Progress
from ganlib.train.schedule import learning_rate_factor


class LearningRateSchedule(keras.callbacks.Callback):
    """Constant first, then falling to zero at the end of the person's own budget; halved by each rescue."""

    def __init__(self, training: TrainingConfig, progress: Progress, optimizers: Mapping[str, keras.Optimizer]) -> None:
        super().__init__()
        self._training = training
        self._progress = progress
        self._optimizers = optimizers
        self._initial = {name: float(optimizer.learning_rate.numpy()) for name, optimizer in optimizers.items()}

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        share = self._training.share_done(self._progress.step, self._progress.seconds)
        factor = learning_rate_factor(share, self._training.decay_start) * 0.5**self._progress.rescues
        for name, optimizer in self._optimizers.items():
            optimizer.learning_rate.assign(self._initial[name] * factor)


class WarmUp(keras.callbacks.Callback):
    """Tells a model how much of the person's own budget is spent."""

    def __init__(self, training: TrainingConfig, progress: Progress, warm_up: Callable[[float], None]) -> None:
        super().__init__()
        self._training = training
        self._progress = progress
        self._warm_up = warm_up

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self._warm_up(self._training.share_done(self._progress.step, self._progress.seconds))
