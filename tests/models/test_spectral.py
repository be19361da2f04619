"""Spectral normalisation against a full singular value decomposition, and its gradient against differences."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.spectral import SpectralNorm

IMAGES = tf.constant(np.random.default_rng(0).random((5, 6, 6, 1), dtype=np.float32))


def make_network(dropout: float = 0.0) -> keras.Model:
    keras.utils.set_random_seed(1)
    images = keras.Input((6, 6, 1))
    x = keras.layers.Conv2D(4, 3, activation="tanh")(images)
    x = keras.layers.Dropout(dropout)(keras.layers.Flatten()(x))
    return keras.Model(images, keras.layers.Dense(1)(x))


def baked(norm: SpectralNorm) -> keras.Model:
    copy = keras.models.clone_model(norm.network)
    norm.bake(copy)
    return copy


def largest_singular_value(kernel: np.ndarray) -> float:
    return float(np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), compute_uv=False)[0])


def kernels(weights: list[np.ndarray]) -> list[np.ndarray]:
    return [weight for weight in weights if weight.ndim > 1]


def test_every_normalised_kernel_has_the_spectral_norm_one() -> None:
    network = make_network()
    norm = SpectralNorm(network)
    plain, normalised = kernels(network.get_weights()), kernels(baked(norm).get_weights())
    assert len(normalised) == 2
    for kernel, scaled in zip(plain, normalised, strict=True):
        assert largest_singular_value(scaled) == pytest.approx(1.0, abs=1e-3)
        np.testing.assert_allclose(scaled * largest_singular_value(kernel), kernel, rtol=1e-3)


def test_the_estimate_follows_weights_that_move() -> None:
    network = make_network()
    norm = SpectralNorm(network)
    kernel = network.trainable_variables[0]
    kernel.assign(np.random.default_rng(1).standard_normal(kernel.shape).astype(np.float32))
    for _ in range(30):
        norm.iterate()
    assert largest_singular_value(baked(norm).get_weights()[0]) == pytest.approx(1.0, abs=1e-3)


def test_a_plain_copy_with_normalised_weights_answers_alike_and_opens_in_plain_keras(tmp_path: Path) -> None:
    network = make_network(dropout=0.3)
    norm = SpectralNorm(network)
    baked(norm).save(tmp_path / "copy.keras")
    opened = keras.models.load_model(tmp_path / "copy.keras", safe_mode=True)
    np.testing.assert_allclose(opened(IMAGES), norm(IMAGES), rtol=1e-5)
    assert not np.allclose(network(IMAGES), norm(IMAGES), rtol=0.1)


def test_the_gradient_is_that_of_the_normalised_kernel() -> None:
    """Miyato et al., equation 12: (1/σ)·(∂L/∂W̄ − λ v uᵀ) with λ = ⟨∂L/∂W̄, W̄⟩, and differences agree."""
    network = make_network()
    norm = SpectralNorm(network)

    def loss() -> tf.Tensor:
        return tf.reduce_sum(tf.square(norm(IMAGES)))

    kernel = network.trainable_variables[0]
    with tf.GradientTape() as tape:
        value = loss()
    gradient = tape.gradient(value, kernel).numpy()

    weights = kernel.numpy()
    for place in ((0, 0, 0, 0), (2, 1, 0, 3), (1, 2, 0, 1)):
        found = []
        for step in (1e-2, -1e-2):
            moved = weights.copy()
            moved[place] += step
            kernel.assign(moved)
            found.append(float(loss()))
        assert gradient[place] == pytest.approx((found[0] - found[1]) / 2e-2, rel=2e-2, abs=1e-3)
    kernel.assign(weights)
    assert abs(float(np.sum(gradient * weights))) < 1e-3, "a longer kernel is the same kernel: no pull along it"


def test_dropout_draws_anew_at_each_call() -> None:
    norm = SpectralNorm(make_network(dropout=0.5))
    assert not np.allclose(norm(IMAGES, training=True), norm(IMAGES, training=True))


def test_a_kernel_of_zeros_stays_finite() -> None:
    network = make_network()
    network.trainable_variables[0].assign(np.zeros(network.trainable_variables[0].shape))
    norm = SpectralNorm(network)
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(norm(IMAGES))
    assert all(np.isfinite(gradient).all() for gradient in tape.gradient(value, network.trainable_variables))


def test_a_kernel_that_begins_as_zeros_is_normalised_once_it_is_something() -> None:
    network = make_network()
    kernel = network.trainable_variables[0]
    kernel.assign(np.zeros(kernel.shape))
    norm = SpectralNorm(network)
    norm.iterate()
    kernel.assign(np.random.default_rng(0).normal(scale=2e-4, size=kernel.shape))  # after a first step of Adam
    for _ in range(50):
        norm.iterate()
    baked = make_network()
    norm.bake(baked)
    matrix = baked.trainable_variables[0].numpy().reshape(-1, kernel.shape[-1])
    assert np.linalg.norm(matrix, ord=2) == pytest.approx(1.0, abs=0.01)
