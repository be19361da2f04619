"""Whole run folders, written at once: finished, failed, running, lost or waiting."""

import os
import time
from dataclasses import replace

import psutil

from ganlib.config.run import RunConfig
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status
from tests.fakes.book import Book

_DEAD_PID = 2**22 + 1  # above every process id that Linux gives


def write_run(
    store: RunStore,
    config: RunConfig,
    *,
    state: RunState = RunState.COMPLETED,
    steps: int = 200,
    name: str = "",
    failure: str = "",
    with_model: bool = False,
) -> Run:
    """Write a whole run at once.

    Args:
        state: RUNNING belongs to the calling process and so counts as alive; LOST is running with nobody there.
        steps: how far it got.
        failure: why, when `state` is FAILED.
        with_model: also a tiny `model/` that onnxruntime can draw from.
    """
    run = store.create(config, name=name)
    if state is RunState.QUEUED:
        return run
    book = Book(run, total_steps=steps if state is RunState.COMPLETED else 2 * steps, step_seconds=0.05)
    book.real()
    for step in range(1, steps + 1):
        book.step(step)
    (run.path / layout.WORKER_LOG).write_text(f"fake worker: {steps} steps\n")
    if with_model:
        from tests.fakes.model import write_model

        write_model(run.path / layout.MODEL, config)
    if state is RunState.COMPLETED:
        book.scores(steps, num_samples=10_000)
    book.checkpoint(steps)
    now = time.time()
    status = replace(book.status(steps), started_at=now - steps * book.step_seconds)
    if state is RunState.LOST:
        _lose(run, status, now)
        return run
    if state is RunState.RUNNING:
        (run.path / layout.HEARTBEAT).touch()
        status = replace(status, state=state, pid=os.getpid(), process_started=psutil.Process().create_time())
    else:
        status = replace(status, state=state, phase="", seconds_left=None, ended_at=now, failure=failure)
    if failure:
        status = replace(status, detail=f"fake failure: {failure}")
    status.write(run.path)
    return run


def _lose(run: Run, status: Status, now: float) -> None:
    heartbeat = run.path / layout.HEARTBEAT
    heartbeat.touch()
    os.utime(heartbeat, (now - 3600, now - 3600))
    begun = now - 7200
    replace(status, state=RunState.RUNNING, pid=_DEAD_PID, started_at=begun, process_started=begun).write(run.path)
