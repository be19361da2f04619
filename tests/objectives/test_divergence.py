"""KL divergence to the standard normal, and what of it is free."""

import math

import numpy as np
import pytest
import tensorflow as tf

from ganlib.objectives.divergence import kl_to_standard_normal, with_free_bits


def test_the_prior_itself_costs_nothing() -> None:
    assert kl_to_standard_normal(tf.zeros([5, 3]), tf.zeros([5, 3])).numpy().tolist() == [0.0, 0.0, 0.0]


def test_known_numbers_of_each_dimension_averaged_over_the_batch() -> None:
    z_mean, z_log_var = tf.constant([[1.0, 0.0], [3.0, 0.0]]), tf.constant([[0.0, math.log(4.0)], [0.0, 0.0]])
    expected = [(0.5 + 4.5) / 2, 0.5 * (4 - 1 - math.log(4.0)) / 2]
    assert kl_to_standard_normal(z_mean, z_log_var).numpy() == pytest.approx(expected)


def test_gradients_agree_with_finite_differences() -> None:
    z_mean = tf.constant([[1.0, -0.5]], tf.float64)
    z_log_var = tf.constant([[0.3, -1.0]], tf.float64)
    analytic, numeric = tf.test.compute_gradient(kl_to_standard_normal, [z_mean, z_log_var])
    for one, other in zip(analytic, numeric, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_below_the_free_bits_nothing_pushes() -> None:
    kl = tf.constant([0.05, 0.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(kl)
        counted = with_free_bits(kl, 0.25)
    assert counted.numpy() == pytest.approx([0.25, 0.25, 2.0])
    assert tape.gradient(counted, kl).numpy().tolist() == [0.0, 0.0, 1.0]


def test_without_free_bits_it_is_the_kl_term() -> None:
    assert with_free_bits(tf.constant([0.05, 2.0]), 0.0).numpy() == pytest.approx([0.05, 2.0])
