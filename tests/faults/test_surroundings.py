"""Real workers on a computer that lacks something: memory, TensorFlow, a graphics processor."""

import resource
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.runs import RunStore
from ganlib.store.speed import cpu_has_bfloat16
from ganlib.store.status import RunState
from tests.faults.conftest import CHECKPOINT_EVERY, PATIENCE_SECONDS, SMALL
from tests.faults.readable import read_everything
from tests.pages.conftest import OpenPage
from tests.pages.test_runs import texts
from tests.waiting import wait_for

pytestmark = pytest.mark.slow


@pytest.mark.long
@pytest.mark.fault(
    "out of memory",
    done="The real worker may take no more memory than it has (RLIMIT_AS) while it trains and saves its model.",
    sees="“failed: The machine ran out of memory” or “The system ended the training process. Most often because memory "
    "ran out”; Resume goes on when there is memory again.",
    lost="The steps since the last checkpoint.",
)
def test_a_worker_without_memory_fails_and_goes_on_later(engine: LocalEngine, note: Callable[[str], None]) -> None:
    run = engine.start(SMALL)
    wait_for(run.checkpoints, PATIENCE_SECONDS)
    worker = psutil.Process(run.status().pid)
    worker.rlimit(resource.RLIMIT_AS, (1, 1))
    engine.stop(run)  # training itself may go on for minutes with what it has; saving the model does not
    wait_for(lambda: not run.status().state.is_active, PATIENCE_SECONDS)
    assert run.status().state is RunState.FAILED
    assert run.status().failure in ("out_of_memory", "killed")
    steps, saved = read_everything(run)
    note(f"“{run.status().failure}”, {steps[-1] - saved} of {steps[-1]} steps lost")
    assert steps[-1] - saved <= CHECKPOINT_EVERY
    engine.resume(run)
    wait_for(lambda: run.checkpoints()[0].step > saved, PATIENCE_SECONDS)


@pytest.mark.fault(
    "TensorFlow cannot be imported",
    done="A package that breaks on import stands before TensorFlow; a run is started.",
    sees="“failed: The training process could not start. TensorFlow may not be installed correctly”, and what it said.",
    lost="Nothing: the settings stay.",
)
def test_a_broken_tensorflow_is_a_reason_on_the_page(
    engine: LocalEngine, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tensorflow").mkdir()
    (tmp_path / "tensorflow" / "__init__.py").write_text("raise ImportError('libcudart.so.99: cannot open')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run = engine.start(SMALL)
    wait_for(lambda: not run.status().state.is_active, PATIENCE_SECONDS)
    assert (run.status().state, run.status().failure) == (RunState.FAILED, "start_failed")
    assert "libcudart.so.99" in run.status().detail
    page = open_page("train", {"run": run.run_id})
    assert not page.exception
    assert "TensorFlow may not be installed correctly" in texts(page)


@pytest.mark.long
@pytest.mark.fault(
    "a graphics processor is asked for, and there is none",
    done="A run with mixed precision is started where CUDA shows no device.",
    sees="“on the processor”, and the run trains there; the log says so if that has no half precision either.",
    lost="Nothing.",
)
def test_a_run_that_wants_a_gpu_trains_without_one(
    engine: LocalEngine, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    run = engine.start(SMALL.with_settings({"mixed_precision": True, "num_steps": 3}))
    wait_for(lambda: not run.status().state.is_active, PATIENCE_SECONDS)
    assert (run.status().state, run.status().device) == (RunState.COMPLETED, "CPU")
    said = "Neither GPU nor processor here is made for bfloat16" in (run.path / layout.WORKER_LOG).read_text()
    assert said is not cpu_has_bfloat16()
