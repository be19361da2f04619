"""One picture that somebody draws, sends or takes from a run."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlib.errors import PicturesError
from ganlib.store.images import grid, write_picture
from ganlib.store.one_picture import as_digit, in_colours, pictures_in_grid, sent_picture

SHAPE = (28, 28, 1)
CHANCE = np.random.default_rng(0)


def stroke(top: int, left: int, height: int, width: int) -> bytes:
    ink = np.zeros((28, 28), np.uint8)
    ink[top : top + height, left : left + width] = 255
    return ink.tobytes()


def test_a_small_digit_in_a_corner_becomes_one_of_mnist() -> None:
    digit = as_digit(stroke(1, 2, 10, 4), SHAPE)
    assert digit is not None
    rows, columns = np.nonzero(digit[..., 0] > 128)
    assert rows.max() - rows.min() + 1 == 20, "as high as MNIST's digits"
    assert columns.max() - columns.min() + 1 == 8, "and as slim as it was drawn"
    assert rows.mean() == pytest.approx(13.5, abs=0.5)
    assert columns.mean() == pytest.approx(13.5, abs=0.5)


def test_it_is_the_centre_of_mass_that_comes_into_the_middle() -> None:
    ink = np.frombuffer(stroke(4, 4, 20, 3), np.uint8).reshape(28, 28).copy()
    ink[21:24, 4:14] = 255  # an L
    digit = as_digit(ink.tobytes(), SHAPE)
    assert digit is not None
    light = digit[..., 0].astype(float)
    centre = [float((np.arange(28) + 0.5) @ light.sum(axis=axis) / light.sum()) for axis in (1, 0)]
    assert centre == pytest.approx([14.0, 14.0], abs=0.6)


@pytest.mark.parametrize("ink", [b"", bytes(28 * 28), b"\xff" * 27])
def test_a_blank_sheet_or_one_of_another_size_is_no_picture(ink: bytes) -> None:
    assert as_digit(ink, SHAPE) is None
    assert in_colours(ink, SHAPE) is None


def test_a_drawing_for_a_model_in_colour_is_grey() -> None:
    ink = CHANCE.integers(0, 256, 32 * 32, dtype=np.uint8)
    picture = in_colours(ink.tobytes(), (32, 32, 3))
    assert picture is not None
    np.testing.assert_array_equal(picture, ink.reshape(32, 32, 1).repeat(3, axis=2))


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="PNG")
    return file.getvalue()


def test_a_sent_picture_takes_the_form_of_the_models() -> None:
    white = np.full((100, 60, 3), 255, np.uint8)
    white[40:60] = 0
    picture = sent_picture(png(white), SHAPE, is_inverted=True)
    assert picture.shape == SHAPE
    assert picture[0].max() == 0
    assert picture[14].min() > 200, "dark ink on white paper becomes light on dark"
    assert sent_picture(png(white), (32, 32, 3), is_inverted=False).shape == (32, 32, 3)


@pytest.mark.parametrize("content", [b"", b"nonsense", png(np.zeros((9, 9), np.uint8))[:40]])
def test_what_is_no_picture_is_said(content: bytes) -> None:
    with pytest.raises(PicturesError, match="no picture that can be read"):
        sent_picture(content, SHAPE, is_inverted=False)


@pytest.mark.parametrize("shape", [(28, 28, 1), (32, 32, 3)])
def test_a_grid_gives_its_pictures_back(tmp_path: Path, shape: tuple[int, int, int]) -> None:
    pictures = CHANCE.integers(1, 256, (7, *shape), dtype=np.uint8)
    write_picture(tmp_path / "real.png", grid(pictures))
    np.testing.assert_array_equal(pictures_in_grid(tmp_path / "real.png", shape), pictures)


def test_a_file_that_is_no_grid_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "real.png"
    for content in (b"", b"nonsense", png(np.zeros((5, 5), np.uint8)), png(np.zeros((30, 30, 3), np.uint8))):
        path.write_bytes(content)
        with pytest.raises((OSError, ValueError)):
            pictures_in_grid(path, SHAPE)
    with pytest.raises(OSError, match="missing"):
        pictures_in_grid(tmp_path / "missing.png", SHAPE)
