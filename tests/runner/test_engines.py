"""Which engine a studio uses, and what it says when it cannot use it. Needs no Ray."""

import importlib.util

import pytest

from ganlib.config.presets import preset
from ganlib.errors import ConfigError
from ganlib.runner import ray
from ganlib.runner.engines import make_engine
from ganlib.runner.local import LocalEngine
from ganlib.runner.ray import RayEngine
from ganlib.store.status import RunState
from tests.runner.ray_cluster import free_ports


@pytest.fixture
def no_cluster(monkeypatch):
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("GAN_STUDIO_ENGINE", "ray")
    monkeypatch.setenv("GAN_STUDIO_RAY_ADDRESS", f"http://127.0.0.1:{free_ports(1)[0]}")


def test_the_local_engine_is_the_default(store):
    engine = make_engine(store)
    assert isinstance(engine, LocalEngine)
    assert (engine.cluster, engine.problem()) == ("", None)


def test_an_unknown_engine_is_refused(store, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_ENGINE", "slurm")
    with pytest.raises(ConfigError, match="expected “local” or “ray”"):
        make_engine(store)


@pytest.mark.parametrize("text", ["many", "-1", "nan", "inf"])
def test_a_number_of_gpus_that_is_none_is_refused(store, no_cluster, monkeypatch, text):
    monkeypatch.setenv("GAN_STUDIO_RAY_NUM_GPUS", text)
    with pytest.raises(ConfigError, match="GAN_STUDIO_RAY_NUM_GPUS"):
        make_engine(store)


@pytest.mark.parametrize(
    ("is_installed", "advice"), [(False, "pip install -r requirements-ray.txt"), (True, "ray start --head")]
)
def test_without_ray_or_its_cluster_runs_wait_and_the_reason_is_said(
    store, no_cluster, monkeypatch, is_installed, advice
):
    monkeypatch.setattr(ray, "find_spec", lambda name: importlib.util.find_spec("json") if is_installed else None)
    engine = make_engine(store)
    assert isinstance(engine, RayEngine)
    run = engine.start(preset("quick-gan"))
    assert (run.status().state, run.status().job) == (RunState.QUEUED, "")
    assert advice in str(engine.problem())
    assert engine.queue() == [run]
    engine.discard(run)
    assert list(store) == []


def test_ray_itself_names_the_cluster_inside_a_job(store, no_cluster, monkeypatch):
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:6379")
    assert make_engine(store).cluster == "127.0.0.1:6379"
