"""What the runs take on the disk: right, and cheap with a thousand runs."""

import shutil

import pytest

from ganlib.config.presets import preset
from ganlib.store import disk
from ganlib.store.disk import DiskUse, folder_size
from ganlib.store.picture_sets import FOLDER
from ganlib.store.runs import RunStore
from tests.fakes.pictures import add_some
from tests.fakes.run import write_run

QUICK_GAN = preset("quick-gan")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs")


def test_no_runs_take_nothing(store):
    assert DiskUse(store).bytes() == 0


def test_every_file_of_every_run_counts_and_no_link_is_followed(store, tmp_path):
    run = write_run(store, QUICK_GAN, steps=30)
    (tmp_path / "large").write_bytes(bytes(10_000_000))
    (run.path / "samples" / "link").symlink_to(tmp_path / "large")
    expected = sum(path.lstat().st_size for path in run.path.rglob("*") if not path.is_dir())
    assert DiskUse(store).bytes() == expected < 10_000_000


def test_a_run_that_goes_on_is_measured_again_and_a_deleted_one_is_forgotten(store):
    clock = Clock()
    use = DiskUse(store, clock)
    first, second = write_run(store, QUICK_GAN, steps=5), write_run(store, QUICK_GAN, steps=5)
    before = use.bytes()
    (first.path / "more").write_bytes(bytes(1000))
    first.status().write(first.path)
    shutil.rmtree(second.path)
    assert use.bytes() == before  # a moment later nobody looks again
    clock.now = 60.0
    assert use.bytes() == folder_size(first.path)


def test_the_pictures_that_people_brought_count_too(store):
    before = DiskUse(store).bytes()
    pictures = add_some(store.root)
    assert DiskUse(store).bytes() == before + folder_size(pictures.path) > before


def test_what_has_not_changed_is_not_measured_again(store, monkeypatch):
    clock = Clock()
    use = DiskUse(store, clock)
    runs = [store.create(QUICK_GAN) for _ in range(1000)]
    total = use.bytes()
    measured = []
    monkeypatch.setattr(disk, "folder_size", lambda path: measured.append(path) or 7)
    runs[3].status().write(runs[3].path)
    clock.now = 60.0
    assert use.bytes() != total
    assert measured == [runs[3].path, store.root / FOLDER]
