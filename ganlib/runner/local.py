"""Runs on this machine: a queue in the runs folder, and a supervisor process for each run that is training.

Any number of apps and command lines may work on one runs folder: whoever wants to launch takes the lock first.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import psutil
from filelock import FileLock

from ganlib.errors import ConfigError, DamagedRunError
from ganlib.i18n import N_
from ganlib.runner.launch import Launched, hand_over, start_supervisor
from ganlib.runner.measurement import Measurement
from ganlib.runner.processes import process_of
from ganlib.runner.reconcile import current_status
from ganlib.runner.standby import Standby
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status

_LOCK_NAME = ".queue.lock"
_LOCK_PATIENCE_SECONDS = 30.0
_POLL_SECONDS = 0.05


class LocalEngine:
    """Trains at most `slots` runs at a time, first come, first served. Safe to share between threads."""

    def __init__(self, store: RunStore, slots: int | None = None) -> None:
        self.store = store
        self.slots = slots if slots is not None else slots_wanted()
        self.standby = Standby(store.root, self.slots)
        self.measurement = Measurement(store.root)
        self._children: list[Launched] = []
        self._ended: dict[str, int] = {}  # run id → time of its status.json, of runs that are over
        self._guard = threading.Lock()

    def submit(self, run: Run) -> None:
        """The store has created the run as a waiting one, so it is in the queue, and may be running, already."""
        self.advance()

    def stop(self, run: Run) -> None:
        with self._lock():
            status = _status_of(run)
            if status is not None and _is_queued(status):
                replace(status, state=RunState.STOPPED, ended_at=time.time()).write(run.path)
            elif status is not None and status.state is RunState.RUNNING:
                run.request_stop()

    def discard(self, run: Run, patience_seconds: float = 15.0) -> None:
        """Delete a run: one that is active is stopped first, and its processes are ended when they take too long."""
        with suppress(FileNotFoundError):
            self.stop(run)
        deadline = time.monotonic() + patience_seconds
        while _is_running(run) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        status = _status_of(run)
        if status is not None and status.state is RunState.RUNNING:
            _kill_processes(status)
        with suppress(FileNotFoundError):
            self.store.delete(run)
        self.advance()

    def queue(self) -> list[Run]:
        waiting = [(status.queued_at, run.run_id, run) for run, status in self._active() if _is_queued(status)]
        return [run for _, _, run in sorted(waiting, key=lambda item: item[:2])]

    def queue_position(self, run: Run) -> int | None:
        ids = [waiting.run_id for waiting in self.queue()]
        return ids.index(run.run_id) + 1 if run.run_id in ids else None

    def running(self) -> list[Run]:
        training = [(status.started_at or 0.0, run) for run, status in self._active() if not _is_queued(status)]
        return [run for _, run in sorted(training, key=lambda item: item[0])]

    def advance(self) -> list[Run]:
        """Launch the oldest waiting runs while slots are free; returns those launched."""
        self.reap()
        if not self.queue():
            return []
        self.measurement.end()
        launched: list[Run] = []
        with self._lock():
            free = self.slots - len(self.running())
            for run in self.queue():
                if len(launched) >= free:
                    break
                if self._launch(run):
                    launched.append(run)
        return launched

    def reap(self) -> None:
        """Collect the exit codes of supervisors that have ended, so that none stays behind as a zombie."""
        with self._guard:
            self._children = [child for child in self._children if child.poll() is None]
        self.measurement.is_running()

    def close(self) -> None:
        """End what only serves this process: the worker that stands by and the measurement. Runs go on."""
        self.standby.close()
        self.measurement.end()
        self.reap()

    def _launch(self, run: Run) -> bool:
        """Only under the lock. A run that cannot be launched fails, so that it does not block those behind it."""
        try:
            run.config()
        except (ConfigError, DamagedRunError) as error:
            _fail(run, "bad_config", str(error))
            return False
        try:
            for supervisor in self._supervisors():
                with self._guard:
                    self._children.append(supervisor)
                if hand_over(supervisor, run):
                    return True
            _fail(run, "start_failed", "The supervisor process ended at once.")
        except (OSError, DamagedRunError) as error:
            _fail(run, "start_failed", str(error))
        return False

    def _supervisors(self) -> Iterator[Launched]:
        """The one that stands by, then a cold one."""
        ready = self.standby.take()
        if ready is not None:
            yield ready
        yield start_supervisor(self.store.root, self.slots)

    def _active(self) -> Iterator[tuple[Run, Status]]:
        """Runs that wait or are being trained. Runs that are over are remembered, not read again at each look."""
        for run in self.store:
            try:
                written = os.stat(run.path / layout.STATUS).st_mtime_ns
            except OSError:
                continue
            if self._ended.get(run.run_id) == written:
                continue
            status = _status_of(run)
            if status is not None and status.state.is_active:
                yield run, status
            elif status is not None and status.state is not RunState.LOST:  # a lost run may yet be found
                self._ended[run.run_id] = written

    def _lock(self) -> FileLock:
        self.store.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.store.root / _LOCK_NAME, timeout=_LOCK_PATIENCE_SECONDS)


def slots_wanted() -> int:
    """How many runs may train at once: GAN_STUDIO_SLOTS, normally 1."""
    text = os.environ.get("GAN_STUDIO_SLOTS", "1")
    if not text.isdigit() or int(text) < 1:
        raise ConfigError(
            "GAN_STUDIO_SLOTS", N_("{field}: got “{value}”, expected a whole number from 1 upwards."), value=text
        )
    return int(text)


def _is_queued(status: Status) -> bool:
    return status.state is RunState.QUEUED


def _status_of(run: Run) -> Status | None:
    """None: damaged, or deleted this moment."""
    try:
        return current_status(run)
    except DamagedRunError:
        return None


def _is_running(run: Run) -> bool:
    status = _status_of(run)
    return status is not None and status.state is RunState.RUNNING


def _fail(run: Run, failure: str, detail: str) -> None:
    with suppress(OSError):
        failed = Status(state=RunState.FAILED, failure=failure, detail=detail, ended_at=time.time())
        failed.write(run.path)


def _kill_processes(status: Status) -> None:
    """The process that the run's status names, and what it started."""
    process = process_of(status.pid, status.process_started)
    if process is None:
        return
    with suppress(psutil.Error):
        for child in [*process.children(recursive=True), process]:
            with suppress(psutil.NoSuchProcess):
                child.kill()
