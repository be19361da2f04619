"""Updates that tapes see through, against those of Keras."""

from collections.abc import Callable

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.optimizer import OPTIMIZERS, OptimizerConfig
from ganlib.models.differentiable_updates import apply_differentiably
from ganlib.train.optimizers import make_optimizer

SETTINGS = [
    OptimizerConfig(method=method, learning_rate=0.1, beta_1=beta_1) for method in OPTIMIZERS for beta_1 in (0.0, 0.5)
]
every_optimizer = pytest.mark.parametrize("settings", SETTINGS, ids=str)


def built(settings: OptimizerConfig, variables: list[keras.Variable]) -> keras.Optimizer:
    optimizer = make_optimizer(settings)
    optimizer.build(variables)
    return optimizer


@every_optimizer
def test_they_are_the_updates_of_keras_and_move_nothing(settings: OptimizerConfig) -> None:
    rng = np.random.default_rng(0)
    variables = [keras.Variable(rng.normal(size=shape).astype(np.float32)) for shape in ((3, 2), (2,))]
    optimizer = built(settings, variables)
    first, *others = [[tf.constant(rng.normal(size=v.shape), tf.float32) for v in variables] for _ in range(4)]
    optimizer.apply(first, variables)
    everything = [*variables, *optimizer.variables]
    before = [variable.numpy() for variable in everything]
    with keras.StatelessScope():
        for gradients in others:
            apply_differentiably(optimizer, gradients, variables)
        foretold = [np.asarray(variable.value) for variable in everything]
    for variable, value in zip(everything, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)
    for gradients in others:
        optimizer.apply(gradients, variables)
    for variable, value in zip(everything, foretold, strict=True):
        np.testing.assert_allclose(variable.numpy(), value, rtol=1e-4)  # of 1 − 0.999 float32 knows five digits


@every_optimizer
def test_the_slope_through_two_updates_is_that_of_the_curve(settings: OptimizerConfig) -> None:
    variable = keras.Variable([0.3])
    optimizer = built(settings, [variable])

    def after_two_updates(x: tf.Tensor) -> tf.Tensor:
        with keras.StatelessScope():
            for gradient in (x**2, 3.0 * x - variable.value):
                apply_differentiably(optimizer, [gradient], [variable])
            return variable.value[0]

    check_slope(after_two_updates, at=0.7)


def check_slope(curve: Callable[[tf.Tensor], tf.Tensor], at: float) -> None:
    x = tf.constant([at])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = curve(x)
    numerical = (curve(x + 0.01) - curve(x - 0.01)) / 0.02
    assert float(tape.gradient(y, x)[0]) == pytest.approx(float(numerical), rel=1e-2, abs=1e-5)


@every_optimizer
def test_a_weight_that_never_had_a_gradient_does_no_harm(settings: OptimizerConfig) -> None:
    """Adam divides by a root that is 0 then; such is the last bias with a relativistic loss."""
    variable = keras.Variable([0.3])
    optimizer = built(settings, [variable])

    @tf.function(jit_compile=True)  # without XLA, TensorFlow calls 0 · ∞ 0
    def slope(x: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(x)
            with keras.StatelessScope():
                for _ in range(2):
                    apply_differentiably(optimizer, [0.0 * x], [variable])
                y = variable.value
        return tape.gradient(y, x)

    np.testing.assert_array_equal(slope(tf.constant([0.7])), [0.0])
