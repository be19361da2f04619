"""Whether somebody asked this run to end: the files `stop` and `pause`, or SIGTERM."""

import signal
from pathlib import Path
from types import FrameType

from ganlib.store import layout
from ganlib.store.status import RunState


class Requests:
    """Once made, a request stays made; a stop goes before a pause."""

    def __init__(self, run_dir: Path) -> None:
        self._stop_file = run_dir / layout.STOP
        self._pause_file = run_dir / layout.PAUSE
        self._is_terminated = False

    def listen(self) -> None:
        """Take SIGTERM as a request to stop from now on."""
        signal.signal(signal.SIGTERM, self._on_signal)

    def wanted(self) -> RunState | None:
        """STOPPED, PAUSED, or None: go on."""
        if self._is_terminated or self._stop_file.exists():
            return RunState.STOPPED
        return RunState.PAUSED if self._pause_file.exists() else None

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_terminated = True
