"""Sets before each step what changes with the progress of a run: learning rates, noise, a VAE's KL term."""

import keras

from ganlib.config.run import TrainingConfig
from ganlib.train.progress import Progress
from ganlib.train.schedule import learning_rate_factor
from ganlib.train.trainee import Trainee


class Schedule(keras.callbacks.Callback):
    """Rates are constant first, then fall to zero at the end of the person's own budget; halved by each rescue.

    Attributes:
        rates: optimizer → its learning rate in this step. To ask a GPU for it would make each step wait.
    """

    def __init__(self, training: TrainingConfig, progress: Progress, trainee: Trainee) -> None:
        super().__init__()
        self._training = training
        self._progress = progress
        self._trainee = trainee
        self._initial = {name: float(opt.learning_rate.numpy()) for name, opt in trainee.optimizers.items()}
        self.rates = dict(self._initial)

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        share = self._training.share_done(self._progress.step, self._progress.seconds)
        factor = learning_rate_factor(share, self._training.decay_start) * 0.5**self._progress.rescues
        for name, optimizer in self._trainee.optimizers.items():
            rate = self._initial[name] * factor
            if rate != self.rates[name]:
                optimizer.learning_rate.assign(rate)
                self.rates[name] = rate
        self._trainee.anneal(share)
