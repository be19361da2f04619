"""The worker's hold on `status.json`."""

import os
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from ganlib.store.status import RunState, Status, reserve_room


class StatusReporter:
    """Keeps what the launcher wrote (when the run was queued, started) and replaces the rest."""

    def __init__(self, run_dir: Path) -> None:
        self._run_dir = run_dir
        try:
            self.status = Status.read(run_dir)
        except (OSError, ValueError, TypeError, KeyError):  # started by hand on a folder without one
            self.status = Status(queued_at=time.time())

    def begin(self) -> None:
        """This process has the run now."""
        reserve_room(self._run_dir)
        self.update(
            state=RunState.RUNNING,
            phase="starting",
            host=socket.gethostname(),
            pid=os.getpid(),
            process_started=psutil.Process().create_time(),
            started_at=self.status.started_at or time.time(),
            ended_at=None,
            failure="",
            detail="",
        )

    def update(self, **changes: Any) -> None:
        """Change some fields, and write."""
        self.status = replace(self.status, **changes)
        self.status.write(self._run_dir)

    def end(self, state: RunState, **changes: Any) -> None:
        """The last word about the run."""
        self.update(state=state, phase="", seconds_left=None, ended_at=time.time(), **changes)
