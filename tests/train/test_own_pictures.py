"""Runs that learn from a person's own pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganlib import sampling
from ganlib.metrics.judge import Judge
from ganlib.store import layout
from ganlib.store.picture_sets import PictureSets
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import read_scores
from ganlib.train import evaluation, likelihood, loop
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests
from tests.fakes.pictures import add_some

MakeRun = Callable[..., Run]


def trained(run: Run) -> bool:
    return run_training(run.path, Requests(run.path))


def metrics_of(run: Run) -> set[str]:
    return {score.metric for score in read_scores(RecordReader(run.path / layout.METRICS).read())}


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae", "info-gan", "vq-vae", "ladder-vae"])
def test_twenty_pictures_are_enough_to_train_and_too_few_to_measure(
    key: str, make_run: MakeRun, runs: Path, with_onnx: None
) -> None:
    pictures = add_some(runs, 20)
    run = make_run(key, dataset=pictures.name, evaluate=True)
    assert trained(run), run.status().detail
    assert metrics_of(run) == set()
    drawn = sampling.sample(run.path / layout.MODEL, 3, 1)
    assert (drawn.shape, drawn.dtype) == ((3, 16, 16, 3), np.uint8)


def test_the_model_never_sees_what_is_held_out_and_is_measured_on_it(
    make_run: MakeRun, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, tuple[Any, ...]] = {}
    asked: dict[str, dict[str, Any]] = {}

    def note(module: Any, name: str) -> None:
        make = getattr(module, name)

        def noted(*arguments: Any, **named: Any) -> Any:
            seen[name] = arguments
            asked[name] = named
            return make(*arguments, **named)

        monkeypatch.setattr(module, name, noted)

    for module, name in ((loop, "make_batches"), (loop, "Prior"), (loop, "Rejection"), (evaluation, "OwnJudge")):
        note(module, name)
    monkeypatch.setattr(Judge, "quick_samples", 40)
    monkeypatch.setattr(Judge, "full_samples", 40)
    monkeypatch.setattr(likelihood, "DRAWS", 5)
    monkeypatch.setattr(evaluation, "_LONG_ENOUGH_SECONDS", 0.0)
    pictures = add_some(runs, 200)
    train, test = pictures.load()
    run = make_run("quick-vae", dataset=pictures.name, mirror_images=True, evaluate=True, num_steps=4)
    assert trained(run), run.status().detail
    assert asked["make_batches"]["with_mirrored"]
    for learnt in (seen["make_batches"][0], seen["Prior"][1], seen["Rejection"][1], seen["OwnJudge"][1]):
        np.testing.assert_array_equal(learnt, train)
    np.testing.assert_array_equal(seen["OwnJudge"][2], test)
    among_these = seen["OwnJudge"][4]  # copies are looked for
    np.testing.assert_array_equal(among_these, np.concatenate([train, train[:, :, ::-1]]))
    assert metrics_of(run) >= {"frechet_distance", "coverage", "nearest_distance", "active_units"}
    assert not metrics_of(run) & {"class_coverage", "jensen_shannon_bound"}
    best = run.best()
    assert best is not None
    assert best.metric == "frechet_distance", "in the encoder, for want of a classifier"


def test_pictures_that_are_gone_or_damaged_are_said(make_run: MakeRun, runs: Path) -> None:
    pictures = add_some(runs)
    damaged = make_run(dataset=pictures.name)
    (pictures.path / "pictures.npy").write_bytes(b"")
    assert not trained(damaged)
    assert damaged.status().failure == "data_damaged"
    PictureSets(runs).delete(pictures)
    missing = make_run(dataset=pictures.name)
    assert not trained(missing)
    assert missing.status().failure == "data_missing"
    assert pictures.name in missing.status().detail
