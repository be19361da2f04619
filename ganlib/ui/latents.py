"""Explorers of finished models, and what they have found: worked out once for all visitors.

The caches are not Streamlit's, for the reason that `readers.py` gives.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock

from cachetools import LRUCache, cached

from ganlib.explorer import Explorer
from ganlib.inversion import Found
from ganlib.latent_space import Latents
from ganlib.model_files import version_of
from ganlib.store import layout
from ganlib.store.images import Pixels
from ganlib.store.runs import Run

_SEARCH = Lock()
_MOST_MODELS, _MOST_SHEETS, _MOST_FOUND = 4, 32, 64


@dataclass(frozen=True)
class Space:
    """The latent space of a finished model, of one class.

    Attributes:
        version: of its file.
        label: the class or kind; None: it is told none.
    """

    model: Path
    version: int
    label: int | None


def space_of(run: Run, label: int | None) -> Space:
    """Raises ModelNotReadyError."""
    model = run.path / layout.MODEL
    return Space(model, version_of(model), label)


@cached(LRUCache(_MOST_MODELS), condition=Condition())
def explorer(space: Space) -> Explorer:
    """Raises ModelNotReadyError, UnknownClassError."""
    return Explorer(space.model, space.label)


def _where(space: Space, origin: Latents, offsets: tuple[float, ...], first: int, reach: float) -> object:
    return space, origin.tobytes(), offsets, first, reach


@cached(LRUCache(_MOST_SHEETS), key=_where, condition=Condition())
def pictures_around(
    space: Space, origin: Latents, offsets: tuple[float, ...], first: int, reach: float
) -> tuple[Pixels, int]:
    """See `Explorer.pictures_around`. Raises ModelNotReadyError."""
    return explorer(space).pictures_around(origin, offsets, first, reach)


def _what(space: Space, picture: Pixels, view: str) -> object:
    return space, picture.tobytes(), view


@cached(LRUCache(_MOST_FOUND), key=_what, condition=Condition())
def sought(space: Space, picture: Pixels, view: str) -> list[Found]:
    """See `Explorer.seek`. Takes seconds, and all cores: one search at a time. Raises ModelNotReadyError."""
    with _SEARCH:
        return explorer(space).seek(picture, view)
