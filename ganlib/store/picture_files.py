"""Picture files of a person → pictures of one size: read without trusting a file, counted, none of them twice."""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps

from ganlib.config.own import FEWEST, MOST, MOST_BYTES, SIDES
from ganlib.errors import ArchiveError, PicturesError
from ganlib.i18n import N_
from ganlib.store.archive import Archive
from ganlib.store.images import Pixels

FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
ARCHIVE = ".zip"
_LARGEST_FILE, _MOST_PIXELS = 64 * 2**20, 80_000_000  # bytes; pixels of the original
_MOST_NAMED = 5  # of the files that could not be used

Opener = Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Form:
    """What becomes of every picture.

    Attributes:
        side: pixels, height and width alike.
        is_cropped: the largest square in the middle is taken; else the whole picture, with a margin in white.
        is_grey: colours are taken out. Where no picture has any, it is grey in any case.
    """

    side: int
    is_cropped: bool = True
    is_grey: bool = False

    def __post_init__(self) -> None:
        if self.side not in SIDES:
            raise PicturesError(
                N_("Pictures of {side} pixels: expected one of {known}."),
                side=self.side,
                known=", ".join(map(str, SIDES)),
            )


@dataclass(kw_only=True)
class Reading:
    """What came of the files.

    Attributes:
        pictures: uint8 `[n, side, side, 1 or 3]`, in the order of their digests, which is one without order.
        digest: SHA-256 of all of them; the same for the same pictures, whatever their files were called.
        files: picture files that were looked at.
        repeated: how many pictures were there already.
        unusable: names of those that could not be used, the first few.
        num_unusable: how many those are in all.
    """

    pictures: Pixels
    digest: str
    files: int
    repeated: int
    unusable: list[str] = field(default_factory=list)
    num_unusable: int = 0


def read_pictures(
    sources: Iterable[tuple[str, Opener]], form: Form, tell: Callable[[int], None] = lambda count: None
) -> Reading:
    """Read every file; those that are no pictures, or damaged, are counted and passed over.

    Args:
        sources: name, and what reads the file's bytes, as `files_in` and `files_of` give them.
        tell: is told with each file the how-manieth it is.

    Raises:
        PicturesError: fewer different pictures than `FEWEST`, or more than can be kept.
    """
    found: dict[bytes, Pixels] = {}
    repeated, has_colour, unusable, files = 0, False, [], 0
    for files, (name, opener) in enumerate(sources, start=1):
        tell(files)
        try:
            picture = _in_form(opener(), form)
        except Exception:  # whatever a decoder makes of a stranger's bytes
            unusable.append(name)
            continue
        digest = hashlib.sha256(picture.tobytes()).digest()
        repeated += digest in found
        found[digest] = picture
        has_colour = has_colour or bool(np.ptp(picture, axis=-1).any())
        _check_room(len(found), picture.nbytes)
    if len(found) < FEWEST:
        raise PicturesError(
            N_(
                "There are {count} different pictures that can be read, of {files} files; expected at least {fewest}. "
                "Add more pictures ({known})."
            ),
            count=len(found),
            files=files,
            fewest=FEWEST,
            known=", ".join(ENDINGS),
        )
    pictures = np.stack(list(found.values()))
    if not has_colour:
        pictures = pictures[..., :1]
    ordered, whole = in_order(pictures)
    return Reading(
        pictures=ordered,
        digest=whole,
        files=files,
        repeated=repeated,
        unusable=unusable[:_MOST_NAMED],
        num_unusable=len(unusable),
    )


def glimpse(sources: Iterable[tuple[str, Opener]], form: Form, count: int) -> Pixels | None:
    """The first pictures that can be read, as they would be kept: uint8 `[n, side, side, 3]`; None: there are none."""
    found = []
    for _, opener in islice(sources, 2 * count):
        with suppress(Exception):  # as above
            found.append(_in_form(opener(), form))
        if len(found) == count:
            break
    return np.stack(found) if found else None


def in_order(pictures: Pixels) -> tuple[Pixels, str]:
    """The pictures in the order of their digests, and the digest of them all."""
    digests = _digests(pictures)
    order = sorted(range(len(digests)), key=digests.__getitem__)
    return np.ascontiguousarray(pictures[order]), _joined(digests)


def digest_of(pictures: Pixels) -> str:
    """The digest of them all, whatever their order."""
    return _joined(_digests(pictures))


def _digests(pictures: Pixels) -> list[bytes]:
    return [hashlib.sha256(picture.tobytes()).digest() for picture in pictures]


def _joined(digests: list[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def files_in(folder: Path) -> Iterator[tuple[str, Opener]]:
    """The picture files in a folder and below, by name; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_picture(name):
                yield name, partial(_bytes_of, Path(parent, name))


def files_of(uploads: Sequence[tuple[str, BinaryIO]]) -> Iterator[tuple[str, Opener]]:
    """The picture files among some that were sent, and those in zip archives among them.

    An archive that cannot be opened among other files is one more that cannot be used; its opener raises.

    Raises:
        ArchiveError: the only file that was sent is an archive that is damaged, or was made to do harm.
    """
    for name, file in uploads:
        if name.lower().endswith(ARCHIVE):
            try:
                archive = Archive(file, is_lenient=True)
            except ArchiveError as error:
                if len(uploads) == 1:
                    raise
                yield name, partial(_refuse, error)
                continue
            for inside in sorted([*archive.names(), *archive.skipped]):
                if is_picture(inside):
                    yield inside, partial(archive.read, inside, _LARGEST_FILE)
        elif is_picture(name):
            yield name, partial(_whole, file)


def is_picture(name: str) -> bool:
    """Whether a file is looked at, by its name; nothing hidden, such as thumbnails."""
    parts = name.replace("\\", "/").split("/")
    is_hidden = any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in parts)
    return parts[-1].lower().endswith(ENDINGS) and not is_hidden


def _refuse(error: ArchiveError) -> bytes:
    raise error


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise ValueError(f"more than {_LARGEST_FILE} bytes")
    return content


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST_FILE:
        raise ValueError(f"more than {_LARGEST_FILE} bytes")
    return path.read_bytes()


def _check_room(count: int, size: int) -> None:
    if count > MOST or count * size > MOST_BYTES:
        raise PicturesError(
            N_("More than {most} pictures of this size: they would not fit into memory. Add fewer, or smaller ones."),
            most=f"{min(MOST, MOST_BYTES // size):,}",
        )


def _in_form(content: bytes, form: Form) -> Pixels:
    """One file → uint8 `[side, side, 3]`."""
    return read_picture(content, form.side, form.side, is_cropped=form.is_cropped, is_grey=form.is_grey)


def read_picture(content: bytes, width: int, height: int, *, is_cropped: bool = True, is_grey: bool = False) -> Pixels:
    """One file → uint8 `[height, width, 3]`; of a moving picture the first frame; what is transparent becomes white.

    Args:
        is_cropped, is_grey: as in `Form`.

    Raises:
        Exception: whatever a decoder makes of bytes that are no picture; ValueError: it is too large.
    """
    size = (width, height)
    with Image.open(io.BytesIO(content), formats=FORMATS) as original:
        if original.width * original.height > _MOST_PIXELS:
            raise ValueError(f"more than {_MOST_PIXELS} pixels")
        original.draft("RGB", (2 * width, 2 * height))  # a JPEG is read at a fraction of its size
        upright = ImageOps.exif_transpose(original)
    colours = _in_colours(upright)
    if is_cropped:
        fitted = ImageOps.fit(colours, size, Image.Resampling.LANCZOS)
    else:
        fitted = ImageOps.pad(colours, size, Image.Resampling.LANCZOS, color="white")
    if fitted.mode == "RGBA":  # only now that it is small: of a large picture each copy is hundreds of megabytes
        fitted = Image.alpha_composite(Image.new("RGBA", size, "white"), fitted).convert("RGB")
    if is_grey:
        fitted = fitted.convert("L").convert("RGB")
    return np.asarray(fitted)


def _in_colours(picture: Image.Image) -> Image.Image:
    """As RGB, or as RGBA where something in it is transparent."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):  # deep greys, which Pillow would cut off
        values = np.asarray(picture, np.float32)
        if not np.isfinite(values).all():
            raise ValueError("numbers that are none")
        low, high = float(values.min()), float(values.max())
        scaled = (values - low) * (255.0 / max(high - low, 1e-9))
        return Image.fromarray(scaled.astype(np.uint8)).convert("RGB")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)
