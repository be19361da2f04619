"""The queue in the runs folder: which runs wait, in which order, and which are being trained.

Any number of apps and command lines may work on one runs folder: whoever changes what a run does takes the lock first.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import replace

from filelock import FileLock

from ganlib.errors import DamagedRunError
from ganlib.runner.reconcile import current_status
from ganlib.runner.turns import in_turns
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status

_LOCK_NAME = ".queue.lock"
_LOCK_PATIENCE_SECONDS = 30.0
_AFTER_SECONDS = 0.001


class RunQueue:
    """Safe to share between threads. It has no file of its own: each waiting run's status tells since when it waits."""

    def __init__(self, store: RunStore) -> None:
        self.store = store
        self._ended: dict[str, int] = {}  # run id → time of its status.json, of runs that are over

    def queue(self) -> list[Run]:
        """The runs that wait, the next one first; visitors take turns."""
        training = [run.origin().owner for run in self.running()]
        return in_turns([(run.origin().owner, run) for run, _ in self._waiting()], training)

    def queue_position(self, run: Run) -> int | None:
        """1 is next; None: the run does not wait."""
        ids = [waiting.run_id for waiting in self.queue()]
        return ids.index(run.run_id) + 1 if run.run_id in ids else None

    def move(self, run: Run, place: int) -> None:
        """Give a waiting run another place in the queue; 1 is next. A run that does not wait stays as it is."""
        with self._lock():
            waiting = self._waiting()
            statuses = {other.run_id: status for other, status in waiting}
            status = statuses.pop(run.run_id, None)
            if status is None or not statuses:
                return
            times = [other.queued_at for other in statuses.values()]
            place = max(1, min(place, len(waiting)))
            before = times[place - 2] if place > 1 else times[0] - 2.0
            after = times[place - 1] if place <= len(times) else times[-1] + 2.0
            replace(status, queued_at=(before + after) / 2.0).write(run.path)

    def running(self) -> list[Run]:
        """The runs that are being trained, the first to start first."""
        training = [(status, run) for run, status in self._unfinished() if status.state is RunState.RUNNING]
        return [run for status, run in sorted(training, key=lambda pair: pair[0].started_at or 0.0)]

    def _end_of_queue(self) -> float:
        """Now, or later when the clock was set back after others had come."""
        return max([time.time(), *(status.queued_at + _AFTER_SECONDS for _, status in self._waiting())])

    def _waiting(self) -> list[tuple[Run, Status]]:
        waiting = [(run, status) for run, status in self._unfinished() if is_queued(status)]
        return sorted(waiting, key=lambda pair: (pair[1].queued_at, pair[0].run_id))

    def _unfinished(self) -> Iterator[tuple[Run, Status]]:
        """Runs that wait, are being trained, or are lost and may yet be found. Others are not read at each look."""
        for run in self.store:
            try:
                written = os.stat(run.path / layout.STATUS).st_mtime_ns
            except OSError:
                continue
            if self._ended.get(run.run_id) == written:
                continue
            status = status_of(run)
            if status is not None and (status.state.is_active or status.state is RunState.LOST):
                yield run, status
            elif status is not None:
                self._ended[run.run_id] = written

    def _lock(self) -> FileLock:
        self.store.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.store.root / _LOCK_NAME, timeout=_LOCK_PATIENCE_SECONDS)


def status_of(run: Run) -> Status | None:
    """None: damaged, or deleted this moment."""
    try:
        return current_status(run)
    except DamagedRunError:
        return None


def is_queued(status: Status) -> bool:
    return status.state is RunState.QUEUED
