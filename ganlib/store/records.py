"""Append-only JSON Lines: an incremental reader that survives torn lines, and a downsampler that keeps the ends."""

import json
import os
import threading
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class RecordReader:
    """Follows a growing JSON Lines file; each `read` parses only what was added since the last one.

    Safe to share between threads. A torn last line waits for the next read; a damaged line is skipped and counted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged_lines = 0
        self._records: list[Record] = []
        self._offset = 0
        self._inode = 0
        self._lock = threading.Lock()

    def read(self) -> list[Record]:
        """All records so far, oldest first; empty while the file does not exist. Do not change the list."""
        with self._lock:
            try:
                with open(self.path, "rb") as file:
                    self._follow(file)
            except FileNotFoundError:
                self._restart(inode=0)
            return self._records

    def _follow(self, file: Any) -> None:
        stat = os.fstat(file.fileno())
        if stat.st_ino != self._inode or stat.st_size < self._offset:
            self._restart(stat.st_ino)
        file.seek(self._offset)
        added = file.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._offset += len(whole)
        if whole:
            parsed = [self._parse(line) for line in whole.splitlines() if line.strip()]
            self._records = self._records + [record for record in parsed if record is not None]

    def _parse(self, line: bytes) -> Record | None:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if _is_record(record):
            return record  # type: ignore[no-any-return]
        self.damaged_lines += 1
        return None

    def _restart(self, inode: int) -> None:
        self._records, self._offset, self._inode, self.damaged_lines = [], 0, inode, 0


def _is_record(data: Any) -> bool:
    """Every log counts steps, and most tell the time; what else is in a record is up to its reader."""
    return isinstance(data, dict) and type(data.get("step")) is int and type(data.get("seconds", 0)) in (int, float)


def downsample(records: list[Record], limit: int) -> list[Record]:
    """At most `limit` records, evenly spaced, the first and the last always among them."""
    if len(records) <= limit:
        return records
    last = len(records) - 1
    return [records[round(index * last / (limit - 1))] for index in range(limit)]
