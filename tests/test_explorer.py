"""A walk through a finished model's latent space."""

from pathlib import Path

import numpy as np
import pytest

from ganlib import explorer
from ganlib.errors import LimitError, ModelNotReadyError
from ganlib.explorer import Explorer
from ganlib.inversion import WHOLE
from ganlib.store.prior import GaussianMixture, write_prior
from tests.fakes.model import write_onnx


@pytest.fixture
def model(tmp_path: Path) -> Path:
    write_onnx(tmp_path / "generator.onnx", latent_dim=8, shape=(28, 28, 1))
    return tmp_path


def test_one_stands_in_the_middle_of_what_is_around(model: Path) -> None:
    walk = Explorer(model)
    here = walk.origin(seed=3)
    assert not np.array_equal(here, walk.origin(seed=4))
    pictures, columns = walk.pictures_around(here, (), first=0, reach=2.0)
    assert (pictures.shape, columns) == ((225, 28, 28, 1), 15)
    assert pictures.dtype == np.uint8
    close, _ = walk.pictures_around(here, (), first=4, reach=0.5)
    np.testing.assert_array_equal(pictures[112], close[112])


def test_a_step_to_the_edge_leads_to_what_was_seen_there(model: Path) -> None:
    walk = Explorer(model)
    here = walk.origin(seed=0)
    before, columns = walk.pictures_around(here, (0.5,), first=2, reach=2.0)
    after, _ = walk.pictures_around(here, (0.5, 0.0, 2.0, -2.0), first=2, reach=2.0)
    assert np.abs(after[112].astype(int) - before[columns * columns - 1]).max() <= 1  # to the right, and down


def test_two_latents_are_a_map_around_their_mean(tmp_path: Path) -> None:
    write_onnx(tmp_path / "decoder.onnx", latent_dim=2, shape=(28, 28, 1))
    walk = Explorer(tmp_path)
    assert walk.has_map
    np.testing.assert_array_equal(walk.origin(1), walk.origin(2))
    assert np.abs(walk.origin(1)).max() < 0.1


def test_one_latent_is_a_row(tmp_path: Path) -> None:
    write_onnx(tmp_path / "decoder.onnx", latent_dim=1, shape=(28, 28, 1))
    pictures, columns = Explorer(tmp_path).pictures_around(Explorer(tmp_path).origin(0), (), first=0, reach=2.0)
    assert len(pictures) == columns == 15


def test_large_pictures_are_fewer(tmp_path: Path) -> None:
    write_onnx(tmp_path / "generator.onnx", latent_dim=3, shape=(64, 64, 3))
    pictures, columns = Explorer(tmp_path).pictures_around(Explorer(tmp_path).origin(0), (), first=0, reach=2.0)
    assert (pictures.shape, columns) == ((81, 64, 64, 3), 9)


def test_a_walk_begins_among_the_codes_of_a_fitted_prior(model: Path) -> None:
    write_prior(model, GaussianMixture(weights=np.ones(1), means=np.full((1, 8), 50.0), factors=np.eye(8)[None] * 0.1))
    walk = Explorer(model)
    assert np.abs(walk.origin(5) - 50.0).max() < 1.0
    lengths = np.linalg.norm(walk.directions, axis=1)
    np.testing.assert_allclose(lengths, 0.1, rtol=0.1)


def test_a_class_stays_what_it_is(tmp_path: Path) -> None:
    write_onnx(tmp_path / "generator.onnx", latent_dim=4, shape=(28, 28, 1), num_classes=3)
    dark, bright = (Explorer(tmp_path, label) for label in (0, 2))
    around = [one.pictures_around(one.origin(0), (), first=0, reach=2.0)[0] for one in (dark, bright)]
    assert around[0].max() < 128 < around[1].min()


def test_a_picture_of_its_own_is_found(model: Path) -> None:
    walk = Explorer(model)
    pictures, _ = walk.pictures_around(walk.origin(7), (), first=0, reach=1.0)
    found = walk.seek(pictures[0], WHOLE)[0]
    assert found.distance < 0.02


def test_all_classes_share_their_directions(tmp_path: Path) -> None:
    write_onnx(tmp_path / "generator.onnx", latent_dim=4, shape=(28, 28, 1), num_classes=3)
    first, last = (Explorer(tmp_path, label) for label in (0, 2))
    np.testing.assert_array_equal(first.directions, last.directions)
    np.testing.assert_array_equal(first.origin(3), last.origin(3))


def test_a_model_that_draws_no_numbers_is_said(tmp_path: Path) -> None:
    write_onnx(tmp_path / "generator.onnx", latent_dim=4, shape=(28, 28, 1))
    walk = Explorer(tmp_path)
    broken = np.full(4, np.nan, np.float32)
    with pytest.raises(ModelNotReadyError, match="damaged"):
        walk.pictures_around(broken, (), first=0, reach=2.0)


def test_points_are_not_explored(tmp_path: Path) -> None:
    write_onnx(tmp_path / "generator.onnx", latent_dim=4, shape=(1, 1, 2))
    with pytest.raises(ModelNotReadyError, match="draws points"):
        Explorer(tmp_path)


def test_what_would_fill_the_memory_is_refused(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "_MOST_BYTES", 9 * 28 * 28 * 4)
    Explorer(model)
    monkeypatch.setattr(explorer, "_MOST_BYTES", 9 * 28 * 28 * 4 - 1)
    with pytest.raises(LimitError, match="too large to be explored"):
        Explorer(model)


def test_a_damaged_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "generator.onnx").write_bytes(b"nonsense")
    with pytest.raises(ModelNotReadyError, match="damaged"):
        Explorer(tmp_path)
