"""Starting detached processes, and telling a living process from a zombie or a stranger with the same id."""

import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from ganlib.store.status import Status

REPOSITORY = Path(__file__).absolute().parents[2]  # where `python -m ganlib…` finds the package
_CLOCK_TOLERANCE_SECONDS = 2.0  # the start of a process is derived from the system clock, which may be set


def worker_command() -> list[str]:
    """The command that trains; GAN_STUDIO_WORKER replaces it in tests."""
    override = os.environ.get("GAN_STUDIO_WORKER")
    return shlex.split(override) if override else [sys.executable, "-m", "ganlib.train"]


def start_detached(
    command: list[str], stdin: int = subprocess.DEVNULL, env: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one, its terminal and Ctrl-C. It inherits no file of ours."""
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":  # written from the documentation, not tried
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=REPOSITORY,
        env=env,
        close_fds=True,
        **options,
    )


def is_elsewhere(status: Status) -> bool:
    """Whether the run's process is on another machine."""
    return status.host not in ("", socket.gethostname())


def process_of(status: Status) -> psutil.Process | None:
    """The living process on this machine that the status names; not a zombie, not a stranger with its id."""
    if not status.pid or status.process_started is None or is_elsewhere(status):
        return None
    try:
        process = psutil.Process(status.pid)
        is_same = abs(process.create_time() - status.process_started) <= _CLOCK_TOLERANCE_SECONDS
        return process if is_same and process.status() != psutil.STATUS_ZOMBIE else None
    except (psutil.Error, ValueError):  # ValueError: a number that is no process id, out of a damaged file
        return None


def start_time(pid: int) -> float | None:
    """When the process started, in seconds since 1970; None when it is gone."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def end(process: subprocess.Popen[bytes], patience_seconds: float = 2.0) -> None:
    """End a child of ours: politely, then by force."""
    process.terminate()
    try:
        process.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
