"""`checkpoints/` in a run folder: whole, checksummed, the newest and the best kept.

What is in them is the worker's affair.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ganlib.store import layout
from ganlib.store.files import folder_beside, read_json, replace_json

_KEPT = 2  # the newest may be damaged by what ended the run; the one before it is then still there


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Where training stood.

    Attributes:
        seconds: training time so far.
        images: real pictures seen.
        rescues: how often the run went on with half the learning rate after a number had ceased to be one.
    """

    step: int = 0
    seconds: float = 0.0
    images: int = 0
    rescues: int = 0


@dataclass(frozen=True, kw_only=True)
class Best:
    """The best score so far; the checkpoint of its step is kept.

    Attributes:
        metric: its key in `catalog/metrics.py`.
        version: of the network that it was measured in; other versions give other numbers.
    """

    step: int
    metric: str
    value: float
    version: int | None = 1


@dataclass(frozen=True)
class Checkpoint:
    """One folder of `checkpoints/`, complete: it got its name when nothing was missing."""

    path: Path
    step: int

    def moment(self) -> Moment:
        """Where training stood. Raises OSError, ValueError, KeyError or TypeError: damaged."""
        data = read_json(self.path / layout.CHECKPOINT_FACTS)["moment"]
        counts = {key: data[key] for key in ("step", "images", "rescues")}
        if not all(type(count) is int for count in counts.values()):
            raise TypeError(f"{layout.CHECKPOINT_FACTS}: got {data!r}, expected whole numbers")
        return Moment(seconds=float(data["seconds"]), **counts)

    def is_good(self) -> bool:
        """Whether every file is what was written."""
        try:
            self.moment()
            checksums: dict[str, Any] = read_json(self.path / layout.CHECKPOINT_FACTS)["sha256"]
            return bool(checksums) and all(
                checksum == _sha256(self.path / Path(name).name) for name, checksum in checksums.items()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False


def checkpoints_of(run_dir: Path) -> list[Checkpoint]:
    """Those that are complete, the newest first; `is_good` tells whether one is undamaged."""
    try:
        names = os.listdir(run_dir / layout.CHECKPOINTS)
    except OSError:
        return []
    found = [
        Checkpoint(run_dir / layout.CHECKPOINTS / name, step)
        for name in names
        if (step := layout.step_of_checkpoint(name)) is not None
    ]
    return sorted(found, key=lambda checkpoint: checkpoint.step, reverse=True)


def newest_good(run_dir: Path) -> tuple[Checkpoint | None, list[Checkpoint]]:
    """The newest undamaged checkpoint, and the newer ones that had to be passed over."""
    damaged: list[Checkpoint] = []
    for checkpoint in checkpoints_of(run_dir):
        if checkpoint.is_good():
            return checkpoint, damaged
        damaged.append(checkpoint)
    return None, damaged


def mark_best(run_dir: Path, best: Best) -> None:
    """Keep the checkpoint of that step, which exists, instead of the best one before."""
    replace_json(run_dir / layout.BEST, asdict(best))


def best_of(run_dir: Path) -> Best | None:
    """The best score so far, while there is a checkpoint of it."""
    try:
        data = read_json(run_dir / layout.BEST)
        version = data.get("version", 1)  # notes without it are of networks of version 1
        best = Best(step=int(data["step"]), metric=str(data["metric"]), value=float(data["value"]), version=version)
    except (OSError, ValueError, OverflowError, KeyError, TypeError):
        return None
    return best if best.step in [checkpoint.step for checkpoint in checkpoints_of(run_dir)] else None


def discard(checkpoint: Checkpoint) -> None:
    """Remove a checkpoint: an old one, or a damaged one that stands in the place of a good one of its step."""
    shutil.rmtree(checkpoint.path, ignore_errors=True)


def write_checkpoint(run_dir: Path, moment: Moment, fill: Callable[[Path], None]) -> Checkpoint:
    """Save a checkpoint whole, then let go of all but the newest two and the best.

    Args:
        fill: writes the files of a checkpoint into an empty folder.
    """
    folder = run_dir / layout.CHECKPOINTS
    folder.mkdir(exist_ok=True)
    for leftover in folder.glob(".*"):  # of a worker that was killed while it wrote
        shutil.rmtree(leftover, ignore_errors=True)
    target = folder / layout.checkpoint_name(moment.step)
    with folder_beside(target) as beside:
        fill(beside)
        checksums = {path.name: _sha256(path) for path in sorted(beside.iterdir())}
        facts = {"schema_version": 1, "moment": asdict(moment), "sha256": checksums}
        replace_json(beside / layout.CHECKPOINT_FACTS, facts)
    best = best_of(run_dir)
    for old in checkpoints_of(run_dir)[_KEPT:]:
        if best is None or old.step != best.step:
            discard(old)
    return Checkpoint(target, moment.step)


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
