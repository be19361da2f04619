"""Batch normalisation in one operation: what Keras's own layer does, and saved as that one."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.nets.batch_norm import FusedBatchNormalization, in_plain_layers

KINDS = (FusedBatchNormalization, keras.layers.BatchNormalization)
SHAPES = [(8, 5, 3, 4), (8, 6)]


def batch(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(3.0, 2.0, shape).astype(np.float32)


def made(kind: type, shape: tuple[int, ...], **settings: object) -> keras.layers.BatchNormalization:
    layer = kind(momentum=0.9, **settings)
    layer.build(shape)
    layer.gamma.assign(batch(shape[-1:], seed=1))
    layer.beta.assign(batch(shape[-1:], seed=2))
    return layer


@pytest.mark.parametrize("shape", SHAPES)
def test_it_gives_what_keras_gives_in_training_and_after(shape: tuple[int, ...]) -> None:
    ours, theirs = (made(kind, shape) for kind in KINDS)
    for seed in range(3):
        results, gradients = [], []
        for layer in (ours, theirs):
            x = tf.constant(batch(shape, seed))
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = layer(x, training=True)
                loss = tf.reduce_sum(y**3)
            results.append(y.numpy())
            gradients.append(tape.gradient(loss, [x, *layer.trainable_variables]))
        assert results[0].shape == shape
        np.testing.assert_allclose(results[0], results[1], rtol=1e-3, atol=1e-4)
        for mine, other in zip(*gradients, strict=True):
            np.testing.assert_allclose(mine, other, rtol=1e-2, atol=1e-2)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-5)  # moving statistics too
    unseen = batch(shape, seed=9)
    np.testing.assert_allclose(ours(unseen, training=False), theirs(unseen, training=False), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("shape", SHAPES)
def test_in_half_precision_it_normalises_too(shape: tuple[int, ...]) -> None:
    layer = FusedBatchNormalization(dtype="mixed_bfloat16")
    y = layer(batch(shape), training=True)
    assert y.dtype == tf.bfloat16
    axes = tuple(range(len(shape) - 1))
    np.testing.assert_allclose(tf.reduce_mean(tf.cast(y, tf.float32), axes), 0.0, atol=0.02)
    np.testing.assert_allclose(tf.math.reduce_std(tf.cast(y, tf.float32), axes), 1.0, atol=0.02)
    assert layer.moving_mean.dtype == "float32"


def test_frozen_it_uses_what_it_has_learned() -> None:
    layer = made(FusedBatchNormalization, SHAPES[0])
    layer.trainable = False
    x = batch(SHAPES[0])
    np.testing.assert_array_equal(layer(x, training=True), layer(x, training=False))


def network() -> keras.Model:
    """One with another inside, as conditional ones have, and in half precision."""
    inner_input = keras.Input((6,))
    inner = keras.Model(inner_input, FusedBatchNormalization(dtype="mixed_bfloat16")(inner_input))
    x = keras.Input((6,))
    y = keras.ops.tanh(FusedBatchNormalization()(keras.layers.Dense(6, dtype="mixed_bfloat16")(inner(x))))
    made = keras.Model(x, y)
    for seed in range(5):
        made(batch((8, 6), seed), training=True)
    return made


def test_in_plain_layers_a_network_answers_alike_and_opens_in_plain_keras(tmp_path: Path) -> None:
    original = network()
    in_plain_layers(original).save(tmp_path / "network.keras")
    opened = keras.saving.load_model(tmp_path / "network.keras", safe_mode=True)
    kinds = {type(layer) for layer in opened._flatten_layers()}
    assert keras.layers.BatchNormalization in kinds
    assert FusedBatchNormalization not in kinds
    assert {layer.compute_dtype for layer in opened._flatten_layers()} == {"float32"}
    x = batch((8, 6), seed=9)
    np.testing.assert_allclose(opened(x), tf.cast(original(x), tf.float32), atol=0.02)
