"""Says "alive" from a thread of its own, also while a step compiles for a minute."""

import threading
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType

from ganlib.store import layout

_HEARTBEAT_SECONDS = 2.0


class Heartbeat(AbstractContextManager["Heartbeat"]):
    """Touches the file `heartbeat` every two seconds until closed."""

    def __init__(self, run_dir: Path) -> None:
        self._file = run_dir / layout.HEARTBEAT
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _beat(self) -> None:
        while True:
            with suppress(OSError):  # a full disk or a deleted folder shows elsewhere
                self._file.touch()
            if self._is_over.wait(_HEARTBEAT_SECONDS):
                return
