"""Following a run in a terminal: a progress bar, and Ctrl-C or SIGTERM as a request to stop."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from ganlib.catalog.states import FAILURES, PHASES, STATES
from ganlib.runner.engine import Engine
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status

_LOOK_EVERY_SECONDS = 0.2


def follow(engine: Engine, run: Run, console: Console) -> tuple[Status, list[int]]:
    """Watch a run until it is over; the first Ctrl-C or SIGTERM asks it to stop, the second leaves it to itself.

    Returns:
        Its last status, and the signals that came.

    Raises:
        DamagedRunError: somebody has deleted the run.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[facts]}"))
    scalars, said, is_stopping = RecordReader(run.path / layout.SCALARS), "", False
    with _interrupts() as interrupts, Progress(*columns, console=console, disable=console.quiet) as progress:
        task = progress.add_task(run.run_id, total=1.0, facts="")
        while True:
            engine.advance()
            status = current_status(run)
            doing = _doing(engine, run, status)
            if doing != said:
                said = doing
                progress.print(doing)
            progress.update(task, description=doing, completed=status.progress, facts=_facts(status, scalars))
            if not status.state.is_active or len(interrupts) > 1:
                return status, interrupts
            if interrupts and not is_stopping:
                is_stopping = True
                engine.stop(run)
                progress.print("stopping: the model is being saved (Ctrl-C again leaves it to itself)")
            time.sleep(_LOOK_EVERY_SECONDS)


def outcome(run: Run, status: Status) -> str:
    """What came of the run, in a sentence or two."""
    if status.state is RunState.FAILED:
        reason = FAILURES.get(status.failure, FAILURES["unexpected"])
        return f"Error: {reason.title} {reason.why} The log: {run.path / layout.WORKER_LOG}"
    if status.state is RunState.LOST:
        return f"Error: {STATES['lost'].why}"
    if status.state.is_active:
        return f"It goes on by itself. To stop it: python -m ganlib stop {run.run_id}"
    return f"{STATES[status.state.value].title}: {status.step} steps, {status.seconds:.0f} s"


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Ctrl-C and SIGTERM are noted here instead of ending us."""
    received: list[int] = []
    before = {
        number: signal.signal(number, lambda signum, frame: received.append(signum))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _doing(engine: Engine, run: Run, status: Status) -> str:
    if status.state.is_active and status.phase in PHASES:
        return PHASES[status.phase].title
    if status.state is RunState.QUEUED:
        place = engine.queue_position(run)
        return f"waiting, place {place}" if place else "waiting"
    return STATES[status.state.value].title


def _facts(status: Status, scalars: RecordReader) -> str:
    facts = [f"step {status.step}"]
    if status.steps_per_second:
        facts.append(f"{status.steps_per_second:.1f} steps/s")
    records = scalars.read()
    if records:
        losses = {key: value for key, value in records[-1].items() if key.startswith("loss/") and value is not None}
        facts.extend(f"{key} {value:.3f}" for key, value in losses.items())
    if status.seconds_left is not None:
        facts.append(f"{status.seconds_left:.0f} s left")
    return " · ".join(facts)
