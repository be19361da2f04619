"""The data sets that a person made: kept whole, found again, renamed, deleted."""

import os
from pathlib import Path

import numpy as np
import pytest

from ganlib.errors import DataError, DataMissingError
from ganlib.store.picture_files import Form, files_in, read_pictures
from ganlib.store.picture_sets import FOLDER, PictureSets
from ganlib.store.runs import RunStore
from tests.fakes.pictures import add_some, fill


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    reading = read_pictures(files_in(fill(tmp_path / "a", 40)), Form(side=16))
    sets = PictureSets(tmp_path / "runs")
    assert list(sets) == []
    added = sets.add(reading, " My leaves ")
    assert added.about().title == "My leaves"
    (again,) = PictureSets(tmp_path / "runs")
    train, test = again.load()
    assert (len(train), len(test)) == (30, 10)
    np.testing.assert_array_equal(np.concatenate([train, test]), reading.pictures)
    assert again.preview.is_file()
    assert list(RunStore(tmp_path / "runs")) == [], "it is no run"


def test_the_same_pictures_are_one_set_under_its_newest_title(tmp_path: Path) -> None:
    first = add_some(tmp_path / "runs", title="Leaves")
    created = first.about().created
    assert add_some(tmp_path / "runs", title="") == first
    assert first.about().title == "Leaves"
    add_some(tmp_path / "runs", title="Autumn")
    assert (first.about().title, first.about().created) == ("Autumn", created)


def test_the_newest_comes_first_and_a_name_may_be_changed(tmp_path: Path) -> None:
    older, newer = add_some(tmp_path / "runs", 20), add_some(tmp_path / "runs", 25)
    assert list(PictureSets(tmp_path / "runs")) == [newer, older]
    older.rename("x" * 500)
    assert len(older.about().title) == 80


def test_what_is_deleted_is_gone(tmp_path: Path) -> None:
    pictures = add_some(tmp_path / "runs")
    sets = PictureSets(tmp_path / "runs")
    sets.delete(pictures)
    assert list(sets) == []
    assert list((tmp_path / "runs" / FOLDER).iterdir()) == []
    with pytest.raises(DataMissingError, match="not on this computer"):
        sets.open(pictures.name)


@pytest.mark.parametrize("name", ["mnist", "..", "../own-30x16x16x3-0123456789ab", "own-30x16x16x3-0123456789ab", ""])
def test_no_name_leads_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataMissingError):
        PictureSets(tmp_path).open(name)


@pytest.mark.parametrize("harm", ["cut", "changed", "other", "gone"])
def test_damage_is_found_before_anything_learns_from_it(tmp_path: Path, harm: str) -> None:
    pictures = add_some(tmp_path / "runs")
    file = pictures.path / "pictures.npy"
    content = file.read_bytes()
    if harm == "gone":
        file.unlink()
    elif harm == "other":
        np.save(file, np.zeros((30, 16, 16, 1), np.uint8))
    else:
        file.write_bytes(content[:-9] if harm == "cut" else content[:-9] + b"\x00" * 9)
    with pytest.raises(DataError, match="damaged"):
        pictures.load()


def test_a_set_without_its_words_still_has_its_pictures(tmp_path: Path) -> None:
    pictures = add_some(tmp_path / "runs")
    (pictures.path / "about.json").write_text("[")
    assert pictures.about().title == ""
    assert len(pictures.load()[0]) == 23


def test_what_was_broken_off_is_swept_away(tmp_path: Path) -> None:
    pictures = add_some(tmp_path / "runs")
    sets = PictureSets(tmp_path / "runs")
    deleted, making, old = (sets.root / name for name in (".deleted-own-1", ".own-2", ".own-3"))
    for folder in (deleted, making, old):
        folder.mkdir()
    os.utime(old, (0, 0))
    sets.sweep()
    assert set(sets.root.iterdir()) == {pictures.path, making}
