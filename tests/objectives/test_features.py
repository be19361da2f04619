"""Distances in the features of a discriminator."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.objectives.features import feature_loss

FEATURES = np.random.default_rng(0).normal(size=(3, 2, 2, 5)).astype(np.float32)


def loss(features: np.ndarray, copies: np.ndarray) -> np.ndarray:
    return feature_loss(features, copies, tf.reduce_mean(tf.square(features))).numpy()


def test_a_perfect_copy_costs_nothing_and_no_copy_half_a_nat_for_each_feature() -> None:
    assert loss(FEATURES, FEATURES).tolist() == [0.0, 0.0, 0.0]
    assert loss(FEATURES, np.zeros_like(FEATURES)).mean() == pytest.approx(20 / 2, rel=1e-5)


def test_it_is_the_gaussian_of_the_paper_where_features_have_the_size_of_its_noise() -> None:
    copies = FEATURES[::-1]
    found = feature_loss(FEATURES, copies, tf.constant(1.0)).numpy()
    np.testing.assert_allclose(found, 0.5 * ((FEATURES - copies) ** 2).sum(axis=(1, 2, 3)), rtol=1e-5)


def test_a_discriminator_cannot_change_it_by_larger_features() -> None:
    copies = 0.5 * FEATURES[::-1]
    np.testing.assert_allclose(loss(1000 * FEATURES, 1000 * copies), loss(FEATURES, copies), rtol=1e-5)


def test_a_discriminator_that_sees_nothing_breaks_nothing() -> None:
    assert loss(0 * FEATURES, 0 * FEATURES).tolist() == [0.0, 0.0, 0.0]
