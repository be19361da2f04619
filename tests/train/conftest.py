"""Runs to train, small enough to wait for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import pytest

from ganlib.config.presets import preset
from ganlib.store.runs import Run, RunStore
from ganlib.train import export, prior
from ganlib.train.prior import Effort

# Enough to go through every line, in a second or so.
SMALL = {"budget": "steps", "num_steps": 2, "batch_size": 8, "sample_every_steps": 1, "steps_per_execution": 1}
SMALL |= {"evaluate": False}  # see test_evaluation.py


@pytest.fixture
def make_run(tmp_path: Path) -> Callable[..., Run]:
    """Create a small run of a preset; keyword arguments change its settings."""

    def make(key: str = "article-gan", **changes: Any) -> Run:
        return RunStore(tmp_path / "runs").create(preset(key).with_settings(SMALL | changes))

    return make


@pytest.fixture(autouse=True)
def _quick_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mixture fitted in a moment, not in seconds."""
    monkeypatch.setattr(prior, "SETTLED", Effort(1_000, 3))


@pytest.fixture
def with_onnx() -> None:
    """For tests of the ONNX file at the end of a run: only they wait a second each for one."""


@pytest.fixture(autouse=True)
def _without_onnx(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "with_onnx" not in request.fixturenames:
        monkeypatch.setattr(export, "_export_onnx", lambda network, path: None)


@pytest.fixture(autouse=True)
def _free_memory() -> Iterator[None]:
    yield
    keras.backend.clear_session()
