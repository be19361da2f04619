"""Moments of points: what is written is read, and what nobody of ours wrote is refused."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ganlib.config.dots import DOTS
from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.history import copy_history, cut_history
from ganlib.store.moments import Moment, parse_moment, read_moment, write_moment
from ganlib.store.runs import RunStore
from tests.fakes.moments import moment_of

HILLS, RING = DOTS["hills"], DOTS["ring"]


@pytest.mark.parametrize("dataset", DOTS)
def test_a_moment_survives_its_file(dataset: str, tmp_path: Path) -> None:
    dots, path = DOTS[dataset], tmp_path / "moment.json"
    moment = moment_of(dots)
    write_moment(path, moment)
    found = read_moment(path, dots)
    assert found is not None
    for name, values in vars(moment).items():
        if values is None:
            assert getattr(found, name) is None
        else:
            np.testing.assert_allclose(getattr(found, name), values, atol=6e-4)
    assert path.stat().st_size < 60_000


def test_without_a_discriminator_there_is_less(tmp_path: Path) -> None:
    write_moment(tmp_path / "moment.json", moment_of(HILLS, has_discriminator=False))
    found = read_moment(tmp_path / "moment.json", HILLS)
    assert found is not None
    assert found.belief is None
    assert found.pull is None


def test_a_number_that_is_none_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_moment(tmp_path / "moment.json", Moment(fake=np.array([[np.nan]])))
    assert list(tmp_path.iterdir()) == []


def test_what_has_run_away_is_kept_at_the_edge(tmp_path: Path) -> None:
    write_moment(tmp_path / "moment.json", replace(moment_of(HILLS), fake=np.array([[1e30], [-1e30]]), pull=None))
    found = read_moment(tmp_path / "moment.json", HILLS)
    assert found is not None
    assert found.fake.ravel().tolist() == [1e6, -1e6]


def test_a_missing_or_torn_file_is_no_moment(tmp_path: Path) -> None:
    path = tmp_path / "moment.json"
    assert read_moment(path, HILLS) is None
    write_moment(path, moment_of(HILLS))
    path.write_bytes(path.read_bytes()[:500])
    assert read_moment(path, HILLS) is None


@pytest.mark.parametrize(
    "change",
    [
        {"fake": None},
        {"fake": [[1.0, 2.0]]},  # two coordinates, on a line
        {"fake": [[1.0], [2.0, 3.0]]},
        {"fake": [["far"]]},
        {"fake": [[1e30]]},
        {"fake": [[float("nan")]]},
        {"fake": [[0.0]] * 501},
        {"counts": None},
        {"counts": [1, 2, 3]},
        {"counts": [-1] * 240},
        {"belief": [1.5] * 240},
        {"belief": [float("inf")] * 240},
        {"pull": [[0.0]] * 501},
        {"warp": {"a": 1}},
        {"warp": [[0.0]] * 7},
    ],
    ids=str,
)
def test_what_no_worker_writes_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "moment.json"
    write_moment(path, moment_of(HILLS))
    parse_moment(path.read_bytes(), HILLS)
    changed = json.dumps(json.loads(path.read_bytes()) | change).encode()
    with pytest.raises(ValueError, match=r"."):
        parse_moment(changed, HILLS)


@pytest.mark.parametrize("content", [b"", b"[]", b"7", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_object_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_moment(content, RING)


def test_moments_go_where_the_pictures_go(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    run, branch = store.create(preset("hills-gan")), store.create(preset("hills-gan"))
    (run.path / layout.SAMPLES).mkdir(exist_ok=True)
    for step in (0, 10, 20):
        write_moment(run.path / layout.SAMPLES / layout.moment_name(step), moment_of(HILLS))
    assert list(run.pictures("moment")) == [0, 10, 20]
    assert list(run.pictures()) == [], "a moment is no picture"
    copy_history(run.path, branch.path, 10)
    assert list(branch.pictures("moment")) == [0, 10]
    cut_history(run.path, 0)
    assert list(run.pictures("moment")) == [0]
