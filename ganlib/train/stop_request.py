"""Whether somebody asked this run to stop: the file `stop`, or SIGTERM."""

import signal
from pathlib import Path
from types import FrameType

from ganlib.store import layout


class StopRequest:
    """Once made, a request stays made."""

    def __init__(self, run_dir: Path) -> None:
        self._file = run_dir / layout.STOP
        self._is_made = False

    def listen(self) -> None:
        """Take SIGTERM as a request from now on."""
        signal.signal(signal.SIGTERM, self._on_signal)

    def is_made(self) -> bool:
        self._is_made = self._is_made or self._file.exists()
        return self._is_made

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_made = True
