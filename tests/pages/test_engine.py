"""The pages say who trains, and what keeps runs from starting."""

import pytest

from ganlib.config.presets import preset
from ganlib.runner.ray import SUBMITTED, ClusterError, RayEngine
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from ganlib.ui import resources
from tests.pages.conftest import OpenPage
from tests.pages.test_runs import texts


class QuietRayEngine(RayEngine):
    """On a cluster that is not there; launches nothing."""

    def advance(self) -> list[Run]:
        return []


@pytest.fixture
def ray_engine(store, monkeypatch) -> RayEngine:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("GAN_STUDIO_RAY_ADDRESS", "http://127.0.0.1:9")
    quiet = QuietRayEngine(store)
    monkeypatch.setattr(resources, "whole_engine", lambda: quiet)
    return quiet


def test_the_runs_page_names_this_machine(open_page: OpenPage) -> None:
    assert "on this machine" in texts(open_page("runs"))


def test_the_runs_page_names_the_cluster_and_says_what_to_do_when_it_is_not_there(open_page, ray_engine) -> None:
    page = open_page("runs")
    assert not page.exception
    assert "by the Ray cluster at" in texts(page)
    assert "does not answer" in texts(page) or "Ray is not installed" in texts(page)


def test_a_run_in_the_hands_of_the_cluster_says_so(open_page, ray_engine, store, monkeypatch) -> None:
    run = store.create(preset("quick-gan"))
    Status(state=RunState.QUEUED, phase=SUBMITTED, job="a-job").write(run.path)
    monkeypatch.setattr(ray_engine, "problem", lambda: None)
    assert "as soon as one of its machines has room" in texts(open_page("train", {"run": run.run_id}))
    monkeypatch.setattr(ray_engine, "problem", lambda: ClusterError("no cluster"))
    assert "no cluster" in texts(open_page("train", {"run": run.run_id}))


def test_a_run_on_another_machine_names_it(open_page, ray_engine, store) -> None:
    run = store.create(preset("quick-gan"))
    Status(state=RunState.COMPLETED, host="node7", device="NVIDIA L4", pid=1).write(run.path)
    assert "on NVIDIA L4 of the machine node7" in texts(open_page("train", {"run": run.run_id}))
