"""A run as one zip file, to keep or to pass on."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ganlib.store import layout
from ganlib.store.runs import Run

_STORED = {".png", ".keras", ".zip"}  # compressed already


def write_zip(run: Run, file: Path | BinaryIO) -> None:
    """Write the run folder as a zip archive with one folder in it, named after the run.

    Files come in the order of their names. Checkpoints are left out: they are large and only of use where the run
    trains. Symbolic links are left out, and so are files that are being written (their names begin with a dot). A run
    that is training may be exported; it is one moment of each file. A path gets the whole archive or none.
    """
    if not isinstance(file, Path):
        _write(run, file)
        return
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with open(beside, "wb") as target:
            _write(run, target)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)


def _write(run: Run, file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for path in _files(run.path):
            if path.is_relative_to(run.path / layout.CHECKPOINTS):
                continue
            method = zipfile.ZIP_STORED if path.suffix in _STORED else zipfile.ZIP_DEFLATED
            with suppress(FileNotFoundError):  # it was removed while we came here
                archive.write(path, Path(run.run_id, path.relative_to(run.path)), compress_type=method)


def _files(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
