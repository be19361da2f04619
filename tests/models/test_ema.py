"""The averaged copy of a network."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.ema import copy_network, ramped_decay, update_average


def small_network() -> keras.Model:
    inputs = keras.Input((3,))
    return keras.Model(inputs, keras.layers.BatchNormalization()(keras.layers.Dense(2)(inputs)))


def test_half_of_the_average_is_forgotten_after_the_half_life() -> None:
    """At step 1000 with a half-life of 4 %, forty updates halve what was there."""
    assert float(ramped_decay(tf.constant(1_000), 0.04)) ** 40 == pytest.approx(0.5, rel=1e-4)


def test_the_first_step_replaces_the_initial_weights() -> None:
    assert float(ramped_decay(tf.constant(1), 0.04)) < 1e-6


def test_the_average_moves_by_the_formula_statistics_included() -> None:
    network = small_network()
    average = copy_network(network)
    before = [weights.copy() for weights in average.get_weights()]
    for variable in network.variables:
        variable.assign(variable + 1.0)
    update_average(average, network, tf.constant(0.75))
    for old, new in zip(before, average.get_weights(), strict=True):
        np.testing.assert_allclose(new, old + 0.25, rtol=1e-6)


def test_a_copy_draws_the_same_and_shares_nothing() -> None:
    network = small_network()
    copy = copy_network(network)
    inputs = np.ones((1, 3), np.float32)
    np.testing.assert_array_equal(copy(inputs), network(inputs))
    network.variables[0].assign(network.variables[0] + 1.0)
    assert not np.array_equal(copy(inputs), network(inputs))
