"""The worker's job in this process: every preset, and the ways in which a run can end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image

from ganlib.catalog.scalars import SCALARS
from ganlib.config.presets import PRESETS
from ganlib.data import images
from ganlib.sampling import sample
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.train import devices, loop
from ganlib.train.build import build, images_per_step
from ganlib.train.callbacks import stopping
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

SAVED = {"gan": ["discriminator.keras", "generator.keras"], "vae": ["decoder.keras", "encoder.keras"]}
IN_ONNX = {  # one preset for each way to draw; for each architecture see tests/nets/test_networks.py
    "quick-gan": "generator.onnx",
    "conditional-gan": "generator.onnx",
    "ring-gan": "generator.onnx",
    "quick-vae": "decoder.onnx",
    "conditional-vae": "decoder.onnx",
    "ladder-vae": "decoder.onnx",
    "vq-vae": "decoder.onnx",
}


def train(run: Run) -> bool:
    return run_training(run.path, Requests(run.path))


def rows(run: Run, name: str = layout.SCALARS) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run.path / name).read_text().splitlines()]


@pytest.mark.parametrize("key", [key for key in PRESETS if key not in IN_ONNX])
def test_two_steps_of_every_preset(key: str, make_run: Callable[..., Run]) -> None:
    train_two_steps(make_run(key), key)


@pytest.mark.usefixtures("with_onnx")
@pytest.mark.parametrize("key", IN_ONNX)
def test_two_steps_of_a_preset_of_every_way_to_draw(key: str, make_run: Callable[..., Run]) -> None:
    train_two_steps(make_run(key), key)


def train_two_steps(run: Run, key: str) -> None:
    """Train the run and look at all that it leaves behind."""
    assert train(run)

    status = run.status()
    assert status.state == RunState.COMPLETED
    assert (status.step, status.progress) == (2, 1.0)
    assert status.images_seen == 2 * images_per_step(run.config())
    assert status.queued_at > 0
    assert status.parameters
    assert list(run.pictures()) == [0, 1, 2]
    more = [layout.PRIOR] if getattr(run.config().model, "is_prior_fitted", False) else []
    more += ["discriminator.keras"] if getattr(run.config().model, "has_discriminator", False) else []
    more += [IN_ONNX[key]] if key in IN_ONNX else []
    rejects = getattr(run.config().model, "effective_rejected_share", 0.0) > 0.0
    more += [layout.ACCEPTANCE] if key in IN_ONNX and rejects else []
    saved = sorted(path.name for path in (run.path / layout.MODEL).iterdir())
    assert saved == sorted(SAVED[run.config().family] + more)
    assert list((run.path / layout.TENSORBOARD).iterdir())
    assert [event["kind"] for event in rows(run, layout.EVENTS)] == ["started", "completed"]

    first, *_, last = rows(run)
    assert [row["step"] for row in rows(run)] == [0, 1, 2]
    games = {key for key in first if key.startswith("game/")}  # of points alone
    assert set(first) - games == {"step", "seconds", "images", "samples/diversity"}
    measured = set(last) - {"step", "seconds", "images"}
    assert measured <= set(SCALARS), "the catalog explains every curve"
    assert all(np.isfinite(value) for value in last.values())
    assert not list(run.path.rglob(".*")), "nothing half-written is left"


@pytest.mark.usefixtures("with_onnx")
@pytest.mark.parametrize(
    "key", ["article-gan", "quick-gan", "quick-vae", "sngan", "ring-gan", "plain-ring-gan", "grid-vae"]
)
def test_a_model_that_learned_in_half_precision_is_saved_in_full(
    key: str, make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "cpu_has_bfloat16", lambda: True)  # TensorFlow does without, if slowly
    run = make_run(key, mixed_precision=True)
    policies = []
    monkeypatch.setattr(
        loop, "build", lambda *given: policies.append(keras.config.dtype_policy().name) or build(*given)
    )
    try:
        assert train(run)
    finally:
        keras.config.set_dtype_policy("float32")
    assert policies == ["mixed_bfloat16"]
    assert run.status().state == RunState.COMPLETED
    for saved in (run.path / layout.MODEL).glob("*.keras"):
        network = keras.models.load_model(saved)
        assert {layer.compute_dtype for layer in network.layers} == {"float32"}
    assert len(sample(run.path / layout.MODEL, 3, seed=1)) == 3


def test_a_gan_logs_histograms_and_a_vae_draws_reconstructions(make_run: Callable[..., Run]) -> None:
    gan, vae = make_run("quick-gan", num_samples=4), make_run("conv-vae", num_samples=4)
    assert train(gan)
    assert train(vae)
    for row in rows(gan, layout.HISTOGRAMS):
        assert len(row["real"]) == len(row["fake"]) == 20
        assert (sum(row["real"]), sum(row["fake"])) == (100, 4)
    assert list(vae.pictures("reconstructions")) == [0, 1, 2]
    with Image.open(vae.pictures("reconstructions")[0]) as picture:
        assert picture.size == (2 * 29 - 1, 4 * 29 - 1)  # two rows of two, each above its reconstructions


def test_an_odd_number_of_reconstructions_loses_none(make_run: Callable[..., Run]) -> None:
    run = make_run("conv-vae", num_samples=5)
    assert train(run)
    with Image.open(run.pictures("reconstructions")[0]) as picture:
        assert picture.size == (3 * 29 - 1, 4 * 29 - 1)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(make_run: Callable[..., Run]) -> None:
    def losses(seed: int) -> list[float]:
        run = make_run("article-gan", seed=seed)
        assert train(run)
        return [row[key] for row in rows(run)[1:] for key in ("loss/g", "loss/d", "grad_norm/g")]

    first = losses(1)
    assert losses(1) == first
    assert losses(2) != first


def test_steps_in_one_go_are_the_same_steps_and_end_with_the_budget(make_run: Callable[..., Run]) -> None:
    one_by_one, in_one_go = (
        make_run("article-gan", num_steps=5),
        make_run("article-gan", num_steps=5, steps_per_execution=3),
    )
    assert train(one_by_one)
    assert train(in_one_go)
    assert [row["step"] for row in rows(in_one_go)] == [0, 3, 5]
    assert list(in_one_go.pictures()) == [0, 3, 5]
    assert in_one_go.status().images_seen == 5 * 8
    for key in ("loss/g", "loss/d", "grad_norm/g"):
        assert rows(in_one_go)[-1][key] == pytest.approx(rows(one_by_one)[-1][key], rel=1e-4)


def test_a_stop_request_stops_after_the_step_and_saves(make_run: Callable[..., Run]) -> None:
    run = make_run(num_steps=1_000)
    run.request(layout.STOP)
    assert train(run)
    status = run.status()
    assert status.state == RunState.STOPPED
    assert status.step == 0, "asked before the first step: none was taken"
    assert run.has_model()


def test_the_minutes_budget_ends_training(make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(budget="minutes", minutes=0.05, num_steps=10**7)
    assert train(run)
    assert run.status().state == RunState.COMPLETED
    assert run.status().seconds >= 3.0


def test_numbers_that_are_no_longer_numbers_end_the_run(make_run: Callable[..., Run]) -> None:
    run = make_run("article-gan", num_steps=500, **{"g_optimizer.learning_rate": 1.0, "d_optimizer.learning_rate": 1.0})
    poison = stopping.Budget.on_train_batch_end

    def poisoned(self: stopping.Budget, batch: int, logs: dict | None = None) -> None:
        if batch == 1:
            weights = self.model.discriminator.trainable_variables[0]
            weights.assign(weights * float("nan"))
        poison(self, batch, logs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stopping.Budget, "on_train_batch_end", poisoned)
        assert not train(run)
    status = run.status()
    assert (status.state, status.failure) == (RunState.FAILED, "not_finite")
    assert "loss/d" in status.detail
    assert status.step == 3
    assert rows(run)[-1]["loss/d"] is None
    assert [event["kind"] for event in rows(run, layout.EVENTS)] == ["started", "not_finite"]
    assert list(run.pictures()), "the pictures so far stay"
    assert not run.has_model()


def test_damaged_data_fail_in_plain_words(
    make_run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "mnist.npz"
    damaged.write_bytes(b"not an archive")
    monkeypatch.setitem(images.LOADERS, "mnist", lambda: images.load_mnist(damaged))
    run = make_run()
    assert not train(run)
    assert run.status().failure == "data_damaged"
    assert "is damaged" in run.status().detail
    assert run.status().ended_at


def test_a_config_that_cannot_be_used_fails_as_such(make_run: Callable[..., Run]) -> None:
    run = make_run()
    (run.path / layout.CONFIG).write_text('{"schema_version": 1}')
    assert not train(run)
    assert run.status().failure == "bad_config"


def test_several_discriminator_steps_see_more_pictures(make_run: Callable[..., Run]) -> None:
    run = make_run("article-gan", d_steps_per_g_step=3, num_samples=1)
    assert train(run)
    assert run.status().images_seen == 2 * 3 * 8
    assert "samples/diversity" not in rows(run)[-1], "one picture has no diversity"


def test_a_spectrally_normalised_discriminator_is_saved_as_the_players_saw_it(make_run: Callable[..., Run]) -> None:
    run = make_run("article-gan", spectral_norm=True, loss="hinge")
    assert train(run)
    saved = keras.models.load_model(run.path / layout.MODEL / "discriminator.keras", safe_mode=True)
    assert {type(layer).__module__.split(".")[0] for layer in saved.layers} == {"keras"}
    kernels = [weights for weights in saved.get_weights() if weights.ndim > 1]
    for kernel in kernels:
        spectrum = np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), compute_uv=False)
        assert spectrum[0] == pytest.approx(1.0, abs=0.05)


def test_noise_falls_with_the_budget(make_run: Callable[..., Run]) -> None:
    run = make_run("article-gan", instance_noise=0.4, num_steps=4)
    assert train(run)
    assert [row["noise/instance"] for row in rows(run)[1:]] == pytest.approx([0.4, 0.3, 0.2, 0.1])


def test_labels_are_smoothed_only_where_there_are_labels(make_run: Callable[..., Run]) -> None:
    def d_loss(loss: str, smoothing: float) -> float:
        run = make_run("article-gan", loss=loss, label_smoothing=smoothing, num_steps=1)
        assert train(run)
        return rows(run)[-1]["loss/d"]

    assert d_loss("minimax", 0.2) != d_loss("minimax", 0.0)
    assert d_loss("hinge", 0.2) == d_loss("hinge", 0.0)


def test_a_config_beyond_the_limits_is_refused_before_anything_is_built(make_run, monkeypatch) -> None:
    monkeypatch.setenv("GAN_STUDIO_MAX_PARAMETERS", "1000")
    run = make_run("quick-gan")
    assert not train(run)
    status = run.status()
    assert (status.state, status.failure, status.parameters) == (RunState.FAILED, "over_limit", {})
    assert "1,755,634 parameters" in status.detail
    assert not (run.path / layout.SAMPLES).exists()


def test_a_run_ends_at_the_limit_of_what_its_budget_does_not_count(make_run, monkeypatch) -> None:
    monkeypatch.setenv("GAN_STUDIO_MAX_STEPS", "3")
    run = make_run(budget="minutes", minutes=10.0, steps_per_execution=2)
    assert train(run)
    status = run.status()
    assert (status.state, status.step) == (RunState.STOPPED, 3)
    assert (run.path / layout.MODEL).is_dir()
