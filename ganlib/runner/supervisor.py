"""Watches over one worker: gives it its run, says why it ended when it could not, and moves the queue on.

It is the same for a worker that has been standing by and for one that starts cold: the only difference is
whether TensorFlow has been imported when the run arrives. It needs no browser and no app.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import BinaryIO, cast

from ganlib.errors import GanlibError
from ganlib.runner.engines import make_engine
from ganlib.runner.processes import REPOSITORY, end, is_elsewhere, worker_command
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status

_LOG_TAIL_BYTES = 2_000
_DISK_SECONDS = 15.0  # between two looks at how much of the disk the runs take
NICENESS = 10  # the page that watches comes first; it needs little, and training takes all the rest
_AUTOGROUP = Path("/proc/self/autogroup")
_MEMORY_WORDS = ("cannot allocate memory", "bad_alloc", "out of memory")  # the last ones of a library that gives up
_COMMAND_NOT_FOUND = 127  # the exit code that a shell gives
_LOOK_SECONDS = 2.0


class Supervisor:
    """One worker from its start to its end."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._log_path = root / f".worker-{os.getpid()}.log"
        self._worker: subprocess.Popen[bytes] | None = None
        self._has_run = False
        self._was_asked_to_end = False

    def serve(self) -> int:
        """Stand by, train the run that arrives on stdin, settle its state; returns the exit code."""
        signal.signal(signal.SIGTERM, self._on_terminate)
        give_way()
        self._root.mkdir(parents=True, exist_ok=True)
        with open(self._log_path, "ab") as log:
            for stream in (1, 2):  # our own last words belong there too
                os.dup2(log.fileno(), stream)
            try:
                self._start_worker(log)
                line = sys.stdin.buffer.readline()
                self._has_run = line.endswith(b"\n")
            finally:
                if not self._has_run:
                    self._give_up()
            if not self._has_run:
                return 0
            run = Run(Path(os.fsdecode(line[:-1])))
            self._hand_on(line, log)
        self._move_log(run)
        self._settle(run, self._wait(run))
        self._move_log(run)
        make_engine(RunStore(self._root)).advance()
        return 0

    def train(self, run: Run, job: str) -> int:
        """Train a run that was submitted to a cluster as `job`, if that is still wanted; returns the exit code.

        What the worker says goes to the run's folder and, for the cluster's own log, to our stdout.
        """
        signal.signal(signal.SIGTERM, self._on_terminate)
        self._has_run = True
        engine = make_engine(RunStore(self._root))
        if not engine.claim(run, job):
            print(f"{run.run_id} does not wait for {job} any more.", flush=True)
            return 0
        give_way()
        self._start_worker(subprocess.PIPE)
        self._hand_on(os.fsencode(run.path) + b"\n", subprocess.PIPE)
        copier = threading.Thread(target=self._copy_output, args=(run,))
        copier.start()
        exit_code = self._wait(run, says_alive=True)
        copier.join()
        self._settle(run, exit_code)
        engine.advance()
        return 0

    def _start_worker(self, output: int | BinaryIO) -> None:
        """In our own process group: it has been detached already, with us."""
        try:
            self._worker = subprocess.Popen(
                [*worker_command(), "--standby"],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        except OSError as error:
            self._worker = None
            print(f"The worker could not be started: {error}", file=sys.stderr, flush=True)

    def _hand_on(self, line: bytes, output: int | BinaryIO) -> None:
        if self._worker is None or self._worker.poll() is not None:  # it died while standing by: this run deserves one
            self._start_worker(output)
        if self._worker is None:
            return
        assert self._worker.stdin is not None
        with suppress(OSError), self._worker.stdin as pipe:  # a broken pipe shows in the exit code
            pipe.write(line)
        if self._was_asked_to_end:
            self._worker.terminate()

    def _give_up(self) -> None:
        """End of file: the app that kept us standing by is gone or has no use for us."""
        if self._worker is not None:
            with suppress(OSError):
                end(self._worker)
        self._log_path.unlink(missing_ok=True)

    def _on_terminate(self, signum: int, frame: FrameType | None) -> None:
        self._was_asked_to_end = True
        if not self._has_run:
            self._give_up()
            os._exit(0)  # an exception might be swallowed by whatever we are in the middle of
        if self._worker is not None:
            self._worker.terminate()

    def _wait(self, run: Run, says_alive: bool = False) -> int:
        """For the end of the worker. It is asked to stop when the runs take all the disk that they may.

        Args:
            says_alive: also touch the heartbeat: other machines cannot see our processes, and the worker beats only
                when TensorFlow has been imported.
        """
        if self._worker is None:
            return _COMMAND_NOT_FOUND
        admission = make_engine(RunStore(self._root)).admission
        disk_due = time.monotonic()
        while True:
            with suppress(OSError):  # the folder may have been deleted meanwhile
                if says_alive:
                    (run.path / layout.HEARTBEAT).touch()
                if time.monotonic() >= disk_due:
                    disk_due = time.monotonic() + _DISK_SECONDS
                    if admission.disk.bytes() >= admission.limits.disk_bytes:
                        run.request(layout.STOP)
            with suppress(subprocess.TimeoutExpired):
                return self._worker.wait(_LOOK_SECONDS)

    def _copy_output(self, run: Run) -> None:
        """Until the worker closes it; a log that cannot be written must not hold the worker up."""
        if self._worker is None:
            return
        with (
            open(run.path / layout.WORKER_LOG, "ab", buffering=0) as log,
            cast(BinaryIO, self._worker.stdout) as output,
        ):
            for line in output:
                with suppress(OSError):
                    log.write(line)
                os.write(1, line)

    def _move_log(self, run: Run) -> None:
        """The open descriptor goes on writing into the moved file. Windows cannot move it while it is open."""
        target = run.path / layout.WORKER_LOG
        if not self._log_path.exists():
            return
        if not run.path.is_dir():  # deleted meanwhile
            self._log_path.unlink()
            return
        try:
            if target.exists():  # the run goes on
                os.replace(target, run.path / layout.EARLIER_LOG)
            os.replace(self._log_path, target)
        except OSError:
            with suppress(OSError):  # a full disk
                shutil.copyfile(self._log_path, target)

    def _settle(self, run: Run, exit_code: int) -> None:
        """Write why the run ended, if the worker could not."""
        try:
            status = run.status()
        except GanlibError:
            status = Status(state=RunState.RUNNING, pid=os.getpid())
        if not status.state.is_active or not run.path.is_dir() or not self._is_ours(status):
            return
        wanted = self._wanted_end(run)
        if wanted is not None and exit_code in (0, -signal.SIGTERM):  # before it could listen: nothing to save
            ended = replace(status, state=wanted)
        else:
            detail = self._detail(run, exit_code)
            ended = replace(status, state=RunState.FAILED, failure=_failure(exit_code, status, detail), detail=detail)
        with suppress(OSError):  # the folder may have been deleted meanwhile
            replace(ended, phase="", seconds_left=None, ended_at=time.time()).write(run.path)

    def _is_ours(self, status: Status) -> bool:
        """A run that was paused and resumed a moment ago belongs to another supervisor already."""
        ours = (os.getpid(), self._worker.pid if self._worker is not None else None)
        return not is_elsewhere(status) and status.pid in ours

    def _wanted_end(self, run: Run) -> RunState | None:
        """What the run should be if it ends now, when somebody asked it to end."""
        if self._was_asked_to_end or run.is_requested(layout.STOP):
            return RunState.STOPPED
        return RunState.PAUSED if run.is_requested(layout.PAUSE) else None

    def _detail(self, run: Run, exit_code: int) -> str:
        reason = f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
        try:
            with open(run.path / layout.WORKER_LOG, "rb") as log:
                log.seek(max(0, os.fstat(log.fileno()).st_size - _LOG_TAIL_BYTES))
                tail = log.read().decode(errors="replace")
        except OSError:
            tail = ""
        return f"{reason}\n{tail}".strip()


def give_way() -> None:
    """Lower our priority and that of our worker. To a fixed value: the next supervisor inherits it from us.

    Desktop Linux shares the processors among sessions first, whatever the priorities of their processes; a session has
    one of its own (man 7 sched, “The autogroup feature”).
    """
    if sys.platform == "win32":
        return
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    if os.getsid(0) == os.getpid() and _AUTOGROUP.exists():
        with suppress(OSError):  # /proc may be read-only, in a container
            _AUTOGROUP.write_text(str(NICENESS))


def _failure(exit_code: int, status: Status, detail: str) -> str:
    """A key of `catalog/states.py`."""
    if any(words in detail.lower() for words in _MEMORY_WORDS):
        return "out_of_memory"
    if exit_code < 0:
        return "killed"
    return "start_failed" if status.phase in ("", "starting") else "crashed"
