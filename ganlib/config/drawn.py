"""Points that a person drew: the drawing is the name of the data set, so whatever carries the name carries it.

`drawn-` and two letters for each cloud, in the order in which they were drawn: how far from the left and how far from
below its centre is, in 62nds of the side. A link is enough to play with a drawing on any computer.
"""

import math
import re
import string
import zlib
from collections.abc import Iterable
from functools import lru_cache

from ganlib.config.dots import DOTS, Dots, Point

DRAWN = "drawn"  # all of them together, where kinds of data are meant
FEWEST, MOST = 1, 48  # clouds
EXTENT, SIGMA = 1.5, 0.07
_LETTERS = string.ascii_letters + string.digits  # which no mail program takes for the end of a link
_PLACES = len(_LETTERS)
_NAME = re.compile(rf"{DRAWN}-((?:[{re.escape(_LETTERS)}]{{2}}){{{FEWEST},{MOST}}})", re.ASCII)


def name_of(centres: Iterable[Point]) -> str:
    """What a data set with clouds at these centres is called; those beyond the extent are moved to its edge."""
    return f"{DRAWN}-" + "".join(_letter(coordinate) for centre in centres for coordinate in centre)


def drawn_points(dataset: str) -> Dots | None:
    """None: it is no data set of this kind."""
    return _read(dataset) if _NAME.fullmatch(dataset) else None


def short_name(dataset: str) -> str:
    """A drawing by its checksum, so that scores can say of which one they are; others by their own names."""
    return f"{DRAWN}-{zlib.crc32(dataset.encode()):08x}" if drawn_points(dataset) else dataset


@lru_cache(256)
def _read(name: str) -> Dots:
    match = _NAME.fullmatch(name)
    assert match is not None
    letters = match[1]
    pairs = zip(letters[::2], letters[1::2], strict=True)
    return Dots(centres=tuple((_coordinate(x), _coordinate(y)) for x, y in pairs), sigma=SIGMA, extent=EXTENT)


def dots_of(dataset: str) -> Dots | None:
    """The points of a data set, the studio's own or drawn; None: it is none of points."""
    return DOTS.get(dataset) or drawn_points(dataset)


def _letter(coordinate: float) -> str:
    place = math.floor((coordinate / EXTENT + 1.0) / 2.0 * _PLACES)
    return _LETTERS[min(_PLACES - 1, max(0, place))]


def _coordinate(letter: str) -> float:
    return (2.0 * (_LETTERS.index(letter) + 0.5) / _PLACES - 1.0) * EXTENT


def _on_heart(share: float) -> Point:
    angle = 2.0 * math.pi * share
    x = 16.0 * math.sin(angle) ** 3
    y = 13.0 * math.cos(angle) - 5.0 * math.cos(2.0 * angle) - 2.0 * math.cos(3.0 * angle) - math.cos(4.0 * angle)
    return (0.07 * x, 0.07 * (y + 2.0))


HEART = name_of(_on_heart(turn / 40) for turn in range(40))  # to begin with
