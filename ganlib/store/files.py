"""Writing and reading small files so that no reader ever sees half of one."""

import json
import math
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO


def replace_bytes(path: Path, content: bytes) -> None:
    """Write beside, flush, then rename over `path`. What cannot be written whole leaves nothing behind."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)  # on a full disk this frees the room in which to say so
        raise


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `target` when the block ends well, and is gone when it does not."""
    beside = target.with_name(f".{target.name}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
        for path in beside.iterdir():
            _flush(path)
        shutil.rmtree(target, ignore_errors=True)
        beside.rename(target)
        _flush(target.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _flush(path: Path) -> None:
    """Make a file, or the names in a folder, outlive a power cut. Windows cannot open folders, and needs not."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(source: Path, target: Path) -> None:
    for _ in range(10):
        try:
            os.replace(source, target)
            return
        except PermissionError:  # Windows, while a reader has the file open
            time.sleep(0.01)
    os.replace(source, target)


def replace_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a JSON object, atomically. Not-finite numbers are refused: JSON has none."""
    replace_bytes(path, json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False).encode())


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        OSError: the file is missing or unreadable.
        ValueError: it does not hold a JSON object.
    """
    try:
        data = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError(f"{path.name} is nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} holds {type(data).__name__}, expected an object")
    return data


def open_records(path: Path) -> BinaryIO:
    """Open a JSON Lines file to append to; a line that was torn when its writer died ends here."""
    file = open(path, "ab+")  # noqa: SIM115 - the caller closes it
    if file.tell():
        file.seek(-1, os.SEEK_END)
        if file.read(1) != b"\n":
            file.write(b"\n")
    return file


def append_line(file: BinaryIO, record: Mapping[str, Any]) -> None:
    """Append one record to a JSON Lines file in one write; numbers that are not finite become null."""
    clean = {key: _finite(value) for key, value in record.items()}
    file.write(json.dumps(clean, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    file.flush()


def _finite(value: Any) -> Any:
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
