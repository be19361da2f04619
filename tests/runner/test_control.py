"""Pausing, resuming, going on for longer, branching and moving runs in the queue."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from ganlib.config.presets import preset
from ganlib.errors import ConfigError
from ganlib.runner.going_on import NotPossibleError
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.waiting import wait_for

STEPS = preset("quick-gan").with_settings({"budget": "steps", "num_steps": 20, "sample_every_steps": 5})


def is_over(run) -> bool:
    return not current_status(run).state.is_active


def steps_of(run) -> list[int]:
    return [row["step"] for row in RecordReader(run.path / layout.SCALARS).read()]


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEP_MS", "20")


def paused(engine):
    """A run that was paused while it trained."""
    run = engine.start(STEPS)
    wait_for(lambda: run.status().step > 2)
    engine.pause(run)
    wait_for(lambda: is_over(run))
    return run


def test_a_pause_frees_the_slot_and_keeps_a_checkpoint(engine, slow):
    run = paused(engine)
    assert run.status().state is RunState.PAUSED
    assert run.checkpoints()[0].step == run.status().step
    assert engine.running() == []
    assert not run.has_model()


def test_a_resumed_run_goes_on_where_it_was(engine, slow, monkeypatch):
    run = paused(engine)
    step = run.status().step
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", str(step + 5))
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEP_MS", "1")
    engine.resume(run)
    wait_for(lambda: is_over(run))
    assert run.status().state is RunState.COMPLETED
    assert steps_of(run) == list(range(step + 6))
    assert not run.is_requested(layout.PAUSE)


def test_pausing_a_waiting_run_takes_it_out_of_the_queue_until_it_is_resumed(engine, slow):
    engine.start(STEPS)
    waiting = engine.start(STEPS)
    engine.pause(waiting)
    assert (waiting.status().state, engine.queue()) == (RunState.PAUSED, [])
    engine.resume(waiting)
    assert engine.queue() == [waiting]


def test_stopping_a_paused_run_saves_its_model(engine, slow):
    run = paused(engine)
    engine.stop(run)
    wait_for(lambda: is_over(run))
    assert run.status().state is RunState.STOPPED
    assert run.has_model()


@pytest.mark.parametrize("state", [RunState.STOPPED, RunState.FAILED, RunState.LOST])
def test_what_ended_early_can_be_resumed(engine, store, slow, state):
    run = write_run(store, STEPS, state=state, steps=7, failure="killed" if state is RunState.FAILED else "")
    engine.resume(run)
    wait_for(lambda: run.status().step > 7)
    assert run.status().failure == ""
    assert steps_of(run)[:9] == list(range(9))


def test_an_active_run_cannot_be_resumed(engine, slow):
    run = engine.start(STEPS)
    with pytest.raises(NotPossibleError, match="active already"):
        engine.resume(run)


def test_of_many_who_resume_a_run_at_once_one_does(engine, store, slow):
    run = write_run(store, STEPS, state=RunState.PAUSED, steps=7)
    everybody_is_here = Barrier(6)

    def resume(_: int) -> str:
        everybody_is_here.wait()
        try:
            engine.resume(run)
        except NotPossibleError:
            return "refused"
        return "resumed"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(resume, range(6)))
    assert answers == ["refused"] * 5 + ["resumed"]


def test_a_finished_run_needs_a_larger_budget(engine, store, monkeypatch):
    run = write_run(store, STEPS, steps=20)
    with pytest.raises(NotPossibleError, match="whole budget"):
        engine.resume(run)
    with pytest.raises(NotPossibleError, match="whole budget"):
        engine.resume(run, STEPS.with_settings({"num_steps": 15}))
    with pytest.raises(ConfigError, match="Branch it"):
        engine.resume(run, STEPS.with_settings({"num_steps": 40, "batch_size": 8}))
    assert run.config() == STEPS
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "25")
    longer = STEPS.with_settings({"num_steps": 25})
    engine.resume(run, longer)
    wait_for(lambda: is_over(run))
    assert (run.config(), run.status().step) == (longer, 25)


def test_a_branch_inherits_the_history_up_to_its_checkpoint_and_names_its_parent(engine, store, monkeypatch):
    parent = write_run(store, STEPS, state=RunState.STOPPED, steps=10)
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "15")
    run = engine.branch(parent, parent.checkpoints()[0], STEPS.with_settings({"g_optimizer.learning_rate": 1e-4}))
    wait_for(lambda: is_over(run))
    assert steps_of(run) == list(range(16))
    assert {0, 5, 10} <= run.pictures().keys()
    assert (run.origin().parent, run.origin().parent_step) == (parent.run_id, 10)
    assert parent.status().step == 10
    assert steps_of(parent)[-1] == 10


@pytest.mark.parametrize(
    "change",
    [
        {"generator_filters": 32},
        {"dataset": "cifar10"},
        {"ema_half_life": 0.0},
        {"dropout": 0.1},
        {"spectral_norm": True},
        {"g_optimizer.method": "sgd"},
    ],
)
def test_a_branch_with_other_networks_is_refused(engine, store, change):
    parent = write_run(store, STEPS, steps=10)
    with pytest.raises(ConfigError, match="the networks and optimizers of its parent") as refusal:
        engine.branch(parent, parent.checkpoints()[0], STEPS.with_settings(change))
    assert refusal.value.field == next(iter(change))
    assert list(store) == [parent]


def test_a_branch_needs_a_budget_beyond_its_checkpoint(engine, store):
    parent = write_run(store, STEPS, steps=20)
    with pytest.raises(NotPossibleError, match="whole budget"):
        engine.branch(parent, parent.checkpoints()[0], STEPS.with_settings({"seed": 2}))
    assert list(store) == [parent]


def test_a_waiting_run_can_be_moved(engine, slow):
    _, *waiting = [engine.start(STEPS) for _ in range(4)]
    engine.move(waiting[2], 1)
    assert engine.queue() == [waiting[2], waiting[0], waiting[1]]
    engine.move(waiting[0], 3)
    assert engine.queue() == [waiting[2], waiting[1], waiting[0]]
    engine.move(waiting[2], 2)
    assert engine.queue() == [waiting[1], waiting[2], waiting[0]]


def test_the_log_of_the_stretch_before_is_kept(engine, slow):
    run = paused(engine)
    (run.path / layout.WORKER_LOG).write_text("the first stretch")
    engine.resume(run)
    wait_for(lambda: (run.path / layout.EARLIER_LOG).exists())
    assert (run.path / layout.EARLIER_LOG).read_text() == "the first stretch"
    wait_for(lambda: "fake worker" in (run.path / layout.WORKER_LOG).read_text())


@pytest.mark.parametrize("state", [RunState.COMPLETED, RunState.STOPPED])
def test_what_a_run_without_checkpoints_has_recorded_is_not_replaced(engine, state):
    run = write_run(engine.store, STEPS, state=state, steps=10, with_model=True)
    shutil.rmtree(run.path / layout.CHECKPOINTS)  # as of an imported run
    before = steps_of(run)
    with pytest.raises(NotPossibleError, match="no checkpoint to go on from"):
        engine.resume(run, STEPS.with_settings({"num_steps": 40}))
    assert (run.status().state, run.config(), steps_of(run)) == (state, STEPS, before)


def test_a_run_that_has_come_as_far_as_runs_may_does_not_start_in_vain(engine):
    engine.admission.limits = replace(engine.admission.limits, max_steps=10)
    run = write_run(engine.store, STEPS, state=RunState.STOPPED, steps=10)
    with pytest.raises(NotPossibleError, match="for as long as a run may be here"):
        engine.resume(run)
