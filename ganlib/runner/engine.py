"""What may be done with a run: what pages and the command line know of an engine."""

import os
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from ganlib.config.limits import limits_wanted
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError, DamagedRunError, GanlibError, LimitError
from ganlib.i18n import N_
from ganlib.runner.admission import Admission
from ganlib.runner.environment import slots_wanted
from ganlib.runner.going_on import SPENT, NotPossibleError, check_can_go_on
from ganlib.runner.launch import claimed, waiting
from ganlib.runner.processes import start_time
from ganlib.runner.queue import RunQueue, is_queued, status_of
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.picture_files import Reading
from ganlib.store.picture_sets import PictureSet, PictureSets
from ganlib.store.runs import About, Origin, Run, RunStore
from ganlib.store.status import RunState, Status
from ganlib.store.unbundle import read_zip

_POLL_SECONDS = 0.05


class Engine(RunQueue, ABC):
    """Trains at most `slots` runs at a time, in the order of the queue. Safe to share between threads.

    Children say how a run is launched, and how what runs it is ended by force.
    """

    cluster = ""  # the address of the machines that train; empty: this machine does

    def __init__(self, store: RunStore, slots: int | None = None) -> None:
        super().__init__(store)
        self.slots = slots if slots is not None else slots_wanted()
        self.pictures = PictureSets(store.root)
        self.admission = Admission(store, self.pictures, limits_wanted(), self.slots)

    @abstractmethod
    def _launch(self, run: Run) -> bool:
        """Start training a waiting run; False: it could not be started, and its status says why. Under the lock."""

    @abstractmethod
    def _kill(self, run: Run, status: Status) -> None:
        """End whatever trains the run, by force."""

    @abstractmethod
    def reap(self) -> None:
        """Collect what has ended, so that nothing stays behind."""

    @abstractmethod
    def make_way(self) -> None:
        """A run needs the machine: whatever else uses it ends."""

    @abstractmethod
    def get_ready(self) -> None:
        """A slot is free and nobody waits: make the next start a quick one."""

    @abstractmethod
    def use_idle_time(self) -> None:
        """Nobody has trained for a while: do what can wait."""

    @abstractmethod
    def close(self) -> None:
        """End what only serves this process. Runs go on."""

    def problem(self) -> GanlibError | None:
        """What keeps waiting runs from being launched, and what to do; None: nothing does."""
        return None

    def start(self, config: RunConfig, *, name: str = "", owner: str = "") -> Run:
        """Create a run; it trains at once when a slot is free, else it waits.

        Raises:
            LimitError: this studio has no room for it; nothing was created.
        """
        (run,) = self.start_all([config], name=name, owner=owner)
        return run

    def start_all(self, configs: Sequence[RunConfig], *, name: str = "", owner: str = "") -> list[Run]:
        """Create runs that belong together, or none of them: as `start`."""
        with self._lock():
            self._admit(configs, owner)
            runs = []
            for config in configs:
                place = self._end_of_queue()
                runs.append(self.store.create(config, name=name, origin=Origin(owner=owner), queued_at=place))
        self.advance()
        return runs

    def branch(self, parent: Run, checkpoint: Checkpoint, config: RunConfig, *, name: str = "", owner: str = "") -> Run:
        """Create a run that goes on from another run's checkpoint with settings of its own.

        Raises:
            ConfigError: the settings describe networks that the checkpoint does not fit.
            LimitError: this studio has no room for it; nothing was created.
            NotPossibleError: the budget, which counts from the parent's start, is spent at the checkpoint.
        """
        parent.config().check_same_networks(config)
        if config.training.share_done(checkpoint.step, checkpoint.moment().seconds) >= 1.0:
            raise NotPossibleError(SPENT)
        return self._create_branch(parent, checkpoint, config, name, owner)

    def _create_branch(self, parent: Run, checkpoint: Checkpoint, config: RunConfig, name: str, owner: str) -> Run:
        with self._lock():
            self._admit([config], owner)
            queued_at = self._end_of_queue()
            run = self.store.create_branch(parent, checkpoint, config, name=name, owner=owner, queued_at=queued_at)
        self.advance()
        return run

    def keep(self, parent: Run, checkpoint: Checkpoint, *, name: str = "", owner: str = "") -> Run:
        """Create a run of what another run was at a checkpoint: its model is saved and measured, nothing is trained.

        Raises:
            LimitError: this studio has no room for it; nothing was created.
        """
        config = parent.config().with_settings({"budget": "steps", "num_steps": checkpoint.step})
        return self._create_branch(parent, checkpoint, config, name, owner)

    def take_in(self, archive: BinaryIO) -> Run:
        """Make a run of the archive of one.

        Raises:
            ArchiveError, ConfigError: the file cannot be used; nothing was created.
            LimitError: the disk is full.
        """
        self.admission.check_disk()
        return read_zip(self.store, archive)

    def add_pictures(self, reading: Reading, title: str) -> PictureSet:
        """Make a data set of a person's own pictures.

        Raises:
            LimitError: the disk is full.
        """
        self.admission.check_disk()
        with self._lock():
            return self.pictures.add(reading, title)

    def delete_pictures(self, pictures: PictureSet) -> None:
        """Remove a set of own pictures for good; the runs that learned from them stay.

        Raises:
            NotPossibleError: a run that is not over needs them; even a paused one, which may yet save its model.
        """
        with self._lock():
            for run in self.store:
                status = status_of(run)
                if status is None or not (status.state.is_active or status.state is RunState.PAUSED):
                    continue
                with suppress(DamagedRunError, ConfigError):
                    if run.config().data.dataset == pictures.name:
                        raise NotPossibleError(
                            N_("A run that waits, trains or is paused needs these pictures. Stop it first.")
                        )
            self.pictures.delete(pictures)

    def describe(self, run: Run, about: About) -> None:
        """Rename or annotate a run."""
        run.describe(about)

    def pause(self, run: Run) -> None:
        """Ask a running run to save a checkpoint and to free its device; a waiting one just leaves the queue."""
        self._ask(run, layout.PAUSE, RunState.PAUSED)

    def stop(self, run: Run) -> None:
        """Ask a running run to stop and to save its model. A waiting one leaves the queue; a paused one comes back
        just to save its model.
        """
        with self._lock():
            status = status_of(run)
            comes_back = status is not None and status.state is RunState.PAUSED and bool(run.checkpoints())
            if comes_back:
                self._enqueue(run, requests=(layout.STOP,))
        if comes_back:
            self.advance()
        else:
            self._ask(run, layout.STOP, RunState.STOPPED)

    def resume(self, run: Run, config: RunConfig | None = None) -> None:
        """Put a run that is not active back into the queue; it goes on from its last checkpoint.

        Args:
            config: to train longer: the run's own settings with a larger budget.

        Raises:
            NotPossibleError: see `check_can_go_on`.
            ConfigError: `config` differs in more than the budget.
            LimitError: this studio has no room for it; nothing has changed.
        """
        with self._lock():
            status = current_status(run)
            if config is not None:
                run.config().check_only_budget_differs(config)
            check_can_go_on(run, status, config or run.config(), self.admission.limits)
            if status.state is RunState.LOST:
                self._kill(run, status)  # it may only be out of sight: two must not train one run
            self._enqueue(run, config=config)
        self.advance()

    def discard(self, run: Run, patience_seconds: float = 15.0) -> None:
        """Delete a run: one that is active is stopped first, and its processes are ended when they take too long."""
        with suppress(OSError):  # it is gone already; or the disk is full, and to delete makes room
            self._ask(run, layout.STOP, RunState.STOPPED)
        deadline = time.monotonic() + patience_seconds
        while _is_running(run) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        status = status_of(run)
        if status is not None and status.state in (RunState.RUNNING, RunState.LOST):
            self._kill(run, status)
        with suppress(FileNotFoundError):
            self.store.delete(run)
        self.advance()

    def advance(self) -> list[Run]:
        """Launch the runs at the head of the queue while slots are free; returns those launched."""
        self.reap()
        if not self.queue():
            return []
        self.make_way()
        launched: list[Run] = []
        with self._lock():
            submitted = {run.run_id for run, status in self._waiting() if status.job}  # they wait inside a cluster
            free = self.slots - len(self.running()) - len(submitted)
            for run in self.queue():
                if len(launched) >= free:
                    break
                if run.run_id not in submitted and self._is_launchable(run) and self._launch(run):
                    launched.append(run)
        return launched

    def claim(self, run: Run, job: str) -> bool:
        """This process trains the run from now on; False: it is no longer meant for the job of that name."""
        with self._lock():
            status = status_of(run)
            if status is None or not is_queued(status) or status.job != job:
                return False
            claimed(status, os.getpid(), start_time(os.getpid())).write(run.path)
        return True

    def _admit(self, configs: Sequence[RunConfig], owner: str) -> None:
        """Raises LimitError. Under the lock."""
        active = [run for run, status in self._unfinished() if status.state.is_active]
        own = [run for run in active if run.origin().owner == owner] if owner else []
        self.admission.check(configs, num_active=len(active), num_own=len(own))

    def _is_launchable(self, run: Run) -> bool:
        """A run whose settings cannot be used fails, so that it does not block those behind it; one that cannot be
        written, on a full disk, goes on waiting, and no process is started in vain.
        """
        try:
            self.admission.limits.check(run.config())
            run.status().write(run.path)
        except (ConfigError, DamagedRunError, LimitError) as error:
            fail(run, "over_limit" if isinstance(error, LimitError) else "bad_config", str(error))
            return False
        except OSError:
            return False
        return True

    def _ask(self, run: Run, request: str, state_if_waiting: RunState) -> None:
        with self._lock():
            status = status_of(run)
            if status is not None and is_queued(status):
                replace(status, state=state_if_waiting, phase="", ended_at=time.time()).write(run.path)
                if status.job:
                    self._kill(run, status)
            elif status is not None and status.state is RunState.RUNNING:
                run.request(request)

    def _enqueue(self, run: Run, requests: tuple[str, ...] = (), config: RunConfig | None = None) -> None:
        """Under the lock; then somebody has to `advance`."""
        if layout.STOP not in requests:  # it takes no longer than to save a model
            self._admit([config or run.config()], run.origin().owner)
        run.clear_requests()
        if config is not None:
            run.replace_config(config)
        for request in requests:
            run.request(request)
        waiting(run.status(), self._end_of_queue()).write(run.path)


def fail(run: Run, failure: str, detail: str) -> None:
    """Write that a run could not be launched, and why: `failure` is a key of `catalog/states.py`."""
    try:
        before = run.status()
    except DamagedRunError:
        before = Status()
    with suppress(OSError):
        replace(before, state=RunState.FAILED, failure=failure, detail=detail, ended_at=time.time()).write(run.path)


def _is_running(run: Run) -> bool:
    status = status_of(run)
    return status is not None and status.state is RunState.RUNNING
