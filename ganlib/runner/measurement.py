"""The short measurement of how fast this machine trains each preset: in the background, and never in the way."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psutil

from ganlib.config.presets import PRESETS
from ganlib.runner.processes import start_detached, worker_command
from ganlib.store.speed import SPEED_FILE, read_speed

_LOWEST_PRIORITY = 19


class Measurement:
    """At most one measuring worker of this process."""

    def __init__(self, root: Path) -> None:
        self._file = root / SPEED_FILE
        self._worker: subprocess.Popen[bytes] | None = None
        self._has_failed = False
        self._lock = threading.Lock()

    def is_needed(self) -> bool:
        """This machine has not been measured to the end, and trying did not fail."""
        return not self._has_failed and bool(PRESETS.keys() - read_speed(self._file).keys())

    def is_running(self) -> bool:
        """Also collects the exit code, so that no zombie stays."""
        with self._lock:
            if self._worker is None or self._worker.poll() is None:
                return self._worker is not None
            self._has_failed = self._worker.returncode != 0
            self._worker = None
            return False

    def start(self) -> None:
        with self._lock:
            if self._worker is not None:
                return
            self._worker = start_detached([*worker_command(), "--measure", str(self._file.absolute())])
            if sys.platform != "win32":
                with suppress(psutil.Error):
                    psutil.Process(self._worker.pid).nice(_LOWEST_PRIORITY)

    def end(self) -> None:
        """At once: what it has measured is saved already, and somebody wants the processor."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(OSError):
            if sys.platform == "win32" or worker.poll() is not None:
                worker.kill()
            else:
                os.killpg(worker.pid, signal.SIGKILL)  # its session is its own
        worker.wait()
