"""A GAN whose discriminator rejects samples: in the scores, and in the finished model."""

from collections.abc import Callable

import keras
import numpy as np
import pytest

from ganlib import sampling
from ganlib.metrics import group_shares
from ganlib.model_files import open_acceptance, open_model
from ganlib.nets.inner_features import last_features
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.train import rejection
from ganlib.train.loop import run_training
from ganlib.train.rejection import Rejection
from ganlib.train.requests import Requests
from ganlib.train.trainee import Labels, Trainee

IMAGES = np.full((400, 4, 4, 1), 200, np.uint8)
LABELS = np.eye(2, dtype=np.float32)[np.arange(400) % 2]


def train(run: Run) -> bool:
    return run_training(run.path, Requests(run.path))


@pytest.mark.usefixtures("with_onnx")
@pytest.mark.parametrize("key", ["quick-gan", "conditional-gan", "grid-gan"])
def test_the_finished_model_rejects_as_its_discriminator_does(
    key: str, make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejection, "SETTLED", 50)
    monkeypatch.setattr(group_shares, "_REAL_PER_GROUP", 10)
    fitted, counted = [], []
    fit = rejection.fit_acceptance
    monkeypatch.setattr(rejection, "fit_acceptance", lambda *given: fitted.append(fit(*given)) or fitted[-1])
    count = rejection.fit_group_shares
    monkeypatch.setattr(
        rejection, "fit_group_shares", lambda *given: counted.append((given[0], count(*given))) or counted[-1][1]
    )
    run = make_run(key, num_steps=8, rejected_share=0.5)
    assert train(run)
    model = run.path / layout.MODEL
    assert sampling.rejects(model)
    everything = sampling.sample(model, 40, seed=3, is_all_kept=True)
    session = open_model(model)
    inputs = [np.float32(everything / 255.0) if everything.dtype == np.uint8 else everything.reshape(-1, 1, 1, 2)]
    if key == "conditional-gan":
        inputs.append(np.eye(10, dtype=np.float32)[np.arange(40) % 10])
    judge = open_acceptance(model, session)
    found, *share = judge.run(None, dict(zip([one.name for one in judge.get_inputs()], inputs, strict=True)))
    discriminator = keras.models.load_model(model / "discriminator.keras")
    logits = np.asarray(discriminator.predict_on_batch(inputs if len(inputs) > 1 else inputs[0]))
    np.testing.assert_allclose(found[:, 0], fitted[-1](logits[:, 0], *inputs[1:]), atol=1e-4)
    if key == "conditional-gan":
        assert share == []  # it is told the class
    else:
        features = last_features(discriminator).predict_on_batch(inputs[0])
        np.testing.assert_allclose(share[0][:, 0], counted[-1][1](features), atol=1e-6)
        assert share[0].min() < 1.0
    kept = sampling.sample(model, 40, seed=3)
    is_same = (kept == everything).reshape(40, -1).all(axis=1)
    assert is_same.any()
    keeps_all = found.min() > 0.99 and not share  # a discriminator that has learned nothing rejects nothing
    assert is_same.all() == keeps_all


@pytest.mark.parametrize(
    "settings", [{"rejected_share": 0.0}, {"minibatch_deviation": True}, {"packed_images": 2}], ids=str
)
def test_a_model_that_does_not_or_cannot_reject_says_so(
    settings: dict[str, object], make_run: Callable[..., Run]
) -> None:
    run = make_run("quick-gan", **({"rejected_share": 0.5} | settings))
    assert train(run)
    assert not sampling.rejects(run.path / layout.MODEL)


class GreyTrainee(Trainee):
    """Draws grey pictures, as bright as their latents."""

    def draw(self, latents: np.ndarray, labels: Labels = None) -> np.ndarray:
        return np.tile(np.clip(0.5 + 0.1 * latents[:, :1], 0.0, 1.0)[:, :, None, None], (1, 4, 4, 1))


def trainee(sees_brightness: bool = False) -> Trainee:
    """It takes bright pictures for real ones; where it is told the class, dark ones of the second."""

    def logits(images: np.ndarray, labels: Labels) -> np.ndarray:
        brightness = images.mean(axis=(1, 2, 3))
        return 10.0 * (brightness if labels is None else np.where(labels[:, 0] == 1.0, brightness, 1.0 - brightness))

    def features(images: np.ndarray) -> np.ndarray:
        return images.mean(axis=(1, 2))

    networks = {"model": None, "optimizers": {}, "compile": lambda: None, "learned": {}, "saved": {}}
    return GreyTrainee(
        **networks,  # type: ignore[arg-type]
        sampler="",
        latent_dim=2,
        logits=logits,
        features=features if sees_brightness else None,
        rejected_share=0.5,
    )


def latents(count: int) -> np.ndarray:
    return np.random.default_rng(9).standard_normal((count, 2), dtype=np.float32)


def drawn(count: int) -> np.ndarray:
    return np.uint8(np.round(255 * trainee().draw(latents(count))))


def test_samples_to_be_scored_lose_their_worst_and_stay_as_many() -> None:
    before = drawn(600)
    redrawn = Rejection(trainee(), IMAGES, seed=0).redraw(before.copy(), latents(600), None)
    assert redrawn.shape == before.shape
    assert redrawn.dtype == np.uint8
    assert 0.3 < (redrawn == before).all(axis=(1, 2, 3)).mean() < 0.7
    assert redrawn.mean() > before.mean() + 10
    np.testing.assert_array_equal(
        redrawn, Rejection(trainee(), IMAGES, seed=0).redraw(before.copy(), latents(600), None)
    )


def test_once_settled_groups_come_to_their_shares() -> None:
    """A quarter of the real pictures is dark, of those that are drawn half."""
    images = np.where(np.arange(400) % 4 == 0, 105, 150).astype(np.uint8)[:, None, None, None] * np.ones_like(IMAGES)
    source = Rejection(trainee(sees_brightness=True), images, seed=0)
    unsettled = source.redraw(drawn(2_000), latents(2_000), None)
    assert source.settle() is not None
    quick, settled = (source.redraw(drawn(2_000), latents(2_000), None, evens_groups=evens) for evens in (False, True))
    dark = [(some.mean(axis=(1, 2, 3)) < 127.5).mean() for some in (unsettled, quick, settled)]
    assert min(dark[:2]) > 0.32
    assert dark[2] == pytest.approx(0.25, abs=0.04)


def test_another_of_the_same_class_is_drawn() -> None:
    labels = LABELS[:300]
    images = np.where(LABELS[:, 0, None, None, None] == 1.0, 200, 55).astype(np.uint8) * np.ones_like(IMAGES)
    redrawn = Rejection(trainee(), images, seed=0, train_labels=LABELS).redraw(drawn(300), latents(300), labels)
    brightness = redrawn.mean(axis=(1, 2, 3))
    assert brightness[labels[:, 0] == 1.0].mean() > 135
    assert brightness[labels[:, 0] == 0.0].mean() < 120


def test_once_settled_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Rejection(trainee(), IMAGES, seed=0)
    assert source.settle() is not None

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(rejection, "fit_acceptance", never)
    assert source.redraw(drawn(100), latents(100), None).shape == (100, 4, 4, 1)
