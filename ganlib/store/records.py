"""Append-only JSON Lines: an incremental reader that survives torn lines and long logs; a downsampler for lists."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from sys import intern
from typing import Any, BinaryIO

Record = dict[str, Any]
_Placed = tuple[int, Record]  # where its line begins in the file, and the record

NEWEST = 1_000  # records at the end of a log that are always there, however long it is
_READ_WHOLE_BYTES = 2 * 2**20  # at the end of a file that is looked into at places; some thousand lines


class RecordReader:
    """Follows a growing JSON Lines file; each `read` parses only what was added since the last one.

    Safe to share between threads. A torn last line waits for the next read; a damaged line is skipped and counted.

    A reader that need not have every record divides the file into cells of equally many bytes and keeps the first
    record of each: evenly spaced, the very first one among them. It reads a long file at those places only, so that
    it opens quickly and fits into memory.
    """

    def __init__(self, path: Path, most: int | None = None, newest: int = NEWEST) -> None:
        """
        Args:
            most: how many records to keep besides the newest; at least one, None for all.
            newest: how many records at the end are always there; up to twice as many are.
        """
        self.path = path
        self.damaged_lines = 0
        self._most, self._least_newest = most, newest
        self._lock = threading.Lock()
        self._restart(inode=0)

    def read(self) -> list[Record]:
        """The records so far, oldest first; empty while the file does not exist. Do not change the list."""
        with self._lock:
            try:
                with open(self.path, "rb") as file:
                    self._follow(file)
            except FileNotFoundError:
                self._restart(inode=0)
            return self._records

    def _restart(self, inode: int) -> None:
        self._inode, self._offset, self.damaged_lines = inode, 0, 0
        self._cell = 1  # bytes
        self._older: list[_Placed] = []
        self._newest: list[_Placed] = []
        self._records: list[Record] = []

    def _follow(self, file: BinaryIO) -> None:
        stat = os.fstat(file.fileno())
        if stat.st_ino != self._inode or stat.st_size < self._offset:
            self._restart(stat.st_ino)
        if self._most is not None and stat.st_size - self._offset > 2 * _READ_WHOLE_BYTES:
            self._skim(file, stat.st_size - _READ_WHOLE_BYTES)
        file.seek(self._offset)
        added = file.read()
        whole = added[: added.rfind(b"\n") + 1]
        if whole:
            self._newest += self._parsed(whole, self._offset)
            self._offset += len(whole)
            self._age()
            self._records = [record for _, record in self._older] + [record for _, record in self._newest]

    def _parsed(self, lines: bytes, begin: int) -> Iterator[_Placed]:
        for line in lines.splitlines(keepends=True):
            record = self._parse(line)
            if record is not None:
                yield begin, record
            begin += len(line)

    def _parse(self, line: bytes) -> Record | None:
        line = line.strip()
        if not line:
            return None
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if _is_record(record):
            return {intern(key): value for key, value in record.items()}  # names are half of a row, and always the same
        self.damaged_lines += 1
        return None

    def _age(self) -> None:
        """Newest records become older ones, of which one in each cell is kept; too many cells become half as many."""
        if len(self._newest) >= 2 * self._least_newest:
            self._older = _first_of_each(self._older + self._newest[: -self._least_newest], self._cell)
            self._newest = self._newest[-self._least_newest :]
        while self._most is not None and len(self._older) > self._most:
            self._cell *= 2
            self._older = _first_of_each(self._older, self._cell)

    def _skim(self, file: BinaryIO, end: int) -> None:
        """Go on to the line at `end`, with the first record of each cell on the way there."""
        assert self._most is not None
        while end // self._cell > self._most:
            self._cell *= 2
        self._older = _first_of_each(self._older + self._newest, self._cell)
        self._newest = []
        for cell in range(-(-self._offset // self._cell), end // self._cell):
            begin, line = _line_from(file, cell * self._cell)
            if begin < (cell + 1) * self._cell and (record := self._parse(line)) is not None:
                self._older.append((begin, record))
        self._offset = _line_from(file, end)[0]


def _first_of_each(placed: list[_Placed], cell: int) -> list[_Placed]:
    first: dict[int, _Placed] = {}
    for one in placed:
        first.setdefault(one[0] // cell, one)
    return list(first.values())


def _line_from(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins at `place` or later, and where it begins."""
    if place > 0:
        file.seek(place - 1)
        place += len(file.readline()) - 1
    else:
        file.seek(0)
    return place, file.readline()


def _is_record(data: Any) -> bool:
    """Every log counts steps, and most tell the time; what else is in a record is up to its reader."""
    return isinstance(data, dict) and type(data.get("step")) is int and type(data.get("seconds", 0)) in (int, float)


def downsample(records: list[Record], limit: int) -> list[Record]:
    """At most `limit` records, evenly spaced, the first and the last always among them."""
    if len(records) <= limit:
        return records
    last = len(records) - 1
    return [records[round(index * last / (limit - 1))] for index in range(limit)]
