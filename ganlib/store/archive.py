"""A zip file from a stranger: its entries, read without trusting a word of it."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ganlib.errors import ArchiveError
from ganlib.i18n import N_

MOST_ENTRIES = 20_000
MOST_BYTES = 2 * 2**30  # unpacked
MOST_GROWTH = 100  # unpacked bytes for each byte of the archive: curves shrink 30-fold, pictures and models not at all
SMALLEST_ALLOWANCE = 16 * 2**20  # bytes that even a tiny archive may unpack to
_MOST_DEPTH, _MOST_DEPTH_IF_LENIENT = 4, 20
_LONGEST_NAME, _LONGEST_SHOWN = 200, 60
_LONGEST_DIRECTORY = 200 * MOST_ENTRIES  # bytes of the list of entries, which is read at once
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 64 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class Archive:
    """The files in a zip archive, by name. What is unpacked is counted as it comes, whatever the headers promise.

    Args:
        is_lenient: entries that no honest archive holds are passed over, under the names `skipped`, and folders may lie
            deeper than in a run; else they are a reason to refuse it.

    Raises:
        ArchiveError: it is damaged, or there is a reason to refuse it.
    """

    def __init__(self, file: BinaryIO, is_lenient: bool = False) -> None:
        size = file.seek(0, 2)
        if _directory_size(file, size) > _LONGEST_DIRECTORY:
            raise _too_large()
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGED as error:
            raise _not_an_archive() from error
        self._left = min(MOST_BYTES, SMALLEST_ALLOWANCE + MOST_GROWTH * size)
        if len(self._zip.infolist()) > MOST_ENTRIES:
            raise _too_large()
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self.skipped: list[str] = []  # without what a terminal or a page could take amiss
        seen: set[str] = set()
        depth = _MOST_DEPTH_IF_LENIENT if is_lenient else _MOST_DEPTH
        for entry in self._zip.infolist():
            if not _is_harmless(entry, depth) or entry.filename.casefold() in seen:
                name = ascii(entry.orig_filename[:_LONGEST_SHOWN])[1:-1]
                if is_lenient:
                    self.skipped.append(name)
                    continue
                raise ArchiveError(
                    N_("The archive was refused: its entry “{name}” could reach outside its folder or hide another."),
                    name=name,
                )
            seen.add(entry.filename.casefold())
            if not entry.is_dir():
                self._entries[entry.filename] = entry

    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, name: str, limit: int) -> bytes:
        """A whole file of at most `limit` bytes."""
        content = bytearray()
        for chunk in self._chunks(name):
            content += chunk
            if len(content) > limit:
                raise _too_large()
        return bytes(content)

    def copy(self, name: str, target: BinaryIO) -> None:
        """Unpack a file into `target`."""
        for chunk in self._chunks(name):
            target.write(chunk)

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            source = self._zip.open(self._entries[name])
        except (KeyError, *_DAMAGED) as error:
            raise _not_an_archive() from error
        with source:
            while True:
                try:
                    chunk = source.read(_CHUNK)
                except _DAMAGED as error:
                    raise _not_an_archive() from error
                if not chunk:
                    return
                self._left -= len(chunk)
                if self._left < 0:
                    raise _too_large()
                yield chunk


def _is_harmless(entry: zipfile.ZipInfo, most_depth: int) -> bool:
    """A file or folder below the top, under a name that means the same on every system."""
    name = entry.orig_filename.removesuffix("/")  # as it stands in the archive: zipfile has tidied `filename`
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        name.isprintable()
        and not set(name) & set('\\:*?"<>|')
        and all(part not in ("", ".", "..") for part in parts)
        and len(parts) <= most_depth
        and len(name) <= _LONGEST_NAME
        and kind in (0, stat.S_IFREG, stat.S_IFDIR)  # no links, no devices
        and entry.compress_type in _METHODS
        and not entry.flag_bits & 0x1  # encrypted
    )


def _directory_size(file: BinaryIO, size: int) -> int:
    """Bytes that the list of entries takes, from the record at the end of the file.

    `zipfile` reads that list at once, so it must be known before. An archive of the larger kind (zip64), which could
    say otherwise elsewhere, is none of ours.
    """
    file.seek(max(0, size - 2**16 - 42))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22 or end[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise _not_an_archive()
    return int(struct.unpack_from("<L", end, at + 12)[0])


def _not_an_archive() -> ArchiveError:
    return ArchiveError(N_("This is not a zip file, or it is damaged."))


def _too_large() -> ArchiveError:
    return ArchiveError(
        N_("The archive was refused: it holds too many files, or would unpack to far more than it should.")
    )
