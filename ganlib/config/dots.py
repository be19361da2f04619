"""The data sets of points, in the plane or on a line: equal round Gaussians, of which everything is known.

Ring and grid are those on which mode collapse is measured: Srivastava et al. 2017 (VEEGAN), arXiv:1705.07761, section
5.1, in the numbers of Lin et al. 2018 (PacGAN), arXiv:1712.04086, section 4.1. The grid has a quarter of their scale,
clouds and all, so that both sets are about as wide: a learning rate or a penalty then does the same on both. The others
have wide clouds, so that one can see their density, and hold a discriminator against the best one (docs/adr/0040).
"""

import math
from dataclasses import dataclass
from itertools import combinations, product

Point = tuple[float, ...]

_CELLS_OF_A_LINE, _CELLS_OF_THE_PLANE = 240, 48  # along each side


@dataclass(frozen=True, kw_only=True)
class Dots:
    """A mixture of Gaussians of equal weight, N(centre, σ²I).

    Attributes:
        centres: of one coordinate, or of two.
        extent: everything worth drawing lies in [−extent, extent], in each coordinate.
    """

    centres: tuple[Point, ...]
    sigma: float
    extent: float

    @property
    def dimensions(self) -> int:
        """1: points on a line, 2: points in the plane."""
        return len(self.centres[0])

    @property
    def cells(self) -> int:
        """Into how many parts each side is cut where densities are compared and a discriminator is asked."""
        return _CELLS_OF_A_LINE if self.dimensions == 1 else _CELLS_OF_THE_PLANE

    @property
    def is_separated(self) -> bool:
        """Whether three standard deviations around the centres nowhere meet, so that each cloud can be told apart."""
        pairs = combinations(self.centres, 2)
        return all(math.dist(one, other) > 6.0 * self.sigma for one, other in pairs)

    @property
    def is_resolved(self) -> bool:
        """Whether a cell is no wider than a standard deviation: what happens inside it may then be left out."""
        return 2.0 * self.extent / self.cells <= self.sigma


_ANGLES = [2.0 * math.pi * turn / 8 for turn in range(8)]
_TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)
_THIRDS = [2.0 * math.pi * (0.25 + turn / 3) for turn in range(3)]
_TURNS = [turn / 40 for turn in range(41)]  # shares of the way along the spiral


def _on_spiral(share: float) -> Point:
    """One and a half turns; as far from its neighbours near the middle as outside."""
    way = math.sqrt(share)
    angle = 3.0 * math.pi * way
    return (1.15 * way * math.cos(angle), 1.15 * way * math.sin(angle))


DOTS: dict[str, Dots] = {
    "ring": Dots(centres=tuple((math.cos(angle), math.sin(angle)) for angle in _ANGLES), sigma=0.01, extent=1.5),
    "grid": Dots(centres=tuple(product(_TICKS, _TICKS)), sigma=0.0125, extent=1.5),
    "hills": Dots(centres=((-0.7,), (0.7,)), sigma=0.2, extent=1.5),
    "islands": Dots(
        centres=tuple((0.8 * math.cos(angle), 0.8 * math.sin(angle)) for angle in _THIRDS), sigma=0.15, extent=1.5
    ),
    "spiral": Dots(centres=tuple(_on_spiral(share) for share in _TURNS), sigma=0.07, extent=1.5),
}
