"""A fitted prior: draws what it says, comes back as it was written, and takes no nonsense."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganlib.store import layout, prior
from ganlib.store.prior import ClassMixtures, GaussianMixture, parse_prior, read_prior, write_prior

MIXTURE = GaussianMixture(
    weights=np.array([0.25, 0.75]),
    means=np.array([[-20.0, 0.0], [20.0, 1.0]]),
    factors=np.array([[[1.0, 0.0], [0.0, 1.0]], [[2.0, 0.0], [1.0, 0.5]]]),
)
RECORD = MIXTURE.to_record()


def draw(count: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    return MIXTURE.latents(chance.standard_normal((count, 2), dtype=np.float32), chance.random(count))


def test_latents_have_the_components_shares_means_and_covariances() -> None:
    latents = draw(40_000)
    assert latents.dtype == np.float32
    left, right = latents[latents[:, 0] < 0.0], latents[latents[:, 0] > 0.0]
    assert len(left) / len(latents) == pytest.approx(0.25, abs=0.02)
    assert left.mean(axis=0) == pytest.approx([-20.0, 0.0], abs=0.05)
    assert np.cov(right.T) == pytest.approx(np.array([[4.0, 2.0], [2.0, 1.25]]), abs=0.15)


def test_one_latent_follows_from_its_own_noise_and_chance() -> None:
    latents = MIXTURE.latents(np.zeros((4, 2), np.float32), np.array([0.0, 0.2499, 0.25, 0.9999]))
    assert latents.tolist() == [[-20.0, 0.0], [-20.0, 0.0], [20.0, 1.0], [20.0, 1.0]]


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert read_prior(tmp_path) is None
    chance = np.random.default_rng(1)
    factors = np.tril(chance.standard_normal((3, 4, 4)))
    written = GaussianMixture(weights=np.full(3, 1 / 3), means=chance.standard_normal((3, 4)), factors=factors)
    write_prior(tmp_path, written)
    found = read_prior(tmp_path)
    assert found is not None
    assert found.latent_dim == 4
    for name in ("weights", "means", "factors"):
        np.testing.assert_allclose(getattr(found, name), getattr(written, name), rtol=1e-8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": [0.5, 0.6, 0.1]},
        {"weights": [1.5, -0.5]},
        {"weights": [0.0, 1.0]},
        {"weights": [float("nan"), 1.0]},
        {"weights": "half"},
        {"weights": [[0.5], [0.5]]},
        {"means": [1.0, 2.0]},
        {"means": []},
        {"means": [[]]},
        {"means": [[1.0, 2.0]]},
        {"means": [[1.0, 2.0], [3.0]]},
        {"means": [[1e300, 0.0], [0.0, 0.0]]},
        {"means": {"a": 1}},
        {"factors": [[1.0, 0.0, float("inf")], [1.0, 0.0, 1.0]]},
        {"factors": [[1.0], [1.0]]},
        {"factors": [[1.0]] * 1_000, "means": [[0.0] * 9_000] * 2},
        {"factors": 5},
        {"factors": [10**400, 1.0]},
    ],
)
def test_what_is_no_mixture_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_prior(json.dumps(RECORD | wrong).encode())


def point(place: float) -> GaussianMixture:
    return GaussianMixture(weights=np.ones(1), means=np.full((1, 2), place), factors=np.zeros((1, 2, 2)))


def test_each_class_has_a_mixture_of_its_own_and_so_it_is_written(tmp_path: Path) -> None:
    write_prior(tmp_path, ClassMixtures(mixtures=(point(1.0), MIXTURE, point(3.0))))
    found = read_prior(tmp_path)
    assert isinstance(found, ClassMixtures)
    assert (found.num_classes, found.latent_dim) == (3, 2)
    labels = np.eye(3, dtype=np.float32)[[2, 0, 1, 1]]
    latents = found.latents(np.zeros((4, 2), np.float32), np.array([0.0, 0.9, 0.0, 0.9]), labels)
    assert latents.tolist() == [[3.0, 3.0], [1.0, 1.0], [-20.0, 0.0], [20.0, 1.0]]
    for wrong in (None, labels[:3], labels[:, :2]):
        with pytest.raises(ValueError, match="labels"):
            found.latents(np.zeros((4, 2), np.float32), np.zeros(4), wrong)


SMALLER = GaussianMixture(weights=np.ones(1), means=np.zeros((1, 1)), factors=np.ones((1, 1, 1))).to_record()


@pytest.mark.parametrize(
    "classes",
    [None, 5, {}, [], [RECORD, 5], [RECORD, {}], [RECORD, SMALLER], [SMALLER] * 1_001, [{"classes": [RECORD]}]],
)
def test_what_are_no_mixtures_for_classes_is_refused(classes: Any) -> None:
    record = ClassMixtures(mixtures=(MIXTURE,)).to_record()
    assert parse_prior(json.dumps(record).encode()).num_classes == 1
    with pytest.raises(ValueError, match="got"):
        parse_prior(json.dumps(record | {"classes": classes}).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"nonsense", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / layout.PRIOR).write_bytes(content)
    with pytest.raises(ValueError, match=r".*"):
        read_prior(tmp_path)


def test_a_file_that_is_far_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior, "LARGEST_FILE", 10)
    with pytest.raises(ValueError, match="too large"):
        parse_prior(json.dumps(RECORD).encode())
