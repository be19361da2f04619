"""Scores of a run in training: complete, in time, and without a trace in what training does."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ganlib.catalog.metrics import FRESH_METRICS, GAME_METRICS, MODEL_METRICS, SAMPLE_METRICS
from ganlib.metrics import features
from ganlib.metrics.judge import Judge, StackJudge
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import Score, read_scores
from ganlib.store.status import RunState
from ganlib.train import duality, evaluation, fresh_judge, likelihood, prior
from ganlib.train.callbacks import evaluation as when
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

divergence_bound = fresh_judge.divergence_bound
DURING = {"frechet_distance", "precision", "recall", "density", "coverage", "class_coverage", "mean_confidence"}
OF_STACKS = {"kinds_found", "kinds_kl"}


@pytest.fixture(autouse=True)
def _few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "quick_samples", 40)
    monkeypatch.setattr(Judge, "full_samples", 80)
    monkeypatch.setattr(likelihood, "PICTURES", 20)
    monkeypatch.setattr(likelihood, "DRAWS", 5)
    monkeypatch.setattr(duality, "STEPS", 2)
    monkeypatch.setattr(fresh_judge, "divergence_bound", lambda fake, real, is_broken_off: 0.5)
    monkeypatch.setattr(evaluation, "LOOK", prior.Effort(100, 2))
    monkeypatch.setattr(prior, "SETTLED", prior.Effort(100, 2))


@pytest.fixture
def at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(when, "_LEAST_SECONDS", 0.0)
    monkeypatch.setattr(when, "seconds_to_next", lambda cost, seconds: 0.0)


def train(run: Run) -> bool:
    return run_training(run.path, Requests(run.path))


def scores(run: Run) -> list[Score]:
    return read_scores(RecordReader(run.path / layout.METRICS).read())


def kinds(run: Run) -> list[Any]:
    return [row["kind"] for row in RecordReader(run.path / layout.EVENTS).read()]


OF_THE_MODEL: dict[str, tuple[dict[str, Any], set[str]]] = {
    "quick-gan": ({"duality_gap": True}, set(GAME_METRICS)),
    "info-gan": ({}, set()),
    "conv-vae": ({"likelihood": "gaussian"}, {"active_units"}),
    "conditional-vae": ({"likelihood": "bernoulli"}, set(MODEL_METRICS)),
    "ladder-vae": ({}, set(MODEL_METRICS)),
    "rae": ({}, set()),
    "vq-vae": ({"likelihood": "bernoulli"}, set()),
    "vae-gan": ({"likelihood": "bernoulli"}, {"active_units"}),
}


@pytest.mark.parametrize("key", OF_THE_MODEL)
def test_a_run_is_scored_while_it_trains_and_thoroughly_at_its_end(
    key: str, make_run: Callable[..., Run], at_every_step: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "_LONG_ENOUGH_SECONDS", 0.0)
    settings, of_the_model = OF_THE_MODEL[key]
    run = make_run(key, num_steps=3, evaluate=True, seed=5, **settings)
    assert train(run)
    found = scores(run)
    assert [row.step for row in found] == sorted(row.step for row in found)
    assert {row.step for row in found} == {1, 2, 3}
    of_classes = {"conditional-gan": {"class_agreement"}, "conditional-vae": {"class_agreement"}}
    asked = of_classes.get(key, {"kind_purity"} if key == "info-gan" else set())
    places = len(DURING | asked) + 1  # the Fréchet distance is measured in two networks
    quick, last = found[: 3 * places], found[3 * places :]
    assert [row.step for row in quick] == [1] * places + [2] * places + [3] * places
    assert {row.metric for row in quick} == DURING | asked
    of_samples = SAMPLE_METRICS.keys() - {"class_agreement", "kind_purity"} - OF_STACKS | asked | FRESH_METRICS.keys()
    assert {row.metric for row in last} == of_samples | of_the_model
    assert {row.num_samples for row in quick} == {40}
    assert {row.num_samples for row in last if row.network and row.metric not in GAME_METRICS} == {80}
    assert {row.draws for row in last if row.metric == "iwae_bound"} <= {5}
    assert {row.given for row in last if row.draws} <= {"class" if asked else ""}
    assert {row.seed for row in found} == {5}
    networks = {f"mnist-{kind}" for kind in ("classifier", "encoder", "fresh-discriminator")}
    networks |= {"mnist-relativistic-game"} & {row.network for row in found if row.metric in of_the_model}
    assert {row.network for row in found if row.metric not in MODEL_METRICS} == networks
    assert {row.network for row in found if row.metric in MODEL_METRICS} <= {""}
    floors = {(row.metric, row.network, row.floor) for row in found if row.step < 3}
    assert len(floors) == places, "the floor of one number of samples stays the same"
    assert last[0].seconds == pytest.approx(run.status().seconds, abs=0.01)
    assert run.status().state is RunState.COMPLETED
    assert run.has_model()


def test_a_run_of_stacks_is_told_how_many_kinds_it_draws(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "_LONG_ENOUGH_SECONDS", 0.0)
    monkeypatch.setattr(StackJudge, "full_samples", 1_500)  # among fewer, no two need be of one kind
    run = make_run("quick-gan", dataset="stacked_mnist", evaluate=True)
    assert train(run)
    quick, full = ([row for row in scores(run) if row.num_samples == count] for count in (40, 1_500))
    assert {row.metric for row in quick} == DURING - {"class_coverage"} | OF_STACKS
    floors = {row.metric: row.floor for row in full}
    assert floors["kinds_found"] == pytest.approx(1 - (1 - 1 / 1000) ** 1_500, abs=0.03)
    assert {row.network for row in full} >= {"mnist-classifier", "stacked_mnist-fresh-discriminator"}


def test_a_short_run_gets_a_quick_look_at_its_end(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(when, "_LEAST_SECONDS", 1e6)  # to compile may take longer than ten
    run = make_run(evaluate=True)
    assert train(run)
    assert {(row.step, row.num_samples) for row in scores(run)} == {(2, 40)}


def test_switched_off_nothing_is_measured(make_run: Callable[..., Run], at_every_step: None) -> None:
    run = make_run(evaluate=False)
    assert train(run)
    assert scores(run) == []


def test_damaged_networks_are_an_event_and_training_goes_on(
    make_run: Callable[..., Run], at_every_step: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features.load_network, "__defaults__", (tmp_path / "nowhere",))
    run = make_run(num_steps=3, evaluate=True)
    assert train(run)
    assert scores(run) == []
    assert kinds(run) == ["started", "not_measured", "completed"]


def test_measuring_leaves_no_trace_in_training(make_run: Callable[..., Run], at_every_step: None) -> None:
    def losses(is_measured: bool) -> list[float]:
        run = make_run("article-gan", num_steps=4, evaluate=is_measured)  # with dropout
        assert train(run)
        rows = RecordReader(run.path / layout.SCALARS).read()
        return [row[key] for row in rows[1:] for key in ("loss/g", "loss/d", "grad_norm/g")]

    assert losses(True) == losses(False)


def test_a_pause_is_not_measured_and_what_goes_on_is(make_run: Callable[..., Run], at_every_step: None) -> None:
    run = make_run(evaluate=True)
    run.request(layout.PAUSE)
    assert train(run)
    assert scores(run) == []
    run.clear_requests()
    assert train(run)
    assert {row.step for row in scores(run)} == {1, 2}


def test_a_run_that_goes_on_has_each_score_once(make_run: Callable[..., Run], at_every_step: None) -> None:
    run = make_run(evaluate=True)
    assert train(run)
    run.replace_config(run.config().with_settings({"num_steps": 4}))
    assert train(run)
    found = [(row.step, row.metric, row.network) for row in scores(run)]
    assert len(found) == len(set(found)) == 4 * (len(DURING) + 1)


def test_a_stop_breaks_a_look_off_and_nothing_half_measured_is_written(
    make_run: Callable[..., Run], at_every_step: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(num_steps=1_000, evaluate=True)
    draw = evaluation.Evaluation._scores

    def stopped_meanwhile(self: evaluation.Evaluation, *arguments: Any, **options: Any) -> list[Score] | None:
        run.request(layout.STOP)
        return draw(self, *arguments, **options)

    monkeypatch.setattr(evaluation.Evaluation, "_scores", stopped_meanwhile)
    began = time.perf_counter()
    assert train(run)
    assert time.perf_counter() - began < 60.0
    status = run.status()
    assert (status.state, status.step) == (RunState.STOPPED, 2), "asked within step 1, heard after the next"
    assert {row.step for row in scores(run)} == {2}, "the last look, which is quick, is all there is"


def test_a_run_that_is_stopped_before_anything_was_measured_ends_at_once(make_run: Callable[..., Run]) -> None:
    run = make_run(num_steps=1_000, evaluate=True)
    run.request(layout.STOP)
    assert train(run)
    assert run.status().state is RunState.STOPPED
    assert scores(run) == []


def test_a_stop_skips_the_thorough_look_and_the_run_is_complete(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(evaluate=True)
    conclude = evaluation.Evaluation.conclude

    def stopped_meanwhile(self: evaluation.Evaluation, *arguments: Any, **options: Any) -> list[Score]:
        run.request(layout.STOP)
        return conclude(self, *arguments, **options)

    monkeypatch.setattr(evaluation.Evaluation, "conclude", stopped_meanwhile)
    assert train(run)
    assert run.status().state is RunState.COMPLETED
    assert scores(run) == []


def test_a_stop_breaks_the_fresh_discriminator_off_and_nothing_half_measured_is_written(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "_LONG_ENOUGH_SECONDS", 0.0)
    run = make_run(evaluate=True)
    begun: list[None] = []

    def stopped_meanwhile(*arguments: Any) -> float:
        run.request(layout.STOP)
        begun.append(None)
        return divergence_bound(*arguments)

    monkeypatch.setattr(fresh_judge, "divergence_bound", stopped_meanwhile)
    assert train(run)
    assert len(begun) == 1, "the floor is not begun"
    assert run.status().state is RunState.COMPLETED
    assert {row.num_samples for row in scores(run)} == {40}, "the quick look before it"
    assert not {row.metric for row in scores(run)} & FRESH_METRICS.keys()


@pytest.mark.parametrize(
    ("cost", "seconds", "expected"),
    [(0.1, 60.0, 10.0), (2.0, 60.0, 50.0), (2.0, 100_000.0, 1_000.0)],
)
def test_looking_takes_a_small_share_of_the_time(cost: float, seconds: float, expected: float) -> None:
    assert when.seconds_to_next(cost, seconds) == pytest.approx(expected)
