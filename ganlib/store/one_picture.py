"""One picture that a person draws, sends or takes from a run, in the form of a model's pictures."""

from pathlib import Path

import numpy as np
from PIL import Image

from ganlib.errors import PicturesError
from ganlib.i18n import N_
from ganlib.store.images import GAP, Pixels
from ganlib.store.picture_files import read_picture

Shape = tuple[int, int, int]  # height, width, channels

_MOST_ACROSS = 8_192  # pixels of a stored grid
_DIGIT_SHARE = 20 / 28  # of the picture, that a digit of MNIST is high or wide


def in_colours(ink: bytes, shape: Shape) -> Pixels | None:
    """A drawing, a byte for how light each pixel is, as a picture `[height, width, channels]`; None: it is blank, or of
    another size.
    """
    height, width, channels = shape
    if len(ink) != height * width or not any(ink):
        return None
    return np.frombuffer(ink, np.uint8).reshape(height, width, 1).repeat(channels, axis=2)


def as_digit(ink: bytes, shape: Shape) -> Pixels | None:
    """The same as MNIST's digits are: as large, and its centre of mass in the middle (LeCun et al. 1998, section III-A:
    20 pixels of 28).
    """
    drawn = in_colours(ink, shape)
    if drawn is None:
        return None
    height, width, channels = shape
    light = drawn[..., 0]
    rows, columns = np.flatnonzero(light.any(axis=1)), np.flatnonzero(light.any(axis=0))
    cut = Image.fromarray(light[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    factor = _DIGIT_SHARE * min(height / cut.height, width / cut.width)
    size = max(1, round(cut.width * factor)), max(1, round(cut.height * factor))
    digit = np.asarray(cut.resize(size, Image.Resampling.LANCZOS))
    top, left = _beginning(digit.sum(axis=1), height), _beginning(digit.sum(axis=0), width)
    centred = np.zeros((height, width, 1), np.uint8)
    centred[top : top + size[1], left : left + size[0], 0] = digit
    return centred.repeat(channels, axis=2)


def _beginning(masses: np.ndarray, length: int) -> int:
    """Where to put them so that their centre is the middle of so many pixels, as far as there is room."""
    centre = float((np.arange(len(masses)) + 0.5) @ masses / masses.sum())
    return int(min(length - len(masses), max(0, round(length / 2 - centre))))


def sent_picture(content: bytes, shape: Shape, is_inverted: bool) -> Pixels:
    """A file that somebody sends, `[height, width, channels]`: the largest part of its middle that has this form.

    Args:
        is_inverted: light becomes dark.

    Raises:
        PicturesError: it is no picture that can be read.
    """
    height, width, channels = shape
    try:
        picture = read_picture(content, width, height)
    except Exception as error:  # whatever a decoder makes of a stranger's bytes
        raise PicturesError(N_("This file is no picture that can be read. Try another: PNG or JPEG.")) from error
    if channels == 1:
        picture = np.asarray(Image.fromarray(picture).convert("L"))[..., None]
    return 255 - picture if is_inverted else picture


def pictures_in_grid(path: Path, shape: Shape) -> Pixels:
    """The pictures `[n, height, width, channels]` of a grid that `images.grid` made; empty cells are left out.

    Raises:
        OSError, ValueError: the file is missing or damaged, or is no grid of such pictures.
    """
    height, width, channels = shape
    with Image.open(path, formats=["PNG"]) as file:
        if max(file.size) > _MOST_ACROSS or file.mode != ("L" if channels == 1 else "RGB"):
            raise ValueError(f"got {file.size} pixels, mode {file.mode}")
        try:
            picture = np.asarray(file).reshape(file.height, file.width, channels)
        except SyntaxError as error:  # so Pillow reports some broken PNG files
            raise ValueError("damaged") from error
    rows, columns = (picture.shape[0] + GAP) // (height + GAP), (picture.shape[1] + GAP) // (width + GAP)
    if not rows or not columns:
        raise ValueError(f"got {picture.shape}, expected a grid of {shape}")
    padded = np.zeros((rows * (height + GAP), columns * (width + GAP), channels), np.uint8)
    padded[: picture.shape[0], : picture.shape[1]] = picture[: padded.shape[0], : padded.shape[1]]
    cells = padded.reshape(rows, height + GAP, columns, width + GAP, channels).swapaxes(1, 2)
    found = cells[:, :, :height, :width].reshape(-1, *shape)
    return found[found.reshape(len(found), -1).any(axis=1)]
