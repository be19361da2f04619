"""The shipped feature networks: whole or refused, and able to tell what they were trained to tell."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.train_features import NETWORKS
from ganlib.config.datasets import PICTURES, STACKS
from ganlib.data.images import MNIST_FILE, load_images
from ganlib.metrics.classes import class_probabilities
from ganlib.metrics.features import KINDS, MANIFEST, WEIGHTS, WeightsError, datasets_with_networks, load_network


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dataset", sorted(set(PICTURES) - set(STACKS)))
def test_each_network_is_small_named_and_finite(dataset: str, kind: str) -> None:
    network = load_network(dataset, kind)
    assert (network.name, network.version) == (f"{dataset}-{kind}", NETWORKS[f"{dataset}-{kind}"])
    assert (WEIGHTS / f"{network.name}.npz").stat().st_size < 2_000_000
    images = np.random.default_rng(0).integers(0, 256, (7, *PICTURES[dataset]), dtype=np.uint8)
    seen = network(images)
    is_code = kind == "encoder" and dataset != "cifar10"
    assert seen.features.shape == (7, 64 if is_code else 128)
    assert np.isfinite(seen.features).all()
    assert (seen.logits is not None) == (kind == "classifier")


def test_the_digit_classifier_reads_digits_it_was_not_trained_on() -> None:
    _, test_images = load_images("mnist")
    with np.load(MNIST_FILE) as archive:
        labels = archive["y_test"][:2_000]
    logits = load_network("mnist", "classifier")(test_images[:2_000]).logits
    assert logits is not None
    assert (logits.argmax(1) == labels).mean() > 0.97


@pytest.mark.parametrize("kind", KINDS)
def test_a_stack_is_read_one_colour_after_the_other(kind: str) -> None:
    _, digits = load_images("mnist")
    network, of_digits = load_network("stacked_mnist", kind), load_network("mnist", kind)
    assert (network.name, network.version) == (f"mnist-{kind}", 1)
    stacks = np.concatenate([digits[:50], digits[50:100], digits[100:150]], axis=-1)
    seen, alone = network(stacks), [of_digits(digits[start : start + 50]) for start in (0, 50, 100)]
    np.testing.assert_allclose(seen.features, np.concatenate([one.features for one in alone], axis=1), atol=1e-5)
    if kind == "encoder":
        assert seen.logits is None
        return
    red, green, blue = (one.logits.argmax(axis=1) for one in alone)
    assert seen.logits.shape == (50, 1000)
    assert (seen.logits.argmax(axis=1) == 100 * red + 10 * green + blue).all()
    by_hand = [
        np.prod([class_probabilities(one.logits)[7, i] for one, i in zip(alone, triple, strict=True)])
        for triple in np.ndindex(10, 10, 10)
    ]
    np.testing.assert_allclose(class_probabilities(seen.logits)[7], by_hand, atol=1e-6)


def test_batches_change_nothing() -> None:
    _, test_images = load_images("mnist")
    network = load_network("mnist", "encoder")
    assert network(test_images[:1_203]).features[1_200:] == pytest.approx(
        network(test_images[1_200:1_203]).features, abs=1e-4
    )


def test_a_network_that_is_not_what_was_shipped_is_refused(copied: Path) -> None:
    file = copied / "mnist-classifier.npz"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(WeightsError, match="damaged: its SHA-256 is"):
        load_network("mnist", "classifier", copied)


def test_missing_files_are_said_in_words(copied: Path) -> None:
    (copied / "mnist-classifier.npz").unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        load_network("mnist", "classifier", copied)
    (copied / MANIFEST).write_text("{")
    with pytest.raises(WeightsError, match="cannot be read"):
        load_network("mnist", "encoder", copied)


def test_a_data_set_without_networks_has_none(copied: Path) -> None:
    with pytest.raises(WeightsError, match="no feature network"):
        load_network("letters", "encoder", copied)
    manifest = json.loads((copied / MANIFEST).read_text())
    del manifest["mnist-encoder"]
    (copied / MANIFEST).write_text(json.dumps(manifest))
    assert datasets_with_networks(copied) == set(PICTURES) - {"mnist", "stacked_mnist"}
