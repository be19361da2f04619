"""Sample pictures: crisp, at any step or time of a run."""

import base64
import io
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from threading import Condition
from typing import Literal

import streamlit as st
from cachetools import LRUCache, cached
from PIL import Image

from ganlib.config.dots import Dots
from ganlib.store.images import Pixels, as_image, grid
from ganlib.store.plane import Points, plane
from ganlib.store.records import Record, downsample
from ganlib.ui.words import t

_SHARP_WIDTH = 640  # pixels that a picture has at least when it is sent
Width = Literal["stretch", "content"] | int


def show_picture(path: Path, *, alt: str, caption: str = "", width: Width = "stretch") -> None:
    """A sample grid with hard pixel edges; the browser alone would blur it. A vanished file is said in words."""
    try:
        content = _crisp(str(path), path.stat().st_mtime_ns)
    except (OSError, SyntaxError):  # Pillow reports some broken PNG files as SyntaxError
        st.caption(t("This picture is missing or damaged."))
        return
    st.image(content, alt=alt, caption=caption or None, width=width, output_format="PNG")  # “auto” makes it a JPEG


def show_images(images: Pixels, columns: int, *, alt: str, width: Width | None = None) -> None:
    """Pictures `[n, height, width, channels]` in a grid, as crisp as a stored one; a square one no wider than high
    screens are high, unless `width` says how wide.
    """
    width = width or (_SHARP_WIDTH if len(images) >= columns * columns else "stretch")
    st.image(_png(as_image(grid(images, columns))), alt=alt, width=width, output_format="PNG")


def as_address(images: Pixels, columns: int) -> str:
    """The same grid in its own size, as an address that holds its content."""
    file = io.BytesIO()
    as_image(grid(images, columns)).save(file, format="PNG", compress_level=1)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def show_points(points: Points, dots: Dots, *, alt: str) -> None:
    """Generated points `[n, dimensions]`."""
    st.image(_png(as_image(plane(dots, fake=points))), alt=alt, width=_SHARP_WIDTH, output_format="PNG")


@cached(LRUCache(64), condition=Condition())  # not Streamlit's, for the reason that `readers.py` gives
def _crisp(path: str, version: int) -> bytes:
    with Image.open(path, formats=["PNG"]) as picture:
        return _png(picture)


def _png(picture: Image.Image) -> bytes:
    factor = max(1, -(-_SHARP_WIDTH // picture.width))
    size = (picture.width * factor, picture.height * factor)
    enlarged = picture.resize(size, Image.Resampling.NEAREST)
    file = io.BytesIO()
    enlarged.save(file, format="PNG", compress_level=1)
    return file.getvalue()


def frame_at(pictures: Mapping[int, Path], step: float) -> int | None:
    """The step of the last picture at or before the mark; the first picture when none is; None without pictures."""
    if not pictures:
        return None
    return max((known for known in pictures if known <= step), default=min(pictures))


def step_at(rows: list[Record], seconds: float) -> int:
    """How many steps were done after so much training time. Rows may be far apart: straight lines between them."""
    after = bisect_right(rows, seconds, key=_seconds)
    if after == 0:
        return 0
    last = rows[after - 1]
    if after == len(rows):
        return int(last["step"])
    share = (seconds - _seconds(last)) / (_seconds(rows[after]) - _seconds(last))
    return int(last["step"] + share * (rows[after]["step"] - last["step"]))


def _seconds(row: Record) -> float:
    return float(row.get("seconds", 0.0))


def frames(pictures: Mapping[int, Path], limit: int = 40) -> list[int]:
    """Evenly spaced steps for a time-lapse, first and last among them."""
    return [record["step"] for record in downsample([{"step": step} for step in sorted(pictures)], limit)]
