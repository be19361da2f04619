"""The data sets in the plane: equal round Gaussians, of which everything is known.

The two on which mode collapse is measured: Srivastava et al. 2017 (VEEGAN), arXiv:1705.07761, section 5.1, in the
numbers of Lin et al. 2018 (PacGAN), arXiv:1712.04086, section 4.1. The grid has a quarter of their scale, clouds and
all, so that both sets are about as wide: a learning rate or a penalty then does the same on both.
"""

import math
from dataclasses import dataclass
from itertools import product

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Dots:
    """A mixture of Gaussians of equal weight, N(centre, σ²I).

    Attributes:
        extent: everything worth drawing lies in [−extent, extent]².
    """

    centres: tuple[Point, ...]
    sigma: float
    extent: float


_ANGLES = [2.0 * math.pi * turn / 8 for turn in range(8)]
_TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)

DOTS: dict[str, Dots] = {
    "ring": Dots(centres=tuple((math.cos(angle), math.sin(angle)) for angle in _ANGLES), sigma=0.01, extent=1.5),
    "grid": Dots(centres=tuple(product(_TICKS, _TICKS)), sigma=0.0125, extent=1.5),
}
