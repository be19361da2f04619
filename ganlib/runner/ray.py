"""Runs on a Ray cluster: each is a Ray job, whose entrypoint is our supervisor with that run (docs/ray.md).

Nothing here imports Ray before a run needs it: a studio without Ray or without its cluster still shows its runs.
"""

import os
import secrets
import shlex
import socket
import sys
import time
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from ganlib.errors import GanlibError
from ganlib.i18n import N_
from ganlib.runner.engine import Engine, fail
from ganlib.runner.environment import amount_wanted
from ganlib.runner.processes import REPOSITORY
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status

DEFAULT_ADDRESS = "http://127.0.0.1:8265"
SUBMITTED = "submitted"  # the phase of a run that waits inside the cluster
_PATIENCE_SECONDS = 2.0  # for a connection
_KILL_SECONDS = 6.0  # Ray kills three seconds after it has asked
_LOOK_EVERY_SECONDS = 1.0
_STARTED_TOO_LATE = "JOB_SUPERVISOR_ACTOR_START_TIMEOUT"
_DETAIL_CHARACTERS = 2_000


class ClusterError(GanlibError):
    """The cluster cannot be used now."""


class RayEngine(Engine):
    """The queue stays in the runs folder; up to `slots` runs of it are in the cluster's hands at a time."""

    def __init__(self, store: RunStore, slots: int | None = None) -> None:
        super().__init__(store, slots)
        self.cluster = cluster_address()
        self._num_cpus = amount_wanted("GAN_STUDIO_RAY_NUM_CPUS", 1.0)
        self._num_gpus = amount_wanted("GAN_STUDIO_RAY_NUM_GPUS", 0.0)
        self._looked = float("-inf")
        self._problem = _problem_with(self.cluster)

    def problem(self) -> GanlibError | None:
        return self._problem

    def reap(self) -> None:
        """Ask the cluster what has become of the runs that wait inside it, and of those that have fallen silent."""
        if time.monotonic() - self._looked < _LOOK_EVERY_SECONDS:
            return
        self._looked = time.monotonic()
        self._problem = _problem_with(self.cluster)
        if self._problem is not None or not self._doubtful():
            return
        with self._lock(), suppress(ClusterError):  # nobody submits meanwhile: what Ray does not know, it has forgotten
            jobs = self._jobs()
            for run, status in self._doubtful():
                _settle(run, status, jobs.get(status.job))

    def make_way(self) -> None:
        """Nothing of ours is in the way: the cluster's machines are not this one."""

    def get_ready(self) -> None:
        """No worker stands by: it would hold a place in the cluster."""

    def use_idle_time(self) -> None:
        """The speed of this machine says nothing about the cluster's."""

    def close(self) -> None:
        """Nothing of ours serves this process."""

    def _launch(self, run: Run) -> bool:
        waiting = run.status()
        job = f"{run.run_id}-{secrets.token_hex(3)}"  # a run may be submitted more than once
        folders = [str(self.store.root.absolute()), str(run.path.absolute())]
        command = [sys.executable, "-m", "ganlib.runner", *folders, job]
        ours = {name: value for name, value in os.environ.items() if name.startswith("GAN_STUDIO_")}
        replace(waiting, phase=SUBMITTED, job=job).write(run.path)  # first, so that the job finds its name there
        try:
            self._client().submit_job(
                entrypoint=f"cd {shlex.quote(str(REPOSITORY))} && exec {shlex.join(command)}",
                submission_id=job,
                runtime_env={"env_vars": ours | {"GAN_STUDIO_SLOTS": str(self.slots)}},
                entrypoint_num_cpus=self._num_cpus,
                entrypoint_num_gpus=self._num_gpus,
            )
        except ClusterError as error:
            self._problem = error
        except (OSError, RuntimeError, ValueError) as error:  # it is starting up, or refuses our demands
            self._problem = ClusterError(
                N_("The Ray cluster at {address} did not take the run; it waits. Ray: {detail}"),
                address=self.cluster,
                detail=str(error)[:_DETAIL_CHARACTERS],
            )
        else:
            return True
        waiting.write(run.path)
        return False

    def _kill(self, run: Run, status: Status) -> None:
        """A job that still waits cannot be taken back: it ends when it starts, and finds that it is not wanted."""
        if not status.job:
            return
        with suppress(ClusterError, OSError, RuntimeError):
            client = self._client()
            client.stop_job(status.job)
            deadline = time.monotonic() + _KILL_SECONDS
            while status.state is not RunState.QUEUED and time.monotonic() < deadline:
                if client.get_job_status(status.job).is_terminal():
                    return
                time.sleep(0.2)

    def _doubtful(self) -> list[tuple[Run, Status]]:
        return [
            (run, status) for run, status in self._unfinished() if status.job and status.state is not RunState.RUNNING
        ]

    def _jobs(self) -> dict[str, Any]:
        """What Ray knows of every job, by its name."""
        try:
            return {job.submission_id: job for job in self._client().list_jobs()}
        except (OSError, RuntimeError) as error:
            raise _no_answer(self.cluster) from error

    def _client(self) -> Any:
        problem = _problem_with(self.cluster)
        if problem is not None:
            raise problem
        from ray.job_submission import JobSubmissionClient

        return JobSubmissionClient(self.cluster)


def cluster_address() -> str:
    """RAY_ADDRESS comes first because Ray itself obeys it: inside a job it names the cluster that runs the job."""
    return os.environ.get("RAY_ADDRESS") or os.environ.get("GAN_STUDIO_RAY_ADDRESS") or DEFAULT_ADDRESS


def _problem_with(address: str) -> ClusterError | None:
    """A quick look, because Ray's client waits for minutes for a machine that is switched off."""
    if find_spec("ray") is None:
        return ClusterError(
            N_("GAN_STUDIO_ENGINE is “ray”, but Ray is not installed. Install it: pip install -r requirements-ray.txt")
        )
    parts = urlsplit(address if "://" in address else f"//{address}")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), _PATIENCE_SECONDS).close()
    except OSError:
        return _no_answer(address)
    return None


def _no_answer(address: str) -> ClusterError:
    return ClusterError(
        N_(
            "The Ray cluster at {address} does not answer; waiting runs start when it does. "
            "Start it with “ray start --head”, or set GAN_STUDIO_RAY_ADDRESS to its dashboard."
        ),
        address=address,
    )


def _settle(run: Run, status: Status, job: Any) -> None:
    """Write what a run that waits in the cluster or is lost has come to, as far as its job tells.

    A cluster whose head was replaced knows none of its jobs any more: a run that waited goes back to our queue; one
    that was being trained stays lost. So does one whose machine cannot be reached, until Ray gives it up.
    """
    is_over = job is not None and job.status.is_terminal()
    if status.state is RunState.QUEUED:
        if job is None or (is_over and job.error_type == _STARTED_TOO_LATE):
            replace(status, phase="", job="").write(run.path)
        elif is_over:
            fail(run, "start_failed", _told(job))
    elif status.state is RunState.LOST and is_over:
        fail(run, "machine_lost", _told(job))


def _told(job: Any) -> str:
    return f"Ray: {job.status}. {job.message or ''}".strip()[:_DETAIL_CHARACTERS]
