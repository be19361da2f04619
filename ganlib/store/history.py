"""The history of a run up to one step: what a run that goes on from a checkpoint keeps, and what a branch inherits."""

import json
import shutil
from pathlib import Path
from typing import Any

from ganlib.store import layout
from ganlib.store.files import replace_bytes

_LOGS = (layout.SCALARS, layout.HISTOGRAMS, layout.METRICS)  # events stay: they happened


def copy_history(source: Path, target: Path, last_step: int) -> None:
    """Copy the rows and pictures up to `last_step` from one run folder into another."""
    for name in _LOGS:
        replace_bytes(target / name, _rows_until(source / name, last_step))
    pictures = target / layout.SAMPLES
    pictures.mkdir(exist_ok=True)
    for path in sorted((source / layout.SAMPLES).glob("*")):
        found = layout.step_of(path.name)
        if path.name == layout.REAL_SAMPLES or (found and found[1] <= last_step):
            shutil.copyfile(path, pictures / path.name)


def cut_history(run_dir: Path, last_step: int) -> None:
    """Take back the rows and pictures after `last_step`: they will come again. So will what was only half written."""
    leftovers = [
        leftover
        for name in (*_LOGS, layout.BEST, layout.STATUS, layout.RESERVE)
        for leftover in run_dir.glob(f".{name}.*")
    ]
    for leftover in [*leftovers, *(run_dir / layout.SAMPLES).glob(".*")]:
        leftover.unlink(missing_ok=True)
    for name in _LOGS:
        if (run_dir / name).exists():
            replace_bytes(run_dir / name, _rows_until(run_dir / name, last_step))
    for path in list((run_dir / layout.SAMPLES).glob("*")):
        found = layout.step_of(path.name)
        if found and found[1] > last_step:
            path.unlink()


def _rows_until(path: Path, last_step: int) -> bytes:
    """The file up to the last row whose step is not later; rows come in the order of their steps."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]  # what follows the last line feed is torn
    except FileNotFoundError:
        return b""
    while lines and not _is_until(lines[-1], last_step):
        lines.pop()
    return b"".join(line + b"\n" for line in lines)


def _is_until(line: bytes, last_step: int) -> bool:
    try:
        row: Any = json.loads(line)
        return bool(row["step"] <= last_step)
    except (ValueError, RecursionError, KeyError, TypeError):
        return False
