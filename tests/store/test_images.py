"""Sample grids."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlib.store.images import grid, write_picture


def tiles(count: int, channels: int = 1) -> np.ndarray:
    return np.stack([np.full((4, 4, channels), 10 * (i + 1), np.uint8) for i in range(count)])


@pytest.mark.parametrize(("count", "shape"), [(1, (4, 4)), (4, (9, 9)), (5, (9, 14)), (16, (19, 19))])
def test_a_grid_is_nearly_square_with_gaps_of_one_pixel(count: int, shape: tuple[int, int]) -> None:
    assert grid(tiles(count)).shape == (*shape, 1)


def test_pictures_run_row_by_row_and_gaps_are_black() -> None:
    canvas = grid(tiles(4))[..., 0]
    assert [canvas[0, 0], canvas[0, 5], canvas[5, 0], canvas[5, 5]] == [10, 20, 30, 40]
    assert not canvas[4].any()


def test_columns_can_be_chosen() -> None:
    assert grid(tiles(6), columns=2).shape == (14, 9, 1)


@pytest.mark.parametrize(("channels", "mode"), [(1, "L"), (3, "RGB")])
def test_a_picture_is_written_whole_and_nothing_else_is_left(tmp_path: Path, channels: int, mode: str) -> None:
    picture = grid(tiles(4, channels))
    write_picture(tmp_path / "grid.png", picture)
    assert [path.name for path in tmp_path.iterdir()] == ["grid.png"]
    with Image.open(tmp_path / "grid.png") as image:
        assert image.mode == mode
        np.testing.assert_array_equal(np.asarray(image).reshape(picture.shape), picture)
