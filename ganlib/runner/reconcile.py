"""What a run is really doing: what its status says, unless its process has vanished. Writes nothing."""

import os
import time
from contextlib import suppress
from dataclasses import replace

from ganlib.runner.processes import process_of
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status

STALE_SECONDS = 15.0  # a heartbeat comes every few seconds; a launch is this long without one


def current_status(run: Run) -> Status:
    """The run's status, with state LOST when it says “running” but nobody runs it.

    Both signs are asked for: the process of another machine cannot be seen from here, and a heartbeat stops for a
    while when a laptop sleeps. One from the future is as old as it is far away: the clock was set back.

    Raises:
        DamagedRunError: the status cannot be read.
    """
    status = run.status()
    if status.state is not RunState.RUNNING or process_of(status):
        return status
    if any(abs(time.time() - moment) <= STALE_SECONDS for moment in _signs_of_life(run, status)):
        return status
    return replace(status, state=RunState.LOST)


def _signs_of_life(run: Run, status: Status) -> list[float]:
    """When it was launched, and its last heartbeat: the file may be of an earlier attempt, or not yet there."""
    signs = [status.started_at or 0.0]
    with suppress(OSError):
        signs.append(os.stat(run.path / layout.HEARTBEAT).st_mtime)
    return signs
