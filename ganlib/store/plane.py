"""Points as one picture: real ones, generated ones, and behind them what the discriminator thinks.

In the plane each point is a dot. Points on a line are bars, as high as there are many of them.
"""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from ganlib.config.dots import Dots
from ganlib.store.images import Pixels

Points = npt.NDArray[np.float32]
Colour = tuple[int, int, int]

SIDE = 480  # pixels
_GROUND, _OPAQUE = 192, 90  # pixels; of 255, where it is sure
_BARS = 60  # on a line
_EDGE = 3  # pixels, of the outline of bars
_HEADROOM = 2.0  # a picture of points on a line is so many times as high as the highest real bar
# The colours that real and generated pictures have in every chart (charts/theme.py), and pale ones for opinions.
_REAL, _FAKE = (0, 158, 115), (0, 114, 178)
_FALSE = (204, 121, 167)
_THINKS_REAL, _THINKS_FAKE, _PAPER = (188, 236, 221), (240, 208, 226), (255, 255, 255)


def plane(
    dots: Dots,
    *,
    real: Points | None = None,
    fake: Points | None = None,
    belief: npt.NDArray[np.float32] | None = None,
) -> Pixels:
    """uint8 `[SIDE, SIDE, 3]`.

    Args:
        real, fake: `[n, dimensions]`; those outside the extent of the data set lie on the edge, so that none is out of
            sight.
        belief: probability of being real in each cell (`Dots.cells`), row by row from the top left.
    """
    canvas = np.full((SIDE, SIDE, 3), _PAPER, np.uint8) if belief is None else np.array(opinions(dots, belief))
    if dots.dimensions == 1:
        return _with_bars(canvas, dots, real, fake)
    for points, colour in ((real, _REAL), (fake, _FAKE)):
        if points is not None:
            _stamp(canvas, dots, _finite(points), colour)
    return canvas


def opinions(dots: Dots, belief: npt.NDArray[np.float32]) -> Image.Image:
    """The ground: green where it takes points for real, pink where not, white where it cannot tell or nothing is known.

    Args:
        belief: as for `plane`; NaN where nothing is known.
    """
    sureness = (2.0 * np.nan_to_num(belief, nan=0.5).reshape(-1, dots.cells, 1) - 1.0).clip(-1.0, 1.0)
    tint = np.where(sureness > 0.0, np.array(_THINKS_REAL, np.float64), np.array(_THINKS_FAKE, np.float64))
    coarse = np.array(_PAPER) + np.abs(sureness) * (tint - np.array(_PAPER))
    return Image.fromarray(coarse.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BILINEAR)


def ground(dots: Dots, belief: npt.NDArray[np.float64]) -> bytes:
    """As `opinions`, as a small PNG file, and clear where those are white: for light and dark pages.

    Args:
        belief: as for `opinions`.
    """
    sureness = (2.0 * np.nan_to_num(belief, nan=0.5).reshape(-1, dots.cells) - 1.0).clip(-1.0, 1.0)
    pixels = np.empty((*sureness.shape, 4), np.uint8)
    pixels[..., :3] = np.where(sureness[..., None] > 0.0, _REAL, _FALSE)
    pixels[..., 3] = np.abs(sureness) * _OPAQUE
    file = io.BytesIO()
    Image.fromarray(pixels).resize((_GROUND, _GROUND), Image.Resampling.BILINEAR).save(file, format="PNG")
    return file.getvalue()


def _finite(points: Points) -> Points:
    """Without those whose place is no number."""
    return points[np.isfinite(points).all(axis=1)]


def _stamp(canvas: Pixels, dots: Dots, points: Points, colour: Colour) -> None:
    """Each point as a square of three pixels."""
    places = (points / dots.extent * np.array([1.0, -1.0]) + 1.0) / 2.0 * SIDE
    columns, rows = np.clip(places, 1, SIDE - 2).astype(int).T
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            canvas[rows + down, columns + right] = colour


def _with_bars(ground: Pixels, dots: Dots, real: Points | None, fake: Points | None) -> Pixels:
    """Real points as bars, generated ones as the outline of theirs."""
    canvas = Image.fromarray(ground)
    pen = ImageDraw.Draw(canvas)
    if real is not None:
        pen.polygon(_outline(_finite(real), dots), fill=_REAL)
    if fake is not None:
        pen.line(_outline(_finite(fake), dots), fill=_FAKE, width=_EDGE)
    return np.array(canvas)


def _outline(points: Points, dots: Dots) -> list[tuple[float, float]]:
    """From the left end of the line over all bars to the right end."""
    inside = np.clip(points, -dots.extent, dots.extent)
    counts, _ = np.histogram(inside, bins=_BARS, range=(-dots.extent, dots.extent))
    highest = 2.0 * dots.extent / _BARS / (dots.sigma * np.sqrt(2.0 * np.pi) * len(dots.centres))  # of the points
    tops = SIDE * (1.0 - counts / max(1, len(points)) / (_HEADROOM * highest))
    edges = np.arange(_BARS + 1) * SIDE / _BARS
    places = zip(edges.repeat(2)[1:-1].tolist(), tops.repeat(2).tolist(), strict=True)
    return [(0.0, float(SIDE)), *places, (float(SIDE), float(SIDE))]
