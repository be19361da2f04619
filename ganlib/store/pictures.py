"""The pictures of a run, and its moments, by their steps: thousands of them, in the room that their numbers take."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ganlib.store import layout

_NAMES: dict[str, Callable[[int], str]] = {
    "step": layout.sample_name,
    "reconstructions": layout.reconstructions_name,
    "moment": layout.moment_name,
}


class Pictures(Mapping[int, Path]):
    """Step → picture or moment, in the order of steps.

    A path is made when somebody asks for it: of a long run's pictures few are ever looked at.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        """
        Args:
            folder: of the pictures; it need not exist.
            kind: "step", "reconstructions" or "moment".
        """
        self._folder = folder
        self._name = _NAMES[kind]
        try:
            names = os.listdir(folder)
        except FileNotFoundError:
            names = []
        self._steps = sorted(found[1] for name in names if (found := layout.step_of(name)) and found[0] == kind)

    def __getitem__(self, step: int) -> Path:
        place = bisect_left(self._steps, step)
        if place == len(self._steps) or self._steps[place] != step:
            raise KeyError(step)
        return self._folder / self._name(step)

    def __iter__(self) -> Iterator[int]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def newest(self) -> int | None:
        """The last step that was drawn."""
        return self._steps[-1] if self._steps else None
