"""Runs on a real Ray cluster of this machine: submit, watch, stop, pause, resume, node loss, head restart."""

import sys
from collections.abc import Iterator

import pytest

from ganlib.config.presets import preset
from ganlib.runner import reconcile
from ganlib.runner.engines import make_engine
from ganlib.runner.ray import SUBMITTED, RayEngine
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.status import RunState
from tests.runner.ray_cluster import RayCluster
from tests.waiting import wait_for

pytestmark = pytest.mark.ray

PATIENCE_SECONDS = 90.0
CONFIG = preset("quick-gan").with_settings({"budget": "steps", "num_steps": 20})


@pytest.fixture(scope="module")
def shared_cluster() -> Iterator[RayCluster]:
    """With room for one run at a time."""
    cluster = RayCluster()
    try:
        cluster.start_head(num_cpus=1)
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def own_cluster() -> Iterator[RayCluster]:
    """Without a head yet, for tests that break it."""
    cluster = RayCluster()
    yield cluster
    cluster.close()


@pytest.fixture
def use(store, monkeypatch):
    """The engine of this studio, on a cluster of ours."""
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("GAN_STUDIO_ENGINE", "ray")
    monkeypatch.setattr(reconcile, "STALE_SECONDS", 5.0)

    def engine_on(cluster: RayCluster) -> RayEngine:
        monkeypatch.setenv("GAN_STUDIO_RAY_ADDRESS", cluster.address)
        engine = make_engine(store)
        assert isinstance(engine, RayEngine)
        return engine

    return engine_on


@pytest.fixture
def endless(monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEP_MS", "20")


def until_over(run, engine=None):
    def look():
        if engine is not None:
            engine.advance()
        return not current_status(run).state.is_active

    wait_for(look, PATIENCE_SECONDS)
    return run.status()


def until_trained(run, beyond=0):
    def look():
        status = run.status()
        assert status.state.is_active, status
        return status.phase == "training" and status.step > beyond

    wait_for(look, PATIENCE_SECONDS)


def steps_of(run) -> list[int]:
    return [row["step"] for row in RecordReader(run.path / layout.SCALARS).read()]


def test_runs_are_trained_in_the_cluster_one_after_the_other_without_an_app(shared_cluster, use):
    engine = use(shared_cluster)
    first, second = engine.start(CONFIG), engine.start(CONFIG)
    submitted = first.status()
    assert (submitted.state, submitted.phase) == (RunState.QUEUED, SUBMITTED)
    assert second.status().job == ""
    assert until_over(first).state is RunState.COMPLETED  # nobody calls advance() here
    assert until_over(second).state is RunState.COMPLETED
    assert first.status().ended_at < second.status().started_at
    client = engine._client()
    wait_for(lambda: client.get_job_status(submitted.job).is_terminal(), PATIENCE_SECONDS)
    assert client.get_job_status(submitted.job) == "SUCCEEDED"
    for log in ((first.path / layout.WORKER_LOG).read_text(), client.get_job_logs(submitted.job)):
        assert f"fake worker: {first.run_id}" in log


def test_a_run_can_be_watched_paused_resumed_and_stopped(shared_cluster, use, endless):
    engine = use(shared_cluster)
    run = engine.start(CONFIG)
    seen = set()

    def watch():
        seen.add((current_status(run).state, run.status().phase))
        return run.status().step > 3

    wait_for(watch, PATIENCE_SECONDS)
    assert {(RunState.QUEUED, SUBMITTED), (RunState.RUNNING, "training")} <= seen
    engine.pause(run)
    paused = until_over(run)
    assert paused.state is RunState.PAUSED
    engine.resume(run)
    until_trained(run, beyond=paused.step)
    engine.stop(run)
    stopped = until_over(run)
    assert stopped.state is RunState.STOPPED
    assert stopped.job != paused.job
    assert run.has_model()
    assert steps_of(run) == list(range(stopped.step + 1))


def test_a_run_that_waits_inside_the_cluster_can_be_taken_out(shared_cluster, use, endless, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_SLOTS", "2")
    engine = use(shared_cluster)
    running, waiting = engine.start(CONFIG), engine.start(CONFIG)
    third = engine.start(CONFIG)
    until_trained(running)
    assert (waiting.status().phase, third.status().phase) == (SUBMITTED, "")
    job = waiting.status().job
    engine.stop(waiting)
    engine.stop(third)
    assert waiting.status().state is RunState.STOPPED
    engine.stop(running)
    until_over(running)
    client = engine._client()
    wait_for(lambda: client.get_job_status(job).is_terminal(), PATIENCE_SECONDS)
    assert waiting.status().state is RunState.STOPPED
    assert steps_of(waiting) == []


def test_a_run_that_does_not_listen_is_ended_through_the_job_api(shared_cluster, use, store, endless, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_IGNORE_STOP", "1")
    engine = use(shared_cluster)
    run = engine.start(CONFIG)
    until_trained(run)
    job = run.status().job
    engine.discard(run, patience_seconds=0.1)
    assert list(store) == []
    wait_for(lambda: engine._client().get_job_status(job).is_terminal(), PATIENCE_SECONDS)


def test_a_job_that_cannot_start_our_command_is_a_failed_start(shared_cluster, use, monkeypatch):
    engine = use(shared_cluster)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", "/nowhere/python")
        run = engine.start(CONFIG)
    failed = until_over(run, engine)
    assert (failed.state, failed.failure) == (RunState.FAILED, "start_failed")
    assert "/nowhere/python" in failed.detail


def test_the_real_worker_trains_in_the_cluster(shared_cluster, use, monkeypatch):
    monkeypatch.delenv("GAN_STUDIO_WORKER")
    run = use(shared_cluster).start(CONFIG.with_settings({"num_steps": 3, "batch_size": 8, "sample_every_steps": 3}))
    status = until_over(run)
    assert (status.state, status.step, status.detail) == (RunState.COMPLETED, 3, "")
    assert run.has_model()


def test_a_run_that_waited_too_long_for_ray_is_submitted_again(own_cluster, use):
    own_cluster.start_head(num_cpus=0, RAY_JOB_START_TIMEOUT_SECONDS="3")
    engine = use(own_cluster)
    run = engine.start(CONFIG)
    first_job = run.status().job
    wait_for(lambda: engine.advance() or run.status().job not in ("", first_job), PATIENCE_SECONDS)
    assert run.status().state is RunState.QUEUED
    own_cluster.add_node(num_cpus=1)
    assert until_over(run, engine).state is RunState.COMPLETED


def test_a_lost_machine_is_a_failed_run_with_a_reason_that_can_be_resumed(own_cluster, use, endless):
    own_cluster.start_head(num_cpus=0)
    node = own_cluster.add_node(num_cpus=1)
    engine = use(own_cluster)
    run = engine.start(CONFIG)
    until_trained(run)
    own_cluster.kill(node)
    wait_for(lambda: current_status(run).state is RunState.LOST, PATIENCE_SECONDS)
    wait_for(lambda: engine.advance() or run.status().state is RunState.FAILED, PATIENCE_SECONDS)
    failed = run.status()
    assert failed.failure == "machine_lost"
    assert "Ray: FAILED" in failed.detail
    engine.resume(run)
    assert run.status().phase == SUBMITTED
    own_cluster.add_node(num_cpus=1)
    until_trained(run)


def test_after_a_restart_of_the_head_runs_are_lost_or_wait_and_go_on_on_the_new_one(
    own_cluster, use, store, endless, monkeypatch
):
    monkeypatch.setenv("GAN_STUDIO_SLOTS", "2")
    head = own_cluster.start_head(num_cpus=1)
    engine = use(own_cluster)
    run, waiting = engine.start(CONFIG), engine.start(CONFIG)
    until_trained(run)
    own_cluster.kill(head)
    until_over(run, engine)
    assert current_status(run).state is RunState.LOST
    assert waiting.status().state is RunState.QUEUED
    assert "does not answer" in str(engine.problem())
    assert len(list(store)) == 2
    old_job = waiting.status().job
    own_cluster.start_head(num_cpus=1)
    wait_for(lambda: engine.advance() or waiting.status().job not in ("", old_job), PATIENCE_SECONDS)
    until_trained(waiting)
    assert engine.problem() is None
    assert current_status(run).state is RunState.LOST
    engine.stop(waiting)
    engine.resume(run)
    until_over(waiting)
    until_trained(run)
