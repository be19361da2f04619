"""What a visitor may do. Pages reach the engine only through here, so that none of them can forget to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError, NotAllowedError
from ganlib.i18n import N_
from ganlib.runner.admission import Admission
from ganlib.runner.engine import Engine
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.picture_files import Reading
from ganlib.store.picture_sets import PictureSet, PictureSets
from ganlib.store.runs import About, Run


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who asks.

    Attributes:
        is_host: the person whose studio this is, alone with it (docs/adr/0011): everything is allowed.
        owner: the name that a visitor's new runs carry; empty while the browser has not said who it is.
        before: the name of their browser, whose runs stay theirs after they have signed in; else empty.
    """

    is_host: bool = False
    owner: str = ""
    before: str = ""

    def owns(self, name: str) -> bool:
        return bool(name) and name in (self.owner, self.before)


HOST = Visitor(is_host=True)


class VisitorEngine:
    """An engine as one visitor may use it.

    Anybody may look at a run whose link they have. Only its owner may control it, rename it, branch it or delete it.

    Raises:
        NotAllowedError: by every method that changes something, before anything has changed.
    """

    def __init__(self, engine: Engine, visitor: Visitor) -> None:
        self._engine = engine
        self.visitor = visitor

    @property
    def admission(self) -> Admission:
        return self._engine.admission

    @property
    def cluster(self) -> str:
        """Addresses are for the host alone; so is what is wrong with them."""
        return self._engine.cluster if self.visitor.is_host else ""

    def problem(self) -> GanlibError | None:
        return self._engine.problem() if self.visitor.is_host else None

    def runs(self) -> list[Run]:
        """The visitor's own, newest first; the host's are all."""
        return [run for run in self._engine.store if self.may_control(run)]

    def may_control(self, run: Run) -> bool:
        return self.visitor.is_host or self.visitor.owns(_owner(run))

    def start(self, config: RunConfig, *, name: str = "") -> Run:
        self._check_known()
        return self._engine.start(config, name=name, owner=self.visitor.owner)

    def start_all(self, configs: Sequence[RunConfig], *, name: str = "") -> list[Run]:
        self._check_known()
        return self._engine.start_all(configs, name=name, owner=self.visitor.owner)

    def branch(self, parent: Run, checkpoint: Checkpoint, config: RunConfig, *, name: str = "") -> Run:
        self._check_own(parent)
        return self._engine.branch(parent, checkpoint, config, name=name, owner=self.visitor.owner)

    def keep(self, parent: Run, checkpoint: Checkpoint, *, name: str = "") -> Run:
        self._check_own(parent)
        return self._engine.keep(parent, checkpoint, name=name, owner=self.visitor.owner)

    def pause(self, run: Run) -> None:
        self._check_own(run)
        self._engine.pause(run)

    def stop(self, run: Run) -> None:
        self._check_own(run)
        self._engine.stop(run)

    def resume(self, run: Run, config: RunConfig | None = None) -> None:
        self._check_own(run)
        self._engine.resume(run, config)

    def discard(self, run: Run, patience_seconds: float = 15.0) -> None:
        self._check_own(run)
        self._engine.discard(run, patience_seconds)

    def describe(self, run: Run, about: About) -> None:
        self._check_own(run)
        self._engine.describe(run, about)

    def move(self, run: Run, place: int) -> None:
        """Only the host may: among strangers everybody waits their turn."""
        self._check_host()
        self._engine.move(run, place)

    def take_in(self, archive: BinaryIO) -> Run:
        """Only the host may: nothing that a stranger made is opened here."""
        self._check_host()
        return self._engine.take_in(archive)

    @property
    def pictures(self) -> PictureSets:
        """Everybody may learn from what the host has brought."""
        return self._engine.pictures

    def add_pictures(self, reading: Reading, title: str) -> PictureSet:
        """Only the host may, and likewise below: nothing that a stranger made is opened here."""
        self._check_host()
        return self._engine.add_pictures(reading, title)

    def rename_pictures(self, pictures: PictureSet, title: str) -> None:
        self._check_host()
        pictures.rename(title)

    def delete_pictures(self, pictures: PictureSet) -> None:
        self._check_host()
        self._engine.delete_pictures(pictures)

    def queue(self) -> list[Run]:
        return self._engine.queue()

    def _check_host(self) -> None:
        if not self.visitor.is_host:
            raise NotAllowedError(N_("Only the owner of this studio may do this."))

    def _check_own(self, run: Run) -> None:
        if not self.may_control(run):
            raise NotAllowedError(N_("This run belongs to somebody else: you may look at it, but not change it."))

    def _check_known(self) -> None:
        if not (self.visitor.is_host or self.visitor.owner):
            raise NotAllowedError(
                N_("Your browser has not said who it is. Allow cookies for this page, then reload it and try again.")
            )


def _owner(run: Run) -> str:
    return _owner_at(run.path)


@lru_cache(maxsize=10_000)
def _owner_at(path: Path) -> str:
    """A run has one owner for as long as it exists, and its folder's name is never used again."""
    return Run(path).origin().owner
