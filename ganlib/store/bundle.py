"""A run as one zip file, to keep or to pass on."""

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

from ganlib.store import layout
from ganlib.store.runs import Run

_PRIVATE = {layout.WORKER_LOG, layout.EARLIER_LOG, layout.ORIGIN, layout.STATUS}
_PRIVATE_FOLDERS = {layout.TENSORBOARD}  # whose files are named after computer and process
_STORED = {".png", ".keras", ".zip"}  # compressed already


def write_zip(run: Run, file: Path | BinaryIO, *, is_public: bool = False) -> None:
    """Write the run folder as a zip archive with one folder in it, named after the run.

    Files come in the order of their names. Checkpoints are left out: they are large and only of use where the run
    trains. Symbolic links are left out, and so are files that are being written (their names begin with a dot). A run
    that is training may be exported; it is one moment of each file. A path gets the whole archive or none.

    Args:
        is_public: leave out what tells of this computer and its visitors: the log, the process, the owner.
    """
    if not isinstance(file, Path):
        _write(run, file, is_public)
        return
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with open(beside, "wb") as target:
            _write(run, target, is_public)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)


def _write(run: Run, file: BinaryIO, is_public: bool) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for path in _files(run.path):
            folder, *_ = path.relative_to(run.path).parts
            if folder == layout.CHECKPOINTS or (is_public and (path.name in _PRIVATE or folder in _PRIVATE_FOLDERS)):
                continue
            method = zipfile.ZIP_STORED if path.suffix in _STORED else zipfile.ZIP_DEFLATED
            with suppress(FileNotFoundError):  # it was removed while we came here
                archive.write(path, Path(run.run_id, path.relative_to(run.path)), compress_type=method)
        if is_public:
            public = replace(run.status(), detail="", pid=None, process_started=None, host="", job="")
            archive.writestr(f"{run.run_id}/{layout.STATUS}", json.dumps(asdict(public), indent=2))


def _files(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
