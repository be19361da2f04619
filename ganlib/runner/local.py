"""Runs on this machine: a supervisor process for each run that is training, and one that stands by."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import psutil

from ganlib.errors import DamagedRunError
from ganlib.runner.engine import Engine, fail
from ganlib.runner.launch import Launched, hand_over, start_supervisor
from ganlib.runner.measurement import Measurement
from ganlib.runner.processes import process_of
from ganlib.runner.standby import Standby
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import Status


class LocalEngine(Engine):
    """The engine of one machine; nothing needs to be installed or started for it."""

    def __init__(self, store: RunStore, slots: int | None = None) -> None:
        super().__init__(store, slots)
        self.standby = Standby(store.root, self.slots)
        self.measurement = Measurement(store.root)
        self._children: list[Launched] = []
        self._guard = threading.Lock()

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

    def make_way(self) -> None:
        self.measurement.end()

    def get_ready(self) -> None:
        self.standby.prepare()

    def use_idle_time(self) -> None:
        if not self.measurement.is_running() and self.measurement.is_needed():
            self.measurement.start()

    def _launch(self, run: Run) -> bool:
        try:
            for supervisor in self._supervisors():
                with self._guard:
                    self._children.append(supervisor)
                if hand_over(supervisor, run):
                    return True
            fail(run, "start_failed", "The supervisor process ended at once.")
        except (OSError, DamagedRunError) as error:
            fail(run, "start_failed", str(error))
        return False

    def _supervisors(self) -> Iterator[Launched]:
        """The one that stands by, then a cold one."""
        ready = self.standby.take()
        if ready is not None:
            yield ready
        yield start_supervisor(self.store.root, self.slots)

    def _kill(self, run: Run, status: Status) -> None:
        """The process that the run's status names, and what it started."""
        process = process_of(status)
        if process is None:
            return
        with suppress(psutil.Error):
            for child in [*process.children(recursive=True), process]:
                with suppress(psutil.NoSuchProcess):
                    child.kill()
