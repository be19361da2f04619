"""How much of the disk the runs take, cheap to ask: only what has changed is measured again."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ganlib.store import layout
from ganlib.store.picture_sets import FOLDER
from ganlib.store.runs import RunStore

_FRESH_SECONDS = 5.0  # an answer this old is given again


class DiskUse:
    """The size of a runs folder. Whoever writes into a run replaces its status too: so an unchanged `status.json` means
    an unchanged run. Safe to share between threads.
    """

    def __init__(self, store: RunStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._sizes: dict[str, tuple[int, int]] = {}  # run id → time of its status.json, bytes
        self._total = 0
        self._measured_at: float | None = None
        self._lock = threading.Lock()

    def bytes(self) -> int:
        """Of all runs together, and of the pictures that people brought; at most a few seconds old."""
        with self._lock:
            now = self._clock()
            if self._measured_at is None or now - self._measured_at >= _FRESH_SECONDS:
                self._sizes = {run.run_id: self._size(run.path) for run in self._store}
                self._total = sum(size for _, size in self._sizes.values()) + folder_size(self._store.root / FOLDER)
                self._measured_at = now
            return self._total

    def _size(self, run_dir: Path) -> tuple[int, int]:
        try:
            written = os.stat(run_dir / layout.STATUS).st_mtime_ns
        except OSError:
            written = -1  # a damaged run: measured every time
        known = self._sizes.get(run_dir.name)
        return known if known and known[0] == written != -1 else (written, folder_size(run_dir))


def folder_size(folder: Path | str) -> int:
    """Bytes of all files in a folder and below; links are not followed, and what vanishes meanwhile counts nothing."""
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += folder_size(entry.path)
                else:
                    total += _file_size(entry)
    except OSError:
        pass
    return total


def _file_size(entry: "os.DirEntry[str]") -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
