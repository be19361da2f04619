"""Limits hold in the engine, whoever asks: what is refused leaves nothing behind."""

import subprocess
import sys
from dataclasses import replace

import pytest

from ganlib.config.limits import Limits
from ganlib.config.presets import preset
from ganlib.errors import DataMissingError, LimitError
from ganlib.runner import supervisor
from ganlib.runner.going_on import NotPossibleError
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.status import RunState
from tests.fakes.pictures import add_some
from tests.fakes.run import write_run

STEPS = preset("quick-gan").with_settings({"budget": "steps", "num_steps": 20})
WAITS_FOR_STOP = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)"


class Queue(LocalEngine):
    """Launches nothing: every run waits."""

    def advance(self):
        return []


def limited(store, **limits) -> Queue:
    engine = Queue(store)
    engine.admission.limits = Limits(**limits)
    return engine


@pytest.mark.parametrize("limits", [{"max_steps": 10}, {"max_parameters": 1_000_000}, {"max_disk_gb": 0.0}])
def test_a_run_beyond_a_limit_is_never_created(store, limits):
    with pytest.raises(LimitError):
        limited(store, **limits).start(STEPS)
    assert list(store) == []


def test_the_queue_has_an_end(store):
    engine = limited(store, max_waiting=2)
    for _ in range(3):  # one for the free slot, two that wait
        engine.start(STEPS)
    with pytest.raises(LimitError, match="2 runs are waiting already"):
        engine.start(STEPS)
    assert len(list(store)) == 3


def test_both_runs_of_a_duel_or_none(store):
    engine = limited(store, max_waiting=0)
    with pytest.raises(LimitError):
        engine.start_all([STEPS, STEPS])
    assert list(store) == []
    engine.start(STEPS)


def test_a_visitor_cannot_have_more_than_their_share(store):
    engine = limited(store, max_per_visitor=2)
    engine.start_all([STEPS, STEPS], owner="ann")
    with pytest.raises(LimitError, match="2 runs that wait or train"):
        engine.start(STEPS, owner="ann")
    engine.start(STEPS, owner="bob")
    assert [run.origin().owner for run in engine.queue()] == ["ann", "bob", "ann"]


def test_going_on_is_limited_like_starting(store):
    run = write_run(store, STEPS, state=RunState.STOPPED, steps=7)
    longer = STEPS.with_settings({"num_steps": 1000})
    before = run.status()
    for engine, config in (
        (limited(store, max_steps=100), longer),
        (limited(store, max_disk_gb=0.0), None),
        (limited(store, max_parameters=1000), None),
    ):
        with pytest.raises(LimitError):
            engine.resume(run, config)
        assert (run.status(), run.config()) == (before, STEPS)
        with pytest.raises(LimitError):
            engine.branch(run, run.checkpoints()[0], config or STEPS)
    assert list(store) == [run]


def test_a_paused_run_can_be_stopped_even_when_there_is_no_room(store):
    run = write_run(store, STEPS, state=RunState.PAUSED, steps=7)
    limited(store, max_disk_gb=0.0, max_waiting=0).stop(run)
    assert run.status().state is RunState.QUEUED


def test_a_run_folder_made_by_hand_is_refused_when_its_turn_comes(store):
    run = store.create(STEPS)
    engine = LocalEngine(store)
    engine.admission.limits = Limits(max_steps=10)
    engine.advance()
    status = run.status()
    assert (status.state, status.failure) == (RunState.FAILED, "over_limit")
    assert "10" in status.detail


def test_a_run_is_asked_to_stop_when_the_disk_is_spent(store, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_MAX_DISK_GB", "0.0000001")
    monkeypatch.setattr(supervisor, "_DISK_SECONDS", 0.05)
    run = store.create(STEPS)
    watch = supervisor.Supervisor(store.root)
    watch._worker = subprocess.Popen([sys.executable, "-c", WAITS_FOR_STOP, str(run.path / layout.STOP)])
    assert watch._wait(run) == 0


def test_a_warning_comes_from_eighty_per_cent_on(store):
    engine = limited(store, max_waiting=5)
    assert not engine.admission.is_queue_nearly_full(3)
    assert engine.admission.is_queue_nearly_full(4)
    assert not engine.admission.is_disk_nearly_full()
    store.create(STEPS)
    assert limited(store, max_disk_gb=1e-7).admission.is_disk_nearly_full()


def test_a_run_of_pictures_that_are_not_here_is_never_created(store):
    missing = STEPS.with_settings({"dataset": "own-30x16x16x3-0123456789ab"})
    with pytest.raises(DataMissingError, match="not on this computer"):
        Queue(store).start_all([STEPS, missing])
    assert list(store) == []


def test_pictures_that_a_waiting_run_needs_cannot_be_deleted(store):
    engine, pictures = Queue(store), add_some(store.root)
    run = engine.start(STEPS.with_settings({"dataset": pictures.name}))
    with pytest.raises(NotPossibleError, match="Stop it first"):
        engine.delete_pictures(pictures)
    engine.pause(run)
    assert run.status().state is RunState.PAUSED
    with pytest.raises(NotPossibleError, match="paused"):
        engine.delete_pictures(pictures)
    assert list(engine.pictures) == [pictures]
    replace(run.status(), state=RunState.STOPPED).write(run.path)
    engine.delete_pictures(pictures)
    assert list(engine.pictures) == []
    with pytest.raises(DataMissingError):
        engine.resume(run)
