"""Writing and reading small files so that no reader ever sees half of one."""

import json
import math
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO


def replace_bytes(path: Path, content: bytes) -> None:
    """Write beside, flush, then rename over `path`."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with open(beside, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _replace(beside, path)


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut. Windows has no such call, and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
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


def append_line(file: BinaryIO, record: Mapping[str, Any]) -> None:
    """Append one record to a JSON Lines file in one write; numbers that are not finite become null."""
    clean = {key: _finite(value) for key, value in record.items()}
    file.write(json.dumps(clean, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    file.flush()


def _finite(value: Any) -> Any:
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
