"""The tf.data pipeline."""

import numpy as np
import pytest

from ganlib.data.pipeline import make_batches

IMAGES = np.arange(10, dtype=np.uint8).reshape(10, 1, 1, 1) * 25


def first_batches(seed: int, count: int, batch_size: int = 5, skip: int = 0) -> np.ndarray:
    return np.stack(list(make_batches(IMAGES, batch_size, seed, skip).take(count).as_numpy_iterator()))


def test_batches_are_float_pictures_between_zero_and_one() -> None:
    batch = first_batches(seed=1, count=1)[0]
    assert batch.dtype == np.float32
    assert batch.shape == (5, 1, 1, 1)
    assert 0.0 <= batch.min() <= batch.max() <= 1.0


def test_an_epoch_shows_every_picture_once_and_the_next_one_in_another_order() -> None:
    batches = first_batches(seed=1, count=4)
    one, other = batches[:2].ravel(), batches[2:].ravel()
    expected = IMAGES.ravel() / 255.0
    assert np.sort(one) == pytest.approx(expected)
    assert np.sort(other) == pytest.approx(expected)
    assert not np.array_equal(one, other)


def test_the_seed_decides_the_order() -> None:
    np.testing.assert_array_equal(first_batches(1, 4), first_batches(1, 4))
    assert not np.array_equal(first_batches(1, 4), first_batches(2, 4))


def test_a_batch_larger_than_the_data_set_is_filled_from_the_next_epoch() -> None:
    assert first_batches(1, 1, batch_size=16).shape == (1, 16, 1, 1, 1)


@pytest.mark.parametrize("batch_size", [3, 5, 16])
def test_it_can_begin_at_any_batch(batch_size: int) -> None:
    whole = first_batches(1, 9, batch_size)
    for skip in (1, 2, 4, 8):
        np.testing.assert_array_equal(first_batches(1, 1, batch_size, skip)[0], whole[skip])


def test_labels_stay_with_their_pictures_and_change_no_order() -> None:
    labels = np.eye(10, dtype=np.float32)
    pairs = list(make_batches(IMAGES, 5, seed=1, first_batch=1, labels=labels).take(3).as_numpy_iterator())
    np.testing.assert_array_equal(np.stack([images for images, _ in pairs]), first_batches(1, 3, skip=1))
    for images, their_labels in pairs:
        np.testing.assert_array_equal(their_labels.argmax(axis=1), np.round(images.ravel() * 255 / 25))


def test_with_mirror_images_an_epoch_shows_every_picture_from_both_sides() -> None:
    images = np.random.default_rng(0).integers(0, 256, (10, 2, 3, 1), dtype=np.uint8)
    labels = np.eye(10, dtype=np.float32)

    def batches(count: int, skip: int = 0) -> list[tuple[np.ndarray, np.ndarray]]:
        found = make_batches(images, 5, 1, skip, labels, with_mirrored=True)
        return list(found.take(count).as_numpy_iterator())

    shown = {"as it is": [0] * 10, "mirrored": [0] * 10}
    for pictures, their_labels in batches(4):
        for picture, label in zip(pictures, their_labels.argmax(axis=1), strict=True):
            original = images[label] / np.float32(255)
            side = "as it is" if np.allclose(picture, original) else "mirrored"
            assert side == "as it is" or np.allclose(picture, original[:, ::-1])
            shown[side][label] += 1
    assert shown == {"as it is": [1] * 10, "mirrored": [1] * 10}
    np.testing.assert_array_equal(batches(1, skip=6)[0][0], batches(7)[6][0])
