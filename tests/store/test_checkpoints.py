"""Which checkpoints stay: the newest two, and the best."""

import pytest

from ganlib.store import layout
from ganlib.store.checkpoints import Best, Moment, best_of, checkpoints_of, discard, mark_best, write_checkpoint


def save(run_dir, *steps):
    for step in steps:
        write_checkpoint(run_dir, Moment(step=step), lambda folder: (folder / "weights").write_bytes(b"numbers"))


def steps(run_dir):
    return [checkpoint.step for checkpoint in checkpoints_of(run_dir)]


def test_the_newest_two_stay(tmp_path):
    save(tmp_path, 1, 2, 3)
    assert steps(tmp_path) == [3, 2]
    assert best_of(tmp_path) is None


def test_the_best_stays_until_another_is_better(tmp_path):
    save(tmp_path, 1)
    mark_best(tmp_path, Best(step=1, metric="frechet_distance", value=8.5))
    save(tmp_path, 2, 3, 4)
    assert steps(tmp_path) == [4, 3, 1]
    assert best_of(tmp_path) == Best(step=1, metric="frechet_distance", value=8.5)
    mark_best(tmp_path, Best(step=4, metric="frechet_distance", value=3.5))
    save(tmp_path, 5, 6)
    assert steps(tmp_path) == [6, 5, 4]


def test_without_its_checkpoint_there_is_no_best(tmp_path):
    save(tmp_path, 1)
    mark_best(tmp_path, Best(step=1, metric="coverage", value=0.5))
    discard(checkpoints_of(tmp_path)[0])
    assert best_of(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"step": "x", "metric": "coverage", "value": 1}', "\xff"])
def test_a_damaged_note_of_the_best_is_none(tmp_path, text):
    save(tmp_path, 1)
    (tmp_path / layout.BEST).write_text(text, encoding="latin-1")
    assert best_of(tmp_path) is None
    save(tmp_path, 2, 3)
    assert steps(tmp_path) == [3, 2]
