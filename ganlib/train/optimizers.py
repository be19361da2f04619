"""OptimizerConfig → the optimizer that it names."""

from collections.abc import Callable

import keras

from ganlib.config.optimizer import OptimizerConfig
from ganlib.models.fused_adam import FusedAdam


def make_optimizer(settings: OptimizerConfig) -> keras.Optimizer:
    """With no slots yet: the model's `compile` builds them."""
    return OPTIMIZERS[settings.method](settings)


def _adam(settings: OptimizerConfig) -> keras.Optimizer:
    """Kingma & Ba 2014, arXiv:1412.6980, algorithm 1."""
    return FusedAdam(settings.learning_rate, beta_1=settings.beta_1, beta_2=settings.beta_2)


def _rmsprop(settings: OptimizerConfig) -> keras.Optimizer:
    """v ← β₂·v + (1 − β₂)·g², m ← β₁·m + η·g/√v, θ ← θ − m.

    Tieleman & Hinton 2012, "Neural Networks for Machine Learning", lecture 6.5. Keras adds 1e-7 under the root.
    """
    return keras.optimizers.RMSprop(settings.learning_rate, rho=settings.beta_2, momentum=settings.beta_1)


def _sgd(settings: OptimizerConfig) -> keras.Optimizer:
    """m ← β₁·m + η·g, θ ← θ − m: gradient descent with momentum (Polyak 1964)."""
    return keras.optimizers.SGD(settings.learning_rate, momentum=settings.beta_1)


OPTIMIZERS: dict[str, Callable[[OptimizerConfig], keras.Optimizer]] = {"adam": _adam, "rmsprop": _rmsprop, "sgd": _sgd}
