"""A run on only the first pictures: what learns from them, and what still compares with all."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganlib.data.images import load_images, load_labels
from ganlib.metrics.judge import Judge
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import read_scores
from ganlib.train import evaluation, fresh_judge, likelihood, loop
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

COUNT = 30


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    """Whom a run gives pictures → its arguments, in the order of the signature."""
    seen: dict[str, tuple[Any, ...]] = {}

    def note(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            seen[name] = arguments
            return make(*arguments, **named)

        return noted

    for module, name in ((loop, "make_batches"), (loop, "Prior"), (loop, "Drawing"), (evaluation, "Judge")):
        monkeypatch.setattr(module, name, note(name, getattr(module, name)))
    monkeypatch.setattr(Judge, "quick_samples", 40)
    monkeypatch.setattr(Judge, "full_samples", 40)
    monkeypatch.setattr(likelihood, "PICTURES", 20)
    monkeypatch.setattr(likelihood, "DRAWS", 5)
    monkeypatch.setattr(fresh_judge, "divergence_bound", lambda fake, real, is_broken_off: 0.5)
    monkeypatch.setattr(evaluation, "_LONG_ENOUGH_SECONDS", 0.0)
    return seen


@pytest.mark.parametrize("key", ["quick-gan", "conditional-vae"])
def test_the_model_sees_the_first_pictures_and_the_scores_see_all(
    key: str, make_run: Callable[..., Run], given: dict[str, tuple[Any, ...]]
) -> None:
    run = make_run(key, num_images=COUNT, evaluate=True, num_steps=6)  # 48 pictures: more than there are
    assert run_training(run.path, Requests(run.path))
    (images, test_images), (labels, test_labels) = load_images("mnist"), load_labels("mnist")
    batches, drawn, judged = given["make_batches"], given["Drawing"], given["Judge"]
    for few in (batches[0], given["Prior"][1], drawn[5], judged[4]):
        np.testing.assert_array_equal(few, images[:COUNT])
    for every, found in ((images, judged[1]), (test_images, judged[2]), (test_images, drawn[6])):
        assert found.shape == every.shape
    if run.config().is_conditional:
        for few in (batches[4], given["Prior"][3], drawn[7][0]):
            np.testing.assert_array_equal(few, labels[:COUNT])
        assert drawn[7][1].shape == judged[3].shape == test_labels.shape
    found = {score.metric for score in read_scores(RecordReader(run.path / layout.METRICS).read())}
    assert {"frechet_distance", "nearest_distance"} <= found


@pytest.mark.parametrize("key", ["conditional-vae", "quick-vae", "conditional-gan"])
def test_two_pictures_are_enough_to_train(key: str, make_run: Callable[..., Run]) -> None:
    run = make_run(key, num_images=2)
    assert run_training(run.path, Requests(run.path)), run.status().detail
