"""Adam in one operation: the steps, the memory and the names of Keras's own."""

from collections.abc import Callable

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.fused_adam import FusedAdam

SETTINGS = {"learning_rate": 0.01, "beta_1": 0.5, "beta_2": 0.99}


def compiled_step(optimizer: keras.Optimizer, weight: keras.Variable) -> Callable[[tf.Tensor], None]:
    return tf.function(lambda gradient: optimizer.apply([gradient], [weight]))


def test_its_steps_are_those_of_keras() -> None:
    rng = np.random.default_rng(0)
    start, gradients = rng.normal(size=(3, 2)), rng.normal(size=(5, 3, 2)).astype(np.float32)
    weights, optimizers = [], [kind(**SETTINGS) for kind in (FusedAdam, keras.optimizers.Adam)]
    for optimizer in optimizers:
        weight = keras.Variable(start.astype(np.float32), name="weight")
        optimizer.build([weight])
        step = compiled_step(optimizer, weight)
        for gradient in gradients:
            step(tf.constant(gradient))
        weights.append(weight.numpy())
    np.testing.assert_allclose(weights[0], weights[1], rtol=1e-5)
    assert not np.allclose(weights[0], start)
    ours, theirs = ({v.path.split("/")[-1]: v.numpy() for v in optimizer.variables} for optimizer in optimizers)
    assert ours.keys() == theirs.keys()  # so that old checkpoints fit
    for name, value in theirs.items():
        np.testing.assert_allclose(ours[name], value, rtol=1e-5)


def test_a_changed_learning_rate_counts_in_a_step_that_is_already_compiled() -> None:
    weight, optimizer = keras.Variable([0.0]), FusedAdam(**SETTINGS)
    optimizer.build([weight])
    step = compiled_step(optimizer, weight)
    step(tf.constant([2.0]))
    after_first = weight.numpy()
    optimizer.learning_rate = 0.0
    step(tf.constant([2.0]))
    assert after_first == pytest.approx(-0.01)
    np.testing.assert_array_equal(weight.numpy(), after_first)
