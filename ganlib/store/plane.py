"""Points in the plane as one picture: real ones, generated ones, and behind them what the discriminator thinks."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganlib.config.dots import Dots
from ganlib.store.images import Pixels

Points = npt.NDArray[np.float32]

SIDE = 480  # pixels
MESH = 48  # places along each side where the discriminator is asked
# The colours that real and generated pictures have in every chart (charts/theme.py), and pale ones for opinions.
_REAL, _FAKE = (0, 158, 115), (0, 114, 178)
_THINKS_REAL, _THINKS_FAKE, _PAPER = (188, 236, 221), (240, 208, 226), (255, 255, 255)


def mesh(dots: Dots) -> Points:
    """The places where the discriminator is asked, row by row from the top left: `[MESH², 2]`."""
    middles = (2.0 * (np.arange(MESH) + 0.5) / MESH - 1.0) * dots.extent
    across, up = np.meshgrid(middles, -middles)
    return np.stack([across, up], axis=-1).reshape(-1, 2).astype(np.float32)


def plane(
    dots: Dots,
    *,
    real: Points | None = None,
    fake: Points | None = None,
    belief: npt.NDArray[np.float32] | None = None,
) -> Pixels:
    """uint8 `[SIDE, SIDE, 3]`.

    Args:
        real, fake: `[n, 2]`; those outside the extent of the data set lie on the edge, so that none is out of sight.
        belief: probability of being real at each place of `mesh`.
    """
    canvas = _opinions(belief) if belief is not None else np.full((SIDE, SIDE, 3), _PAPER, np.uint8)
    for points, colour in ((real, _REAL), (fake, _FAKE)):
        if points is not None:
            _stamp(canvas, dots, points, colour)
    return canvas


def _opinions(belief: npt.NDArray[np.float32]) -> Pixels:
    """Green where it takes points for real, pink where not, white where it cannot tell."""
    sureness = (2.0 * belief.reshape(MESH, MESH, 1) - 1.0).clip(-1.0, 1.0)
    tint = np.where(sureness > 0.0, np.array(_THINKS_REAL, np.float64), np.array(_THINKS_FAKE, np.float64))
    coarse = np.array(_PAPER) + np.abs(sureness) * (tint - np.array(_PAPER))
    smooth = Image.fromarray(coarse.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.array(smooth)


def _stamp(canvas: Pixels, dots: Dots, points: Points, colour: tuple[int, int, int]) -> None:
    """Each point as a square of three pixels; one whose place is no number is left out."""
    points = points[np.isfinite(points).all(axis=1)]
    places = (points / dots.extent * np.array([1.0, -1.0]) + 1.0) / 2.0 * SIDE
    columns, rows = np.clip(places, 1, SIDE - 2).astype(int).T
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            canvas[rows + down, columns + right] = colour
