"""Picture files of every kind → pictures of one size."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlib.errors import ArchiveError, PicturesError
from ganlib.store import picture_files
from ganlib.store.picture_files import Form, files_in, files_of, glimpse, read_pictures
from tests.fakes.pictures import fill, zipped

SMALL = Form(side=16)
RED, BLUE = (255, 0, 0), (0, 0, 255)


def one(picture: Image.Image, form: Form = SMALL, kind: str = "PNG", **options: object) -> np.ndarray:
    """What becomes of a single picture."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    found = glimpse([("a.png", file.getvalue)], form, 1)
    assert found is not None
    return found[0]


def is_near(pixels: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixels.astype(int) - colour).max() < 20)


def test_a_folder_and_its_zip_file_are_the_same_pictures_under_any_names(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 25)
    reading = read_pictures(files_in(folder), SMALL)
    assert reading.pictures.shape == (25, 16, 16, 3)
    assert reading.pictures.dtype == np.uint8
    moved = tmp_path / "b" / "deeper"
    moved.mkdir(parents=True)
    for path in folder.iterdir():
        shutil.copyfile(path, moved / f"x{999 - int(path.stem)}.PNG")
    again = read_pictures(files_in(tmp_path / "b"), SMALL)
    sent = read_pictures(files_of([("Holiday.ZIP", zipped(folder.iterdir()))]), SMALL)
    for other in (again, sent):
        assert other.digest == reading.digest
        np.testing.assert_array_equal(other.pictures, reading.pictures)
    assert read_pictures(files_in(folder), Form(side=28)).digest != reading.digest


def test_what_is_no_picture_is_counted_and_what_comes_twice_counts_once(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 25)
    shutil.copyfile(folder / "003.png", folder / "again.png")
    (folder / "broken.jpg").write_bytes(b"not a picture")
    (folder / "cut.png").write_bytes((folder / "004.png").read_bytes()[:200])
    (folder / "notes.txt").write_text("not looked at")
    (folder / "._000.png").write_bytes(b"what macOS leaves behind")
    told: list[int] = []
    reading = read_pictures(files_in(folder), SMALL, told.append)
    assert len(reading.pictures) == 25
    assert (reading.files, reading.repeated, reading.num_unusable) == (28, 1, 2)
    assert reading.unusable == ["broken.jpg", "cut.png"]
    assert told == list(range(1, 29))


def test_a_damaged_zip_file_among_others_is_passed_over_by_name(tmp_path: Path) -> None:
    good = "good.zip", zipped(fill(tmp_path / "a", 25).iterdir())
    bad = "bad.zip", io.BytesIO(b"PK, and then nothing more")
    reading = read_pictures(files_of([bad, good]), SMALL)
    assert len(reading.pictures) == 25
    assert (reading.unusable, reading.num_unusable) == (["bad.zip"], 1)
    with pytest.raises(ArchiveError, match="not a zip file"):
        read_pictures(files_of([bad]), SMALL)


def test_what_is_hidden_is_not_looked_at_by_any_way(tmp_path: Path) -> None:
    """Thumbnails are copies of pictures, nearly: some would be learnt, others tested on."""
    folder = fill(tmp_path / "a" / "2020" / "Summer" / "Beach" / "Day 1", 25)
    fill(tmp_path / "a" / ".thumbnails", 30, size=(20, 20))
    sent = zipped(path for path in (tmp_path / "a").rglob("*.png"))
    uploads = [
        (str(path.relative_to(tmp_path)), io.BytesIO(path.read_bytes())) for path in folder.parents[3].rglob("*.png")
    ]
    digests = {
        read_pictures(sources, SMALL).digest
        for sources in (files_in(tmp_path / "a"), files_of([("a.zip", sent)]), files_of(uploads))
    }
    assert digests == {read_pictures(files_in(folder), SMALL).digest}


def test_pictures_without_colour_become_grey(tmp_path: Path) -> None:
    grey = read_pictures(files_in(fill(tmp_path / "grey", 20, is_grey=True)), SMALL)
    assert grey.pictures.shape == (20, 16, 16, 1)
    colour = fill(tmp_path / "colour", 20)
    assert read_pictures(files_in(colour), SMALL).pictures.shape[-1] == 3
    assert read_pictures(files_in(colour), Form(side=16, is_grey=True)).pictures.shape[-1] == 1


def test_too_few_say_how_many_there_are_and_how_many_it_takes(tmp_path: Path) -> None:
    with pytest.raises(PicturesError, match=r"19 different pictures .* of 19 files; expected at least 20"):
        read_pictures(files_in(fill(tmp_path, 19)), SMALL)


def test_more_than_memory_holds_is_refused_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_files, "MOST_BYTES", 22 * 16 * 16 * 3)
    with pytest.raises(PicturesError, match="More than 22 pictures"):
        read_pictures(files_in(fill(tmp_path, 25)), SMALL)


def test_a_size_that_is_not_offered_is_refused() -> None:
    with pytest.raises(PicturesError, match=r"33 pixels: expected one of 16, 28, 32"):
        Form(side=33)


def test_the_middle_square_or_the_whole_with_a_margin() -> None:
    wide = Image.new("RGB", (300, 100), RED)
    wide.paste(BLUE, (100, 0, 200, 100))
    assert is_near(one(wide), BLUE), "the edges take over a little from beside them"
    whole = one(wide, Form(side=16, is_cropped=False))
    assert (whole[0] == 255).all()
    assert is_near(whole[8, 8], BLUE)
    assert is_near(whole[8, 0], RED)


def test_a_photo_that_lies_on_its_side_is_put_upright() -> None:
    photo = Image.new("RGB", (64, 64), RED)
    photo.paste(BLUE, (0, 0, 32, 64))  # the left half
    exif = Image.Exif()
    exif[0x0112] = 6  # it has to be turned by 90° clockwise: left becomes top
    upright = one(photo, kind="JPEG", exif=exif, quality=95)
    assert upright[2, 8, 2] > 200 > 50 > upright[13, 8, 2]


def test_what_is_transparent_becomes_white() -> None:
    assert (one(Image.new("RGBA", (20, 20), (0, 0, 0, 0))) == 255).all()
    palette = Image.new("P", (20, 20), 0)
    assert (one(palette, transparency=0) == 255).all()
    stripes = np.zeros((20, 20, 4), np.uint8)
    stripes[::2] = (*RED, 255)  # between them black that is not to be seen
    pink = one(Image.fromarray(stripes), Form(side=16))[4:12, 4:12].mean(axis=(0, 1))
    assert pink == pytest.approx((255, 127, 127), abs=20)


@pytest.mark.parametrize("kind", ["BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP"])
def test_every_format_is_read(kind: str) -> None:
    assert one(Image.new("RGB", (50, 50), RED), kind=kind)[8, 8].astype(int) == pytest.approx(RED, abs=3)


def test_deep_greys_keep_their_contrast() -> None:
    ramp = np.tile(np.linspace(1_000, 60_000, 64, dtype=np.uint16), (64, 1))
    row = one(Image.fromarray(ramp))[8, :, 0].astype(int)
    assert row[0] < 20
    assert row[-1] > 235
    assert (np.diff(row) > 0).all()
