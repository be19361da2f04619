"""Owners: the same visitor has the same name, and nobody can tell from it who that is."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ganlib.store.owners import owner_of


def test_the_same_visitor_has_the_same_name_and_others_have_others(tmp_path):
    assert owner_of(tmp_path, "ann") == owner_of(tmp_path, "ann") != owner_of(tmp_path, "bob")


def test_a_name_tells_nothing_without_the_salt_of_its_folder(tmp_path):
    names = {owner_of(tmp_path / folder, "ann") for folder in ("a", "b")}
    assert len(names) == 2
    assert all(len(name) == 32 and "ann" not in name for name in names)


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_only_the_studio_may_read_the_salt(tmp_path):
    owner_of(tmp_path, "ann")
    (salt,) = tmp_path.iterdir()
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600


def test_all_who_come_first_at_once_agree(tmp_path):
    crowd = 16
    barrier = Barrier(crowd)

    def come(_: int) -> str:
        barrier.wait()
        return owner_of(tmp_path, "ann")

    with ThreadPoolExecutor(crowd) as threads:
        names = set(threads.map(come, range(crowd)))
    assert names == {owner_of(tmp_path, "ann")}
    assert len(list(tmp_path.iterdir())) == 1
