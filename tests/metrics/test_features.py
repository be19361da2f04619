"""The shipped feature networks: whole or refused, and able to tell what they were trained to tell."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ganlib.config.run import PICTURES
from ganlib.data.images import MNIST_FILE, load_images
from ganlib.metrics.features import KINDS, MANIFEST, WEIGHTS, WeightsError, datasets_with_networks, load_network


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dataset", PICTURES)
def test_each_network_is_small_named_and_finite(dataset: str, kind: str) -> None:
    network = load_network(dataset, kind)
    assert (network.name, network.version) == (f"{dataset}-{kind}", 1)
    assert (WEIGHTS / f"{network.name}.npz").stat().st_size < 2_000_000
    images = np.random.default_rng(0).integers(0, 256, (7, *PICTURES[dataset]), dtype=np.uint8)
    seen = network(images)
    assert seen.features.shape == (7, {"classifier": 128, "encoder": 64}[kind])
    assert np.isfinite(seen.features).all()
    assert (seen.logits is not None) == (kind == "classifier")


def test_the_digit_classifier_reads_digits_it_was_not_trained_on() -> None:
    _, test_images = load_images("mnist")
    with np.load(MNIST_FILE) as archive:
        labels = archive["y_test"][:2_000]
    logits = load_network("mnist", "classifier")(test_images[:2_000]).logits
    assert logits is not None
    assert (logits.argmax(1) == labels).mean() > 0.97


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
    assert datasets_with_networks(copied) == set(PICTURES) - {"mnist"}
