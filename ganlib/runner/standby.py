"""A supervisor whose worker has already imported TensorFlow and waits, so that a click does not wait for the import."""

import threading
from contextlib import suppress
from pathlib import Path

from ganlib.runner.launch import Launched, start_supervisor


class Standby:
    """At most one supervisor standing by. It ends with this process, however this process ends."""

    def __init__(self, root: Path, slots: int) -> None:
        self._root = root
        self._slots = slots
        self._supervisor: Launched | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Start one, unless one stands by already."""
        with self._lock:
            if self._supervisor is None or self._supervisor.poll() is not None:
                _release(self._supervisor)
                self._supervisor = start_supervisor(self._root, self._slots)

    def take(self) -> Launched | None:
        """Give away the one that stands by, if it is alive."""
        with self._lock:
            supervisor, self._supervisor = self._supervisor, None
        if supervisor is not None and supervisor.poll() is not None:
            _release(supervisor)
            return None
        return supervisor

    def close(self) -> None:
        """Let the one that stands by end, and wait for that."""
        supervisor = self.take()
        if supervisor is not None:
            _release(supervisor)
            supervisor.wait()


def _release(supervisor: Launched | None) -> None:
    if supervisor is not None and supervisor.stdin is not None:
        with suppress(OSError):
            supervisor.stdin.close()
