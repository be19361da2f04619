"""The points in the plane: as the papers describe them, always alike, and in the pipeline as they are."""

import numpy as np
import pytest

from ganlib.config.dots import DOTS
from ganlib.data.dots import load_dots
from ganlib.data.pipeline import make_batches
from ganlib.data.scale import from_networks, to_networks


@pytest.mark.parametrize(("dataset", "modes", "sigma"), [("ring", 8, 0.01), ("grid", 25, 0.0125)])
def test_each_cloud_is_a_gaussian_about_its_centre(dataset: str, modes: int, sigma: float) -> None:
    (points, labels), _ = load_dots(dataset)
    assert points.shape == (100_000, 1, 1, 2)
    assert points.dtype == np.float32
    assert np.bincount(labels).min() > 0.9 * 100_000 / modes
    for mode, centre in enumerate(DOTS[dataset].centres):
        own = points[labels == mode].reshape(-1, 2)
        assert own.mean(axis=0) == pytest.approx(centre, abs=0.1 * sigma)
        assert own.std(axis=0) == pytest.approx([sigma, sigma], rel=0.05)


def test_the_ring_has_eight_different_centres_on_the_unit_circle() -> None:
    centres = np.array(DOTS["ring"].centres)
    assert np.linalg.norm(centres, axis=1) == pytest.approx(np.ones(8))
    assert len(np.unique(centres.round(6), axis=0)) == 8


def test_points_are_always_alike_and_never_in_both_parts() -> None:
    (train, _), (test, _) = load_dots("ring")
    assert np.array_equal(train, load_dots("ring")[0][0])
    assert not np.isin(test[:, 0, 0, 0], train[:, 0, 0, 0]).all()


def test_the_pipeline_leaves_points_as_they_are() -> None:
    points = load_dots("grid")[0][0][:8]
    (batch,) = make_batches(points, batch_size=8, seed=1).take(1)
    assert np.array_equal(np.sort(batch.numpy(), axis=0), np.sort(points, axis=0))


def test_only_bytes_are_scaled() -> None:
    pictures = np.array([[0, 51, 255]], np.uint8)
    assert to_networks(pictures) == pytest.approx(np.array([[0.0, 0.2, 1.0]]))
    assert np.array_equal(from_networks(to_networks(pictures), like=pictures), pictures)
    points = np.array([[-4.0, 2.5]], np.float32)
    assert np.array_equal(to_networks(points), points)
    assert np.array_equal(from_networks(points, like=points), points)
