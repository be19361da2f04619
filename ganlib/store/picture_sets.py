"""The data sets that a person made of pictures of their own: create, list, open, rename and delete."""

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from ganlib.config.own import OwnPictures, own_pictures
from ganlib.errors import DataError, DataMissingError
from ganlib.i18n import N_
from ganlib.store.files import folder_beside, read_json, replace_json
from ganlib.store.images import Pixels, grid, write_picture
from ganlib.store.picture_files import Reading, digest_of

FOLDER = "_pictures"  # in the runs folder; no run is ever called so
_ABOUT, _PICTURES, _PREVIEW = "about.json", "pictures.npy", "preview.png"
_SHOWN = 48  # pictures in the preview, in rows of:
_COLUMNS = 12
_LONGEST_TITLE = 80  # characters
_DELETED = ".deleted-"  # a set that is being deleted
_LEFTOVER_SECONDS = 3_600.0


@dataclass(frozen=True, kw_only=True)
class AboutPictures:
    """What a person calls a set of pictures, and when it was made (seconds since 1970)."""

    title: str = ""
    created: float = 0.0


@dataclass(frozen=True)
class PictureSet:
    """One set of pictures. Every method reads the disk afresh; caching belongs to the caller."""

    path: Path
    facts: OwnPictures

    @property
    def name(self) -> str:
        """What a configuration calls it."""
        return self.path.name

    @property
    def preview(self) -> Path:
        """A grid of the first of its pictures."""
        return self.path / _PREVIEW

    def about(self) -> AboutPictures:
        """A missing or damaged file is a set without a title."""
        try:
            data = read_json(self.path / _ABOUT)
            return AboutPictures(title=str(data["title"])[:_LONGEST_TITLE], created=float(data["created"]))
        except (OSError, ValueError, TypeError, KeyError):
            return AboutPictures()

    def rename(self, title: str) -> None:
        about = replace(self.about(), title=title.strip()[:_LONGEST_TITLE])
        replace_json(self.path / _ABOUT, asdict(about))

    def load(self) -> tuple[Pixels, Pixels]:
        """Training and test pictures: uint8 `[n, height, width, 1 or 3]`, in an order that has none.

        Raises:
            DataError: the file is not what was stored.
        """
        try:
            pictures = np.load(self.path / _PICTURES, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise self._damaged() from error
        if pictures.dtype != np.uint8 or pictures.shape != (self.facts.count, *self.facts.shape):
            raise self._damaged()
        if not digest_of(pictures).startswith(self.facts.digest):
            raise self._damaged()
        return pictures[: -self.facts.held_out], pictures[-self.facts.held_out :]

    def _damaged(self) -> DataError:
        return DataError(
            N_("The file {path} is damaged. Delete these pictures, then add them again."), path=self.path / _PICTURES
        )


class PictureSets:
    """All sets of a studio: a folder inside its runs folder, so that whoever can reach the runs reaches them too.

    Args:
        root: the runs folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root / FOLDER

    def add(self, reading: Reading, title: str) -> PictureSet:
        """Keep the pictures; those that are here already stay as they are, under the new title if there is one."""
        name = OwnPictures(len(reading.pictures), reading.pictures.shape[1:], reading.digest).name
        if (self.root / name).is_dir():
            known = self.open(name)
            if title.strip():
                known.rename(title)
            return known
        self.root.mkdir(parents=True, exist_ok=True)
        with folder_beside(self.root / name) as beside:
            np.save(beside / _PICTURES, reading.pictures, allow_pickle=False)
            write_picture(beside / _PREVIEW, grid(reading.pictures[:_SHOWN], _COLUMNS))
            about = AboutPictures(title=title.strip()[:_LONGEST_TITLE], created=time.time())
            replace_json(beside / _ABOUT, asdict(about))
        return self.open(name)

    def open(self, name: str) -> PictureSet:
        """Raises DataMissingError: there is no such set here."""
        facts, path = own_pictures(name), self.root / name
        if facts is None or path.is_symlink() or not path.is_dir():
            raise DataMissingError(
                N_("The pictures “{name}” are not on this computer. Add the same pictures again, or choose others."),
                name=name,
            )
        return PictureSet(path, facts)

    def __iter__(self) -> Iterator[PictureSet]:
        """The newest first."""
        found = []
        for path in self.root.glob("*") if self.root.is_dir() else ():
            with suppress(DataMissingError):
                found.append(self.open(path.name))
        yield from sorted(found, key=lambda one: (-one.about().created, one.name))

    def delete(self, pictures: PictureSet) -> None:
        """Remove a set for good. It vanishes from lists at once, then its files go."""
        doomed = pictures.path.with_name(f"{_DELETED}{pictures.name}-{secrets.token_hex(2)}")
        pictures.path.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what an interrupted `add` or `delete` has left behind."""
        for leftover in self.root.glob(".*"):
            with suppress(OSError):
                is_old = time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS
                if leftover.name.startswith(_DELETED) or is_old:
                    shutil.rmtree(leftover)
