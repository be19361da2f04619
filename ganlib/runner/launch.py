"""Starting a supervisor, and handing it the run that it is to train."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from ganlib.errors import DamagedRunError
from ganlib.runner.processes import start_detached, start_time
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status

Launched = subprocess.Popen[bytes]


def start_supervisor(root: Path, slots: int) -> Launched:
    """Start a supervisor whose worker imports TensorFlow and waits. It ends when we do, unless it is given a run.

    The write end of its stdin is ours alone (not inheritable), so the end of this process is an end of file there.
    """
    command = [sys.executable, "-m", "ganlib.runner", str(root.absolute())]
    return start_detached(command, stdin=subprocess.PIPE, env=os.environ | {"GAN_STUDIO_SLOTS": str(slots)})


def hand_over(supervisor: Launched, run: Run) -> bool:
    """Say in the run's status who trains it, then give it away. False: that supervisor has died meanwhile.

    The status comes first, so that no reader sees a launched run without its process. Raises OSError or
    DamagedRunError: it cannot be read or written; the supervisor, which gets nothing, ends.
    """
    assert supervisor.stdin is not None
    started = start_time(supervisor.pid)
    if supervisor.poll() is not None or started is None:
        supervisor.stdin.close()
        return False
    try:
        waiting = run.status()
        claimed(waiting, supervisor.pid, started).write(run.path)
    except (OSError, DamagedRunError):
        supervisor.stdin.close()
        raise
    try:
        with supervisor.stdin as pipe:
            pipe.write(os.fsencode(run.path.absolute()) + b"\n")
    except OSError:  # broken pipe
        waiting.write(run.path)
        return False
    return True


def claimed(waiting: Status, pid: int, process_started: float | None) -> Status:
    """The status of a run that a process of this machine has from now on."""
    return replace(
        waiting,
        state=RunState.RUNNING,
        phase="starting",
        started_at=time.time(),
        host=socket.gethostname(),
        pid=pid,
        process_started=process_started,
    )


def waiting(before: Status, queued_at: float) -> Status:
    """The status of a run that waits again: how far it is stays, who had it and what became of it goes."""
    return replace(
        before,
        state=RunState.QUEUED,
        phase="",
        queued_at=queued_at,
        started_at=None,
        ended_at=None,
        host="",
        pid=None,
        process_started=None,
        job="",
        failure="",
        detail="",
    )
