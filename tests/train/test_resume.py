"""Going on from a checkpoint: bit for bit, past a damaged one, after a number that was none, with a larger budget."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ganlib.store import layout
from ganlib.store.checkpoints import checkpoints_of
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.train.callbacks import stopping
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

REPOSITORY = Path(__file__).resolve().parents[2]


def train(run: Run) -> bool:
    return run_training(run.path, Requests(run.path))


def rows(run: Run, name: str = layout.SCALARS) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run.path / name).read_text().splitlines()]


def kinds(run: Run) -> list[str]:
    return [event["kind"] for event in rows(run, layout.EVENTS)]


def go_on(run: Run, num_steps: int) -> None:
    run.replace_config(run.config().with_settings({"num_steps": num_steps}))
    assert train(run)


UNSCORED = "evaluate=false"  # a third less to do; that scores leave no trace, the others show
STRETCHES: dict[str, tuple[str, ...]] = {
    "a VAE and its prior, with labels": ("quick-vae", "conditional=true"),
    "pixels drawn black or white": ("conv-vae", "binarised=true", UNSCORED),
    "two levels of codes, with labels": ("ladder-vae", "conditional=true", UNSCORED),
    "three networks, with labels": ("vae-gan", "conditional=true", UNSCORED),
    "a codebook and its prior, with labels": ("vq-vae", "conditional=true"),
    "labels, and lazy penalties": (
        "conditional-gan",
        *("r1_weight=0.1", "dragan_weight=1", "penalty_every_steps=3", "d_steps_per_g_step=2"),
    ),
    "kinds that it finds by itself": ("info-gan", "d_steps_per_g_step=2", UNSCORED),
    "RMSprop, and all that needs chance": (
        "article-gan",
        *("spectral_norm=true", "instance_noise=0.1", "gradient_penalty_weight=1", "dragan_weight=1", "dropout=0.3"),
        *("g_optimizer.method=rmsprop", "d_optimizer.method=rmsprop", "d_steps_per_g_step=2", UNSCORED),
    ),
    "few pictures, and an adaptive probability": (
        "few-pictures",
        *("num_images=20", "augment_probability=0.3", "d_steps_per_g_step=2", "r1_weight=0.1"),
    ),
    "steps in one go, and gradient descent": (
        "article-gan",
        *("steps_per_execution=5", "g_optimizer.method=sgd", "d_optimizer.method=sgd", "weight_clip=0.1", UNSCORED),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("arguments", STRETCHES.values(), ids=STRETCHES)
def test_a_run_in_two_stretches_is_the_run_in_one(arguments: tuple[str, ...], tmp_path: Path) -> None:
    compare_stretches(tmp_path, "crash", *arguments)


@pytest.mark.slow
def test_a_pause_leaves_no_trace(tmp_path: Path) -> None:
    """Averages and batch normalisation included."""
    compare_stretches(tmp_path, "pause", "quick-gan")


def compare_stretches(*arguments: object) -> None:
    command = [sys.executable, "-m", "tests.train.stretches", *map(str, arguments)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["begins_at"] == 5
    assert found["whole"][-1]["step"] == 8
    assert found["halves"] == found["whole"], "not one bit differs"
    assert all(same == [True] for same in found["same"].values())


def test_a_run_goes_on_from_its_newest_checkpoint(make_run: Callable[..., Run]) -> None:
    run = make_run()
    assert train(run)
    go_on(run, 4)
    status = run.status()
    assert (status.state, status.step, status.images_seen) == (RunState.COMPLETED, 4, 32)
    assert [row["step"] for row in rows(run)] == [0, 1, 2, 3, 4]
    assert list(run.pictures()) == [0, 1, 2, 3, 4]
    assert kinds(run) == ["started", "completed", "resumed", "completed"]
    seconds = [row["seconds"] for row in rows(run)]
    assert seconds == sorted(seconds), "time goes on too"


def test_rows_and_pictures_after_the_checkpoint_come_again_and_not_twice(make_run: Callable[..., Run]) -> None:
    run = make_run()
    assert train(run)
    with open(run.path / layout.SCALARS, "a") as file:  # what a worker wrote before it was killed
        file.write('{"step": 3, "seconds": 9.0, "loss/g": 1.0}\n{"step": 4, "sec')
    (run.path / layout.SAMPLES / layout.sample_name(3)).write_bytes(b"half a pict")
    go_on(run, 4)
    assert [row["step"] for row in rows(run)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", ["state.npz", layout.CHECKPOINT_FACTS])
def test_a_damaged_newest_checkpoint_falls_back_to_the_one_before(make_run: Callable[..., Run], name: str) -> None:
    run = make_run(num_steps=3, checkpoint_every_steps=1)
    assert train(run)
    newest, before = checkpoints_of(run.path)
    assert (newest.step, before.step) == (3, 2)
    content = (newest.path / name).read_bytes()
    (newest.path / name).write_bytes(content[: len(content) // 2])
    go_on(run, 4)
    assert [row["step"] for row in rows(run)] == [0, 1, 2, 3, 4]
    assert kinds(run)[-3:] == ["checkpoint_damaged", "resumed", "completed"]
    assert [(found.step, found.is_good()) for found in checkpoints_of(run.path)] == [(4, True), (3, True)]


def test_without_one_good_checkpoint_it_starts_again(make_run: Callable[..., Run]) -> None:
    run = make_run()
    assert train(run)
    (checkpoint,) = checkpoints_of(run.path)
    (checkpoint.path / "state.npz").unlink()
    go_on(run, 3)
    assert [row["step"] for row in rows(run)] == [0, 1, 2, 3]
    assert kinds(run)[-3:] == ["checkpoint_damaged", "started", "completed"]


def test_a_checkpoint_of_other_networks_is_refused_in_words(make_run: Callable[..., Run]) -> None:
    run = make_run("quick-gan")
    assert train(run)
    run.replace_config(run.config().with_settings({"generator_filters": 32, "num_steps": 4}))
    assert not train(run)
    assert "does not fit the networks" in run.status().detail


def poison_at(patch: pytest.MonkeyPatch, step: int, times: int) -> None:
    """Make weights NaN after `step` updates, the first `times` that training comes there."""
    left = [times]
    original = stopping.Budget.on_train_batch_end

    def poisoned(self: stopping.Budget, batch: int, logs: dict | None = None) -> None:
        if self._progress.step == step and left[0]:
            left[0] -= 1
            weights = self.model.discriminator.trainable_variables[0]
            weights.assign(weights * float("nan"))
        original(self, batch, logs)

    patch.setattr(stopping.Budget, "on_train_batch_end", poisoned)


def test_without_rescue_the_model_of_the_last_good_checkpoint_is_kept(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(num_steps=6, checkpoint_every_steps=2)
    poison_at(monkeypatch, step=3, times=1)
    assert not train(run)
    status = run.status()
    assert (status.state, status.failure, status.step) == (RunState.FAILED, "not_finite", 4)
    assert kinds(run) == ["started", "not_finite"]
    assert run.has_model()
    assert [checkpoint.step for checkpoint in run.checkpoints()] == [2]


def test_a_rescue_goes_back_and_on_with_half_the_learning_rate(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(num_steps=6, checkpoint_every_steps=2, rescue=True)
    poison_at(monkeypatch, step=3, times=1)
    assert train(run)
    assert kinds(run) == ["started", "not_finite", "rescued", "completed"]
    rates = {row["step"]: row["learning_rate/g"] for row in rows(run) if row["step"]}
    assert list(rates) == [1, 2, 3, 4, 5, 6]
    assert rates[3] == pytest.approx(rates[2] / 2)
    assert run.checkpoints()[0].moment().rescues == 1


def test_a_second_time_is_the_end(make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(num_steps=6, checkpoint_every_steps=2, rescue=True)
    poison_at(monkeypatch, step=3, times=2)
    assert not train(run)
    assert kinds(run) == ["started", "not_finite", "rescued", "not_finite"]
    assert run.status().failure == "not_finite"


def test_a_pause_saves_no_model_and_a_stop_of_it_does(make_run: Callable[..., Run]) -> None:
    run = make_run()
    run.request(layout.PAUSE)
    assert train(run)
    assert run.status().state is RunState.PAUSED
    assert not run.has_model()
    run.clear_requests()
    run.request(layout.STOP)
    assert train(run)
    assert run.status().state is RunState.STOPPED
    assert run.has_model()


def test_a_run_that_is_past_a_limit_is_finished_as_it_is(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(budget="minutes", minutes=100.0)
    for most in (3, 2):
        monkeypatch.setenv("GAN_STUDIO_MAX_STEPS", str(most))
        assert train(run)
        assert (run.status().state, run.status().step) == (RunState.STOPPED, 3)
    assert run.checkpoints()[0].step == 3
