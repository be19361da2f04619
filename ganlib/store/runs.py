"""RunStore and Run: create, list, open, rename and delete run folders."""

import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ganlib.config.run import RunConfig
from ganlib.errors import DamagedRunError, RunNotFoundError
from ganlib.i18n import N_
from ganlib.store import layout
from ganlib.store.checkpoints import Best, Checkpoint, best_of, checkpoints_of
from ganlib.store.files import read_json, replace_json
from ganlib.store.history import copy_history
from ganlib.store.pictures import Pictures
from ganlib.store.status import RunState, Status

_NEW, _DELETED = ".new-", ".deleted-"  # a run that is being made, one that is being deleted
_LEFTOVER_SECONDS = 3_600.0


def default_root() -> Path:
    """Where runs live: the folder that GAN_STUDIO_RUNS names, or `runs/` beside `app.py`."""
    chosen = os.environ.get("GAN_STUDIO_RUNS")
    return Path(chosen).expanduser().absolute() if chosen else Path(__file__).absolute().parents[2] / "runs"


@dataclass(frozen=True, kw_only=True)
class About:
    """What a person calls a run."""

    name: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a run comes from.

    Attributes:
        owner: the visitor who started it, in shared mode.
        parent, parent_step: the run and the checkpoint that it branched from.
    """

    owner: str = ""
    parent: str = ""
    parent_step: int | None = None


@dataclass(frozen=True)
class Run:
    """One run folder. Every method reads the disk afresh; caching belongs to the caller."""

    path: Path

    @property
    def run_id(self) -> str:
        return self.path.name

    def config(self) -> RunConfig:
        """Raises DamagedRunError or ConfigError."""
        return RunConfig.from_dict(self._read(layout.CONFIG))

    def status(self) -> Status:
        """As written; see `runner/reconcile.py` for whether it is still true. Raises DamagedRunError."""
        try:
            return Status.read(self.path)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise self._damaged(layout.STATUS) from error

    def about(self) -> About:
        """Name and note; a missing or damaged file is an unnamed run."""
        try:
            data = read_json(self.path / layout.ABOUT)
            return About(name=str(data.get("name", "")), note=str(data.get("note", "")))
        except (OSError, ValueError):
            return About()

    def describe(self, about: About) -> None:
        """Rename or annotate the run."""
        replace_json(self.path / layout.ABOUT, asdict(about))

    def request(self, name: str) -> None:
        """Ask the worker for something after the step it is at: `layout.STOP` or `layout.PAUSE`."""
        (self.path / name).touch()

    def is_requested(self, name: str) -> bool:
        return (self.path / name).exists()

    def clear_requests(self) -> None:
        """Before the run is trained again."""
        for name in (layout.STOP, layout.PAUSE):
            (self.path / name).unlink(missing_ok=True)

    def replace_config(self, config: RunConfig) -> None:
        """Give the run a larger budget (docs/adr/0009). Only while nobody trains it."""
        replace_json(self.path / layout.CONFIG, config.to_dict())

    def origin(self) -> Origin:
        """Where the run comes from; a missing or damaged file is a run of nobody, from nowhere."""
        try:
            return Origin(**self._read(layout.ORIGIN))  # type: ignore[arg-type]
        except (DamagedRunError, TypeError):
            return Origin()

    def checkpoints(self) -> list[Checkpoint]:
        """The newest first."""
        return checkpoints_of(self.path)

    def best(self) -> Best | None:
        """The best score so far, of a step whose checkpoint is kept."""
        return best_of(self.path)

    def pictures(self, kind: str = "step") -> Pictures:
        """Step → picture, in order of steps; `kind` is "step", "reconstructions" or "moment"."""
        return Pictures(self.path / layout.SAMPLES, kind)

    def real_picture(self) -> Path | None:
        path = self.path / layout.SAMPLES / layout.REAL_SAMPLES
        return path if path.exists() else None

    def has_model(self) -> bool:
        return (self.path / layout.MODEL).is_dir()

    def _read(self, name: str) -> dict[str, object]:
        try:
            return read_json(self.path / name)
        except (OSError, ValueError) as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> DamagedRunError:
        return DamagedRunError(
            N_("The run “{run_id}” is damaged: its file {name} is missing or cannot be read."),
            run_id=self.run_id,
            name=name,
        )


class RunStore:
    """The folder that holds all runs."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def create(
        self, config: RunConfig, name: str = "", origin: Origin | None = None, queued_at: float | None = None
    ) -> Run:
        """Make a complete, queued run folder; it appears under its name only when nothing is missing from it.

        Args:
            queued_at: decides its place in the queue; now, unless given.
        """
        beside = self._prepare(config, name, origin or Origin(), queued_at)
        return self._publish(beside)

    def create_branch(
        self,
        parent: Run,
        checkpoint: Checkpoint,
        config: RunConfig,
        name: str = "",
        owner: str = "",
        queued_at: float | None = None,
    ) -> Run:
        """Make a queued run that goes on from `checkpoint` of `parent`, with the parent's history up to there."""
        origin = Origin(owner=owner, parent=parent.run_id, parent_step=checkpoint.step)
        beside = self._prepare(config, name, origin, queued_at)
        with _whole_or_gone(beside):
            shutil.copytree(checkpoint.path, beside / layout.CHECKPOINTS / checkpoint.path.name)
            copy_history(parent.path, beside, last_step=checkpoint.step)
            moment = checkpoint.moment()
            queued = replace(Status.read(beside), parameters=parent.status().parameters)
            replace(queued, step=moment.step, seconds=moment.seconds, images_seen=moment.images).write(beside)
        return self._publish(beside)

    def create_filled(self, config: RunConfig, about: About, status: Status, fill: Callable[[Path], None]) -> Run:
        """Make a run that is over; `fill` writes its other files into the folder, or raises, and nothing stays."""
        beside = self._prepare(config, "", Origin(), None)
        with _whole_or_gone(beside):
            fill(beside)
            status.write(beside)
            Run(beside).describe(about)
        return self._publish(beside)

    def _prepare(self, config: RunConfig, name: str, origin: Origin, queued_at: float | None) -> Path:
        self.root.mkdir(parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        preset = re.sub(r"[^a-z0-9]+", "-", config.preset.lower()).strip("-") or "run"
        run_id = f"{stamp}-{preset[:30]}-{secrets.token_hex(4)}"
        beside = self.root / f"{_NEW}{run_id}"
        beside.mkdir()
        with _whole_or_gone(beside):
            replace_json(beside / layout.CONFIG, config.to_dict())
            Status(state=RunState.QUEUED, queued_at=time.time() if queued_at is None else queued_at).write(beside)
            if name:
                replace_json(beside / layout.ABOUT, asdict(About(name=name)))
            if origin != Origin():
                replace_json(beside / layout.ORIGIN, asdict(origin))
        return beside

    def _publish(self, beside: Path) -> Run:
        path = self.root / beside.name.removeprefix(_NEW)
        beside.rename(path)
        return Run(path)

    def is_writable(self) -> bool:
        """Whether runs can be made here: not on a disk that is only to be looked at."""
        folder = next(folder for folder in (self.root, *self.root.absolute().parents) if folder.exists())
        return os.access(folder, os.W_OK)

    def free_bytes(self) -> int:
        """The room that is left on the disk of the runs."""
        return shutil.disk_usage(self.root).free if self.root.exists() else sys.maxsize

    def open(self, run_id: str) -> Run:
        """Find a run by id.

        Raises:
            RunNotFoundError: no such run, or an id that could lead out of the folder.
        """
        path = self.root / run_id
        if not layout.RUN_ID.fullmatch(run_id) or path.is_symlink() or not path.is_dir():
            raise RunNotFoundError(run_id)
        return Run(path)

    def __iter__(self) -> Iterator[Run]:
        """All runs, newest first (ids begin with the time of creation)."""
        try:
            names = sorted(os.listdir(self.root), reverse=True)
        except FileNotFoundError:
            return
        for name in names:
            path = self.root / name
            if layout.RUN_ID.fullmatch(name) and path.is_dir() and not path.is_symlink():
                yield Run(path)

    def delete(self, run: Run) -> None:
        """Remove a run for good. It vanishes from lists at once, then its files go."""
        doomed = self.root / f"{_DELETED}{run.run_id}-{secrets.token_hex(2)}"
        run.path.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what an interrupted create or delete has left behind."""
        for prefix in (_NEW, _DELETED):
            for leftover in self.root.glob(f"{prefix}*"):
                with suppress(OSError):
                    if prefix == _DELETED or time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                        shutil.rmtree(leftover)


@contextmanager
def _whole_or_gone(folder: Path) -> Iterator[None]:
    """On a full disk a half-made run would only take more room."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
