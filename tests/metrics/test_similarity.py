"""Structural similarity against TensorFlow's, against a published figure, and the pairs it is taken of."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.data.images import load_images
from ganlib.metrics.similarity import pairs_of_one_kind, structural_similarity


@pytest.mark.parametrize("shape", [(28, 28, 1), (32, 32, 3), (16, 24, 1)])
def test_it_is_what_tensorflow_finds(shape: tuple[int, ...]) -> None:
    chance = np.random.default_rng(0)
    first = chance.integers(0, 256, (5, *shape), dtype=np.uint8)
    second = np.clip(first + chance.normal(0, 30, first.shape), 0, 255).astype(np.uint8)
    expected = tf.image.ssim(first, second, max_val=255).numpy()
    assert structural_similarity(first, second) == pytest.approx(expected, abs=1e-4)


def test_a_picture_and_itself_are_the_same() -> None:
    images = load_images("mnist")[1][:4]
    assert structural_similarity(images, images) == pytest.approx(np.ones(4))
    assert np.all(structural_similarity(images, 255 - images) < 0.0)


def test_random_digits_have_little_in_common() -> None:
    """0.111 between 1,000 random pairs of test digits, as measured before this program (research/quality.md, 3)."""
    images = load_images("mnist")[1][np.random.default_rng(0).permutation(10_000)[:2_000]]
    assert structural_similarity(images[::2], images[1::2]).mean() == pytest.approx(0.111, abs=0.012)


def test_pairs_are_of_one_kind_and_share_no_picture() -> None:
    kinds = np.array([3, 1, 3, 1, 3, 2, 1, 1, 3, 3])
    first, second = pairs_of_one_kind(kinds, most=100, seed=0)
    assert len(first) == 4, "two pairs of 3, two of 1, none of the single 2"
    assert np.array_equal(kinds[first], kinds[second])
    assert len({*first, *second}) == 8


def test_too_many_pairs_are_shortened_across_all_kinds() -> None:
    kinds = np.repeat(np.arange(10), 100)
    first, _ = pairs_of_one_kind(kinds, most=100, seed=0)
    assert len(first) == 100
    assert len(np.unique(kinds[first])) == 10
