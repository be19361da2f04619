"""The updates of Keras's optimizers, written so that gradients flow through them (docs/adr/0023)."""

from collections.abc import Callable

import keras
import tensorflow as tf


def apply_differentiably(
    optimizer: keras.Optimizer, gradients: list[tf.Tensor], variables: list[keras.Variable]
) -> None:
    """What `optimizer.apply` does, inside a `keras.StatelessScope`: nothing moves, and tapes see how it would move.

    `stateless_apply` of Keras is not there for TensorFlow.

    Args:
        optimizer: Adam, RMSprop or SGD, as `ganlib/train/optimizers.py` makes them, and built.
        variables: all those that it was built for, in the same order.
    """
    update = next(update for kind, update in _UPDATES.items() if isinstance(optimizer, kind))
    for place, (gradient, variable) in enumerate(zip(gradients, variables, strict=True)):
        update(optimizer, place, gradient, variable)
    optimizer.iterations.assign(optimizer.iterations.value + 1)


def _adam(optimizer: keras.optimizers.Adam, place: int, gradient: tf.Tensor, variable: keras.Variable) -> None:
    """m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε)."""
    m, v = optimizer._momentums[place], optimizer._velocities[place]
    m.assign(m.value + (1.0 - optimizer.beta_1) * (gradient - m.value))
    v.assign(v.value + (1.0 - optimizer.beta_2) * (tf.square(gradient) - v.value))
    t = tf.cast(optimizer.iterations.value + 1, tf.float32)
    rate = optimizer.learning_rate.value * tf.sqrt(1.0 - optimizer.beta_2**t) / (1.0 - optimizer.beta_1**t)
    variable.assign(variable.value - rate * m.value / (_root(v.value) + optimizer.epsilon))


def _rmsprop(optimizer: keras.optimizers.RMSprop, place: int, gradient: tf.Tensor, variable: keras.Variable) -> None:
    """v ← ρ·v + (1 − ρ)·g², m ← β·m + η·g/√(v + ε), θ ← θ − m."""
    v = optimizer._velocities[place]
    v.assign(optimizer.rho * v.value + (1.0 - optimizer.rho) * tf.square(gradient))
    move = optimizer.learning_rate.value * gradient / tf.sqrt(v.value + optimizer.epsilon)
    if optimizer.momentum > 0:
        m = optimizer._momentums[place]
        move += optimizer.momentum * m.value
        m.assign(move)
    variable.assign(variable.value - move)


def _sgd(optimizer: keras.optimizers.SGD, place: int, gradient: tf.Tensor, variable: keras.Variable) -> None:
    """m ← β·m − η·g, θ ← θ + m."""
    move = -optimizer.learning_rate.value * gradient
    if optimizer.momentum > 0:
        m = optimizer.momentums[place]
        move += optimizer.momentum * m.value
        m.assign(move)
    variable.assign(variable.value + move)


def _root(squares: tf.Tensor) -> tf.Tensor:
    """√v, with the gradient 0 at 0, where that of the root is infinite and XLA makes NaN of it.

    0 is the truth here: v = 0 says that this gradient has been 0 at every step, so m = 0 too, and m/(√v + ε) does not
    change with √v.
    """
    is_zero = squares == 0.0
    return tf.where(is_zero, 0.0, tf.sqrt(tf.where(is_zero, 1.0, squares)))


_UPDATES: dict[type, Callable[..., None]] = {
    keras.optimizers.Adam: _adam,
    keras.optimizers.RMSprop: _rmsprop,
    keras.optimizers.SGD: _sgd,
}
