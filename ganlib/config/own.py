"""Pictures that a person brought: how such a data set is called, and what its name says.

`own-300x64x64x3-0123456789ab`: the shape of its array, and a digest of its pictures. So a configuration says how large
the networks are without a look at the disk, and the same pictures are the same data set on every computer.
"""

import re
from dataclasses import dataclass

OWN = "own"  # all of them together, where kinds of data are meant
SIDES = (16, 28, 32, 48, 64, 96, 128)  # pixels that their pictures may be high and wide
FEWEST, MOST = 20, 100_000  # pictures
MOST_BYTES = 2**30  # of all pictures of one set
_DIGITS = 12  # of the digest
NAME = re.compile(rf"{OWN}-([1-9]\d*)x([1-9]\d+)x([1-9]\d+)x([13])-([0-9a-f]{{{_DIGITS}}})", re.ASCII)
_LONGEST_NAME = 64  # characters
_SHARE_HELD_OUT, _FEW_HELD_OUT, _MOST_HELD_OUT = 10, 50, 10_000


@dataclass(frozen=True)
class OwnPictures:
    """What the name of such a data set says: n pictures of a height, a width and 1 or 3 colours."""

    count: int
    shape: tuple[int, int, int]
    digest: str

    @property
    def name(self) -> str:
        return f"{OWN}-{self.count}x{'x'.join(map(str, self.shape))}-{self.digest[:_DIGITS]}"

    @property
    def held_out(self) -> int:
        """How many are test pictures: a tenth, yet 50 where that is at most a quarter of all."""
        few = min(_FEW_HELD_OUT, self.count // 4)
        return min(_MOST_HELD_OUT, max(self.count // _SHARE_HELD_OUT, few))

    @property
    def is_measured(self) -> bool:
        """Whether so many are held out that scores say something."""
        return self.held_out >= _FEW_HELD_OUT


def own_pictures(dataset: str) -> OwnPictures | None:
    """None: it is no data set of this kind, or one that cannot be."""
    match = NAME.fullmatch(dataset)
    if match is None or len(dataset) > _LONGEST_NAME:
        return None
    count, height, width, channels = (int(match[place]) for place in range(1, 5))
    if not FEWEST <= count <= MOST or not {height, width} <= set(SIDES):
        return None
    return OwnPictures(count, (height, width, channels), match[5])
