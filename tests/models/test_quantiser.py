"""The nearest code, and a codebook that follows its vectors."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.quantiser import Quantiser, nearest, perplexity
from ganlib.nets.codebook import build_codebook

CODEBOOK = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]], np.float32)


def make_quantiser(decay: float = 0.5, counts: tuple[float, ...] = (4.0, 4.0, 4.0)) -> Quantiser:
    codebook = build_codebook(3, 2, (2, 2))
    codebook.set_weights([CODEBOOK])
    quantiser = Quantiser(codebook, decay=decay)
    quantiser.counts.assign(counts)
    quantiser.sums.assign(CODEBOOK * np.array(counts, np.float32)[:, None])
    return quantiser


def test_each_vector_has_the_code_that_is_nearest() -> None:
    vectors = tf.constant([[[1.0, 2.0], [9.0, 1.0]], [[-3.0, 30.0], [4.9, 0.0]]])
    assert nearest(vectors, tf.constant(CODEBOOK)).numpy().tolist() == [[0, 1], [2, 0]]


def test_codes_move_to_the_running_mean_of_their_vectors() -> None:
    quantiser = make_quantiser()
    vectors = tf.constant([[1.0, 1.0], [3.0, 1.0], [12.0, 0.0]])
    counts = quantiser.follow(vectors, tf.constant([0, 0, 1]))
    assert counts.numpy().tolist() == [2.0, 1.0, 0.0]
    np.testing.assert_allclose(quantiser.counts, [3.0, 2.5, 2.0])
    # m₀ = ½·0 + ½·(4, 2), N₀ = 3; m₁ = ½·(40, 0) + ½·(12, 0), N₁ = 2.5; the third code stays where it is
    np.testing.assert_allclose(quantiser.vectors, [[2 / 3, 1 / 3], [10.4, 0.0], [0.0, 10.0]], rtol=1e-6)


def test_a_steady_stream_of_vectors_carries_its_code_to_their_mean() -> None:
    quantiser = make_quantiser(decay=0.9)
    for _ in range(100):
        quantiser.follow(tf.constant([[2.0, 3.0], [4.0, 5.0]]), tf.constant([0, 0]))
    np.testing.assert_allclose(quantiser.vectors[0], [3.0, 4.0], atol=1e-3)


def test_a_dead_code_begins_anew_where_no_code_is_near_and_the_living_stay() -> None:
    quantiser = make_quantiser(counts=(4.0, 4.0, 0.4))
    vectors = tf.constant([[0.1, 0.0]] * 3 + [[50.0, 50.0]])
    for chance in (0.1, 0.3, 0.6):
        quantiser.begin_anew(vectors, tf.fill([3], chance))
        np.testing.assert_array_equal(quantiser.vectors, CODEBOOK)
    quantiser.begin_anew(vectors, tf.fill([3], 0.8))
    np.testing.assert_array_equal(quantiser.vectors, [[0.0, 0.0], [10.0, 0.0], [50.0, 50.0]])
    np.testing.assert_allclose(quantiser.counts, [4.0, 4.0, 1.0])
    np.testing.assert_allclose(quantiser.sums[2], [50.0, 50.0])


def test_a_new_codebook_gets_its_codes_from_the_vectors() -> None:
    codebook = build_codebook(8, 2, (2, 2))
    quantiser = Quantiser(codebook, decay=0.99)
    vectors = np.random.default_rng(0).normal(100.0, 1.0, (64, 2)).astype(np.float32)
    for chances in np.random.default_rng(1).random((30, 8), dtype=np.float32):
        quantiser.begin_anew(tf.constant(vectors), tf.constant(chances))
        quantiser.follow(tf.constant(vectors), nearest(tf.constant(vectors), tf.convert_to_tensor(quantiser.vectors)))
    assert (np.abs(np.asarray(quantiser.vectors) - 100.0) < 5.0).all()


def test_a_code_that_never_had_a_vector_keeps_its_own() -> None:
    quantiser = make_quantiser(counts=(0.0, 0.0, 0.0))
    quantiser.follow(tf.constant([[1.0, 1.0]]), tf.constant([0]))
    np.testing.assert_allclose(quantiser.vectors, [[1.0, 1.0], [10.0, 0.0], [0.0, 10.0]], rtol=1e-5)


@pytest.mark.parametrize(("counts", "expected"), [([5, 5, 5, 5], 4.0), ([9, 0, 0, 0], 1.0), ([3, 3, 0, 0], 2.0)])
def test_perplexity_counts_the_codes_in_use(counts: list[int], expected: float) -> None:
    assert float(perplexity(tf.constant(counts, tf.float32))) == pytest.approx(expected, rel=1e-5)
