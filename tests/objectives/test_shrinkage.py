"""How large codes and weights are."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.objectives.shrinkage import code_penalty, weight_penalty


def test_the_code_penalty_is_half_the_mean_squared_length() -> None:
    assert float(code_penalty(tf.constant([[3.0, 4.0], [1.0, 0.0]]))) == pytest.approx((25 + 1) / 4)


def test_the_weight_penalty_counts_kernels_and_not_offsets() -> None:
    network = keras.Sequential(
        [keras.Input([4]), keras.layers.Dense(1, kernel_initializer=keras.initializers.Constant(0.5))]
    )
    network.set_weights([np.full((4, 1), 0.5), np.array([7.0])])
    assert float(weight_penalty(network)) == pytest.approx(4 * 0.25)
