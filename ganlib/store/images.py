"""Sample grids: pictures side by side in one PNG."""

import io
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganlib.store.files import replace_bytes

Pixels = npt.NDArray[np.uint8]

_EFFORT = 4  # of 9, to make a file small: half the time of 6, which is usual, for a sixth more bytes
GAP = 1  # pixels between pictures
_GAP_VALUE = 0


def grid(images: Pixels, columns: int | None = None) -> Pixels:
    """Arrange `[n, height, width, channels]` in rows; without `columns`, as square as possible."""
    count, height, width, channels = images.shape
    columns = columns or math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    shape = (rows * (height + GAP) - GAP, columns * (width + GAP) - GAP, channels)
    canvas = np.full(shape, _GAP_VALUE, np.uint8)
    for index, image in enumerate(images):
        top, left = index // columns * (height + GAP), index % columns * (width + GAP)
        canvas[top : top + height, left : left + width] = image
    return canvas


def as_image(picture: Pixels) -> Image.Image:
    """`[height, width, 1 or 3]` for Pillow."""
    return Image.fromarray(picture[..., 0] if picture.shape[-1] == 1 else picture)


def write_picture(path: Path, picture: Pixels) -> None:
    """Save `[height, width, 1 or 3]` as PNG, whole or not at all."""
    encoded = io.BytesIO()
    as_image(picture).save(encoded, format="PNG", compress_level=_EFFORT)
    replace_bytes(path, encoded.getvalue())
