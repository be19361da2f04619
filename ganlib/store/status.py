"""RunState and Status: what a run is doing, as its one writer last said."""

import math
import os
import typing
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from ganlib.store import layout
from ganlib.store.files import read_json, replace_bytes, replace_json

_RESERVE_BYTES = 16_384


class RunState(StrEnum):
    """`LOST` is never written: `runner/reconcile.py` derives it."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"

    @property
    def is_active(self) -> bool:
        return self in (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True, kw_only=True)
class Status:
    """The content of `status.json`.

    Attributes:
        phase: what a running worker is at: a key of `catalog/phases.py`.
        seconds: training time so far, compiling included, the start of the process not.
        failure: why a run failed: a key of `catalog/failures.py`; `detail` is the technical message.
        host, pid, process_started: identify the worker beyond the reuse of process ids and beyond this machine.
        job: under what name the run was submitted to a cluster; of a waiting run: it waits inside the cluster.
    """

    state: RunState = RunState.QUEUED
    phase: str = ""
    queued_at: float = 0.0
    started_at: float | None = None
    ended_at: float | None = None
    host: str = ""  # empty, in runs of older versions: the machine that reads it
    pid: int | None = None
    process_started: float | None = None
    job: str = ""
    device: str = ""
    step: int = 0
    images_seen: int = 0
    seconds: float = 0.0
    steps_per_second: float | None = None
    progress: float = 0.0  # share of the budget, 0 … 1
    seconds_left: float | None = None
    parameters: dict[str, int] = field(default_factory=dict)  # network → number of trainable parameters
    failure: str = ""
    detail: str = ""

    @classmethod
    def read(cls, run_dir: Path) -> Self:
        """Read a run's status; keys of a newer version are ignored.

        Raises:
            OSError, ValueError, TypeError: missing or damaged.
        """
        return cls.from_dict(read_json(run_dir / layout.STATUS))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Raises ValueError, TypeError or KeyError: damaged."""
        known: dict[str, Any] = {item.name: data[item.name] for item in fields(cls) if item.name in data}
        known["state"] = RunState(data["state"])
        for item in fields(cls):
            if item.name in known and not _fits(known[item.name], item.type):
                raise TypeError(f"{item.name}: got {known[item.name]!r}, expected {item.type}")
        return cls(**known)

    def write(self, run_dir: Path) -> None:
        """Replace the file. What ends a run is said also on a full disk, if there is a reserve."""
        if not self.state.is_active:
            (run_dir / layout.RESERVE).unlink(missing_ok=True)
        replace_json(run_dir / layout.STATUS, asdict(self))


def reserve_room(run_dir: Path) -> None:
    """Keep a little of the disk for the last status. Random bytes: a file system that compresses keeps them too."""
    with suppress(OSError):  # too late for that: the disk is full, and the next write says so
        replace_bytes(run_dir / layout.RESERVE, os.urandom(_RESERVE_BYTES))


def _fits(value: Any, kind: Any) -> bool:
    """Whether JSON gave a finite value of the declared kind; a whole number may stand for a float."""
    if isinstance(value, float) and not math.isfinite(value):
        return False
    plain = typing.get_origin(kind) if typing.get_origin(kind) is dict else kind
    return isinstance(value, plain) or (type(value) is int and isinstance(0.0, plain))
