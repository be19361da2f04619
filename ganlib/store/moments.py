"""What a run of points was at one step, in numbers, beside the picture of it: small JSON files for any tool."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ganlib.config.dots import Dots
from ganlib.store.files import replace_bytes

Numbers = npt.NDArray[Any]

STEPS_OF_A_LINE, STEPS_OF_A_NET = 41, 21  # of the latents that are followed
_DECIMALS = 3
_LARGEST = 1e6  # of any coordinate
_MOST_ROWS = 500
_PER_CELL = ("counts", "belief")


@dataclass(frozen=True, kw_only=True, eq=False)
class Moment:
    """One moment of the game.

    Attributes:
        fake: generated points `[n, dimensions]`, from the same latents every time.
        counts: how many of many more generated points lie in each cell, `[cells ** dimensions]` (`theory/cells.py`);
            None: cells are too coarse to tell anything (`Dots.is_resolved`).
        belief: the discriminator's probability of being real in each cell; None: it has none.
        pull: where the generator's loss pulls the first so many of `fake`: −∂L_G/∂x of each, `[m, dimensions]`; None:
            it pulls no point by itself.
        warp: where the generator sends latents that are as probable as each other, in order (`latent_space.py`):
            `[STEPS_OF_A_LINE, dimensions]` of one latent, `[STEPS_OF_A_NET², dimensions]` of two; None: there are too
            many latents to show it.
    """

    fake: Numbers
    counts: Numbers | None = None
    belief: Numbers | None = None
    pull: Numbers | None = None
    warp: Numbers | None = None


def write_moment(path: Path, moment: Moment) -> None:
    """Whole or not at all. Raises ValueError: a number is NaN or infinite."""
    found = {field.name: getattr(moment, field.name) for field in fields(Moment)}
    rounded = {name: None if values is None else _rounded(values) for name, values in found.items()}
    text = json.dumps(rounded, separators=(",", ":"), allow_nan=False)
    replace_bytes(path, text.encode())


def _rounded(values: Numbers) -> list[Any]:
    """As integers or doubles: of single precision the decimals would not end."""
    if np.issubdtype(values.dtype, np.integer):
        return list(values.tolist())
    return list(np.clip(values.astype(np.float64), -_LARGEST, _LARGEST).round(_DECIMALS).tolist())


def read_moment(path: Path, dots: Dots) -> Moment | None:
    """None: the file is missing or damaged, or of points of another kind."""
    try:
        return parse_moment(path.read_bytes(), dots)
    except (OSError, ValueError):
        return None


def parse_moment(content: bytes, dots: Dots) -> Moment:
    """Raises ValueError: this is no moment of such a data set."""
    try:
        data = json.loads(content)
        if not isinstance(data, dict):
            raise ValueError("expected an object")
        cells = dots.cells**dots.dimensions
        fake = _points(data["fake"], dots)
        counts, belief = (None if data.get(name) is None else _cells(data[name], cells) for name in _PER_CELL)
        if (counts is None) == dots.is_resolved:
            raise ValueError("counts where there are none, or none where there are some")
        pull, warp = (None if data.get(name) is None else _points(data[name], dots) for name in ("pull", "warp"))
        if warp is not None and len(warp) not in (STEPS_OF_A_LINE, STEPS_OF_A_NET**2):
            raise ValueError(f"got {len(warp)} latents that were followed")
        if any(values is not None and values.min() < 0.0 for values in (counts, belief)):
            raise ValueError("a count or a probability below zero")
        if belief is not None and belief.max() > 1.0:
            raise ValueError("a probability above one")
        if pull is not None and len(pull) > len(fake):
            raise ValueError("more pulls than points")
    except (KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError(f"no moment of points: {error}") from error
    counts = None if counts is None else counts.astype(np.int64)
    return Moment(fake=fake, counts=counts, belief=belief, pull=pull, warp=warp)


def _points(values: Any, dots: Dots) -> Numbers:
    points = np.asarray(values, np.float64)
    if points.ndim != 2 or points.shape[1] != dots.dimensions or len(points) > _MOST_ROWS:
        raise ValueError(f"got points of shape {points.shape}")
    return _checked(points)


def _cells(values: Any, cells: int) -> Numbers:
    found = np.asarray(values, np.float64)
    if found.shape != (cells,):
        raise ValueError(f"got {found.shape}, expected {cells} cells")
    return _checked(found)


def _checked(values: Numbers) -> Numbers:
    if not (np.abs(values) <= _LARGEST).all():  # nor is NaN
        raise ValueError("a number that no worker writes")
    return values
