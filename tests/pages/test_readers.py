"""What visitors share, and that a run's end is not missed."""

from dataclasses import replace

from ganlib.config.presets import PRESETS
from ganlib.store import layout
from ganlib.store.files import append_line
from ganlib.store.runs import RunStore
from ganlib.store.status import RunState
from ganlib.ui import readers
from tests.fakes.run import write_run


def test_all_who_look_within_a_second_get_the_same_rows(store: RunStore) -> None:
    run = write_run(store, PRESETS["quick-gan"], state=RunState.RUNNING, steps=50)
    assert readers.scalar_rows(run) is readers.scalar_rows(run)
    assert readers.scores(run) is readers.scores(run) != []
    assert readers.pictures(run) is readers.pictures(run)


def test_the_rows_that_came_with_the_last_status_are_shown_at_once(store: RunStore) -> None:
    run = write_run(store, PRESETS["quick-gan"], state=RunState.RUNNING, steps=20)
    readers.scalar_rows(run)
    with open(run.path / layout.SCALARS, "ab") as file:
        append_line(file, {"step": 21, "seconds": 1.05})
    replace(run.status(), state=RunState.COMPLETED).write(run.path)
    assert readers.scalar_rows(run)[-1]["step"] == 21


def test_the_newest_histogram_is_the_last_one_written(store: RunStore) -> None:
    run = write_run(store, PRESETS["quick-gan"].with_settings({"sample_every_steps": 2}), steps=20)
    histogram = readers.newest_histogram(run)
    assert histogram is not None
    assert histogram["step"] == 20


def test_a_run_without_histograms_has_no_newest_one(store: RunStore) -> None:
    assert readers.newest_histogram(store.create(PRESETS["quick-vae"])) is None
