"""Loading pictures: what is in the product, and what is said when it cannot be had."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from ganlib.config.datasets import DATASETS
from ganlib.data import images
from ganlib.data.images import LOADERS, MNIST_FILE, MNIST_SHA256, first_of, load_images, load_labels, load_mnist
from ganlib.errors import DataError, DataOfflineError


def test_every_dataset_of_the_config_can_be_loaded() -> None:
    assert set(LOADERS) == set(DATASETS)


def test_mnist_is_complete_and_needs_no_network() -> None:
    train_images, test_images = load_images("mnist")
    assert train_images.shape == (60_000, 28, 28, 1)
    assert test_images.shape == (10_000, 28, 28, 1)
    assert train_images.dtype == np.uint8
    assert train_images.max() == 255


def test_every_picture_of_mnist_has_its_label() -> None:
    for pictures, labels, first in zip(load_images("mnist"), load_labels("mnist"), ([5, 0, 4], [7, 2, 1]), strict=True):
        assert labels.shape == (len(pictures), 10)
        assert labels.dtype == np.float32
        assert labels[:3].argmax(axis=1).tolist() == first
        assert (labels.sum(axis=1) == 1.0).all()


def test_a_stack_is_three_digits_and_training_and_test_stacks_share_none() -> None:
    (stacks, test_stacks), (digits, test_digits) = load_images("stacked_mnist"), load_images("mnist")
    (classes, _), (labels, _) = load_labels("stacked_mnist"), load_labels("mnist")
    assert stacks.shape == (60_000, 28, 28, 3)
    assert test_stacks.shape == (10_000, 28, 28, 3)
    assert stacks.dtype == np.uint8
    place = {digit.tobytes(): place for place, digit in enumerate(digits)}
    for stack, triple in zip(stacks[:20], classes[:20].argmax(axis=1), strict=True):
        read = [int(labels[place[stack[..., colour].tobytes()]].argmax()) for colour in range(3)]
        assert read == [int(digit) for digit in f"{triple:03}"]
    known = {digit.tobytes() for digit in test_digits}
    assert all(stack[..., colour].tobytes() in known for stack in test_stacks[:20] for colour in range(3))
    np.testing.assert_array_equal(load_images("stacked_mnist")[0][:50], stacks[:50])
    assert (classes.sum(axis=0) > 25).all(), "of 60"


def test_the_first_of_mnist_are_always_the_same_and_have_every_digit() -> None:
    (pictures, _), (labels, _) = load_images("mnist"), load_labels("mnist")
    np.testing.assert_array_equal(first_of(pictures, 500), pictures[:500])
    assert first_of(pictures, 0) is not None
    assert len(first_of(pictures, 0)) == len(first_of(pictures, 99_999)) == 60_000
    assert first_of(labels, 500).sum(axis=0).min() >= 39.0, "of 50"
    assert first_of(labels, 50).sum(axis=0).min() >= 1.0


def test_a_damaged_mnist_file_is_named_with_what_was_found_and_what_to_do(tmp_path: Path) -> None:
    content = bytearray(MNIST_FILE.read_bytes())
    content[5_000_000] ^= 1
    damaged = tmp_path / "mnist.npz"
    damaged.write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_mnist(damaged)
    message = str(caught.value)
    assert hashlib.sha256(content).hexdigest() in message
    assert MNIST_SHA256 in message
    assert "Install GAN Studio again" in message


def test_a_missing_mnist_file_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_mnist(tmp_path / "absent.npz")


def test_being_offline_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise Exception("URL fetch failure on https://…: None -- [Errno -2] Name or service not known")

    monkeypatch.setattr(images.keras.datasets.fashion_mnist, "load_data", fail)
    with pytest.raises(DataOfflineError, match=r"Connect to the internet once|choose MNIST"):
        load_images("fashion_mnist")


def test_a_damaged_cache_is_not_called_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")

    monkeypatch.setattr(images.keras.datasets.cifar10, "load_data", fail)
    with pytest.raises(DataError, match="are damaged") as caught:
        load_images("cifar10")
    assert not isinstance(caught.value, DataOfflineError)
