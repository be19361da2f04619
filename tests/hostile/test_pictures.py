"""Pictures made to do harm: nothing is written where it should not be, and nothing grows without end."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from ganlib.errors import ArchiveError, PicturesError
from ganlib.store import archive, picture_files
from ganlib.store.picture_files import Form, Reading, files_of, read_pictures
from tests.fakes.pictures import fill
from tests.hostile.archives import entry

SMALL = Form(side=16)


def read(content: dict[str | zipfile.ZipInfo, bytes]) -> Reading:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in content.items():
            zipped.writestr(name, data)
    return read_pictures(files_of([("a.zip", file)]), SMALL)


@pytest.fixture
def good(tmp_path: Path) -> dict[str | zipfile.ZipInfo, bytes]:
    return {path.name: path.read_bytes() for path in fill(tmp_path / "good", 20).iterdir()}


def test_entries_that_would_leave_the_folder_are_passed_over(
    good: dict[str | zipfile.ZipInfo, bytes], tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    evil = {name: picture.getvalue() for name in ("../evil.png", "/evil.png", "a/../../evil.png", "C:\\evil.png")}
    reading = read(good | evil | {entry("link.png", 0o120777): b"/etc/passwd"})
    assert (len(reading.pictures), reading.num_unusable) == (20, 5)
    assert "../evil.png" in reading.unusable
    assert sorted(tmp_path.rglob("*")) == before


def test_an_entry_with_a_hostile_name_is_named_without_it(good: dict[str | zipfile.ZipInfo, bytes]) -> None:
    reading = read(good | {"\x1b[31m12:3.png": b""})
    assert reading.unusable == ["\\x1b[31m12:3.png"]


def test_whatever_a_decoder_raises_costs_one_picture(
    good: dict[str | zipfile.ZipInfo, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow raises struct.error and TypeError, too, on pictures whose EXIF is damaged."""
    turn, calls = picture_files.ImageOps.exif_transpose, iter(range(100))

    def raising(picture: Image.Image) -> Image.Image:
        if next(calls) == 20:
            raise struct.error("argument out of range")
        return turn(picture)

    monkeypatch.setattr(picture_files.ImageOps, "exif_transpose", raising)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    reading = read(good | {"odd.png": picture.getvalue()})
    assert (len(reading.pictures), reading.unusable) == (20, ["odd.png"])


def huge_png(side: int) -> bytes:
    """A few hundred bytes that claim to be a picture of side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 20_000, 2**31 - 1])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_of_more_pixels_than_memory_holds_is_never_unpacked(
    good: dict[str | zipfile.ZipInfo, bytes], side: int
) -> None:
    reading = read(good | {"bomb.png": huge_png(side)})
    assert (len(reading.pictures), reading.unusable) == (20, ["bomb.png"])


def test_a_file_that_unpacks_to_far_too_much_is_not(
    good: dict[str | zipfile.ZipInfo, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_files, "_LARGEST_FILE", 2**20)
    reading = read(good | {"bomb.png": b"\0" * 2**22})
    assert (len(reading.pictures), reading.unusable) == (20, ["bomb.png"])


def test_an_archive_that_unpacks_to_far_too_much_gives_nothing_more(
    good: dict[str | zipfile.ZipInfo, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SMALLEST_ALLOWANCE", 2**20)
    monkeypatch.setattr(archive, "MOST_GROWTH", 0)
    with pytest.raises(PicturesError, match="0 different pictures"):
        read({"0.png": b"\0" * 2**22} | good)


@pytest.mark.parametrize("content", [b"", b"PK not really", b"\x00" * 100])
def test_what_is_no_archive_is_said(content: bytes) -> None:
    with pytest.raises(ArchiveError, match="not a zip file, or it is damaged"):
        read_pictures(files_of([("a.zip", io.BytesIO(content))]), SMALL)


@pytest.mark.parametrize("kind", ["EPS", "PDF", "PCX", "TGA", "PPM", "ICO"])
def test_formats_that_photos_do_not_have_are_not_opened(kind: str, tmp_path: Path) -> None:
    """Each further format is a further reader for a stranger to try."""
    file = io.BytesIO()
    Image.new("RGB", (32, 32), (255, 0, 0)).save(file, kind)
    assert picture_files.glimpse([("a.png", file.getvalue)], SMALL, 1) is None
