"""KL divergence to the standard normal."""

import math

import numpy as np
import pytest
import tensorflow as tf

from ganlib.objectives.divergence import kl_to_standard_normal


def test_the_prior_itself_costs_nothing() -> None:
    assert float(kl_to_standard_normal(tf.zeros([5, 3]), tf.zeros([5, 3]))) == 0.0


def test_known_number() -> None:
    z_mean, z_log_var = tf.constant([[1.0, 0.0]]), tf.constant([[0.0, math.log(4.0)]])
    assert float(kl_to_standard_normal(z_mean, z_log_var)) == pytest.approx(0.5 + 0.5 * (4 - 1 - math.log(4.0)))


def test_gradients_agree_with_finite_differences() -> None:
    z_mean = tf.constant([[1.0, -0.5]], tf.float64)
    z_log_var = tf.constant([[0.3, -1.0]], tf.float64)
    analytic, numeric = tf.test.compute_gradient(kl_to_standard_normal, [z_mean, z_log_var])
    for one, other in zip(analytic, numeric, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
