"""The checkpoint with the best score is kept, and a run can be made of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ganlib import sampling
from ganlib.metrics.judge import Judge
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.checkpoints import Best, best_of
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run, RunStore
from ganlib.store.scores import Score, latest_of, read_scores
from ganlib.store.status import RunState
from ganlib.train.best import BestCheckpoint
from ganlib.train.callbacks import evaluation as when
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests


class Saving:
    """In place of Checkpointing: makes the folder of a step."""

    def __init__(self, run_dir: Path, is_finite: bool = True) -> None:
        self.run_dir, self.is_finite, self.step = run_dir, is_finite, 0

    def save(self) -> bool:
        if self.is_finite:
            (self.run_dir / layout.CHECKPOINTS / layout.checkpoint_name(self.step)).mkdir(parents=True, exist_ok=True)
        return self.is_finite


def look(best: BestCheckpoint, saving: Saving, step: int, metric: str, *values: float, version: int = 1) -> None:
    networks = ("mnist-encoder",) if metric == "coverage" else ("mnist-classifier", "mnist-encoder")
    saving.step = step
    facts = {"floor": 1.0, "num_samples": 40, "version": version, "step": step, "seconds": 1.0, "seed": 1}
    best.consider(
        [
            Score(metric=metric, value=value, network=network, **facts)
            for value, network in zip(values, networks, strict=True)
        ]
    )


@pytest.mark.parametrize(
    ("metric", "values", "expected"),
    [("frechet_distance", [9.0, 4.0, 6.0, 4.0], 2), ("coverage", [0.1, 0.4, 0.3, 0.4], 2), ("coverage", [0.0], 1)],
)
def test_only_a_better_score_replaces_the_best(tmp_path: Path, metric: str, values: list[float], expected: int) -> None:
    saving = Saving(tmp_path)
    best = BestCheckpoint(tmp_path, metric, saving)  # type: ignore[arg-type]
    for step, value in enumerate(values, start=1):
        others = () if metric == "coverage" else (1 / value,)  # the other network sees it the other way round
        look(best, saving, step, metric, value, *others)
    assert best_of(tmp_path) == Best(step=expected, metric=metric, value=values[expected - 1])


def test_a_look_that_was_broken_off_and_numbers_that_are_none_change_nothing(tmp_path: Path) -> None:
    saving = Saving(tmp_path, is_finite=False)
    best = BestCheckpoint(tmp_path, "coverage", saving)  # type: ignore[arg-type]
    best.consider([])
    look(best, saving, 1, "coverage", 0.5)
    assert best_of(tmp_path) is None


def test_a_run_that_goes_on_by_another_metric_finds_a_best_of_its_own(tmp_path: Path) -> None:
    saving = Saving(tmp_path)
    look(BestCheckpoint(tmp_path, "frechet_distance", saving), saving, 1, "frechet_distance", 3.0, 3.0)  # type: ignore[arg-type]
    look(BestCheckpoint(tmp_path, "coverage", saving), saving, 2, "coverage", 0.2)  # type: ignore[arg-type]
    assert best_of(tmp_path) == Best(step=2, metric="coverage", value=0.2)


def test_a_network_of_another_version_begins_anew(tmp_path: Path) -> None:
    saving = Saving(tmp_path)
    best = BestCheckpoint(tmp_path, "coverage", saving)  # type: ignore[arg-type]
    look(best, saving, 1, "coverage", 0.9)
    look(best, saving, 2, "coverage", 0.2, version=2)
    assert best_of(tmp_path) == Best(step=2, metric="coverage", value=0.2, version=2)


@pytest.mark.usefixtures("with_onnx")
def test_the_best_of_a_run_is_kept_and_becomes_a_run_of_its_own(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Judge, "quick_samples", 40)
    monkeypatch.setattr(when, "_LEAST_SECONDS", 0.0)
    monkeypatch.setattr(when, "seconds_to_next", lambda cost, seconds: 0.0)
    run = make_run(num_steps=5, evaluate=True)
    assert run_training(run.path, Requests(run.path))
    looks = read_scores(RecordReader(run.path / layout.METRICS).read())
    values = {
        score.step: score.value
        for score in looks
        if score.metric == "frechet_distance" and score.network.endswith("classifier")
    }
    assert values.keys() == {1, 2, 3, 4, 5}, "the end takes part"
    best = run.best()
    assert best is not None
    assert best.value == values[best.step] == min(values.values())

    checkpoint = run.checkpoints()[-1]  # the best, or one that was so at its time; not the end
    assert checkpoint.step < 5
    engine = LocalEngine(RunStore(run.path.parent))
    monkeypatch.setattr(engine, "advance", list)  # the run is trained in this process
    kept = engine.keep(run, checkpoint, name="the best")
    assert run_training(kept.path, Requests(kept.path))
    assert (kept.status().state, kept.status().step) == (RunState.COMPLETED, checkpoint.step)
    assert kept.origin().parent == run.run_id
    scores = read_scores(RecordReader(kept.path / layout.METRICS).read())
    last = latest_of(scores, "frechet_distance", "classifier")
    assert last is not None
    assert (last.step, last.value) == (checkpoint.step, pytest.approx(values[checkpoint.step], rel=1e-4)), (
        "the weights are those of then"
    )
    ours, theirs = (sampling.sample(one.path / layout.MODEL, 4, seed=1) for one in (kept, run))
    assert not np.array_equal(ours, theirs)
    assert max(row["step"] for row in RecordReader(kept.path / layout.SCALARS).read()) <= checkpoint.step, (
        "nothing trained"
    )
