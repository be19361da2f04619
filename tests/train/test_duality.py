"""The duality gap: games whose answer is known, every kind of GAN, and no trace left behind."""

import math

import numpy as np
import pytest

from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.train import duality
from ganlib.train.build_gan import build_gan
from ganlib.train.trainee import Trainee

NOBODY_CAN_TELL = 2.0 * math.log(2.0)  # the loss of a discriminator that always says one half


def game(**settings: object) -> tuple[RunConfig, Trainee]:
    """Points, the loss of the first GAN, and a discriminator that always says one half."""
    config = preset("plain-ring-gan").with_settings({"duality_gap": True, **settings})
    trainee = build_gan(config, (1, 1, 2))
    trainee.compile()
    *_, kernel, bias = trainee.model.discriminator.trainable_variables
    kernel.assign(0.0 * kernel)
    bias.assign(0.0 * bias)
    return config, trainee


def drawn(trainee: Trainee, count: int, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal((count, trainee.latent_dim)).astype(np.float32)
    return trainee.draw(noise)


def gap(config: RunConfig, trainee: Trainee, points: np.ndarray) -> list[float]:
    half = len(points) // 2
    found = duality.measure(config, trainee, points[:half], points[half:], None, is_broken_off=lambda: False)
    return [one.value for one in found]


def test_where_neither_can_gain_there_is_none() -> None:
    """Real points are drawn by the generator itself, and the discriminator knows that it cannot know."""
    config, trainee = game()
    (found,) = gap(config, trainee, drawn(trainee, 12_000, seed=7))
    assert abs(found) < 0.02


def test_where_one_look_tells_all_the_discriminator_gains_all() -> None:
    config, trainee = game()
    (found,) = gap(config, trainee, drawn(trainee, 12_000, seed=7) + np.float32(20.0))
    assert found == pytest.approx(NOBODY_CAN_TELL, abs=0.02)


def test_a_generator_that_can_fool_the_discriminator_gains_too() -> None:
    """Real and generated points are the same, but the discriminator has its fancies about which are real."""
    config, trainee = game(**{"d_optimizer.learning_rate": 1e-2, "g_optimizer.learning_rate": 1e-2})
    points = drawn(trainee, 12_000, seed=7)
    discriminator = trainee.model.discriminator
    *_, kernel, _ = discriminator.trainable_variables
    kernel.assign(np.random.default_rng(0).normal(size=kernel.shape))
    table = duality._Table(config, points[6_000:], None)
    loss = table.loss(trainee.model, table.draw(trainee.model.generator))
    (found,) = gap(config, trainee, points)
    gain_of_discriminator = loss - NOBODY_CAN_TELL
    assert 0.0 < gain_of_discriminator + 0.1 < found


def test_the_run_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duality, "STEPS", 3)
    config, trainee = game()
    before = trainee.model.get_weights()
    states = [[variable.numpy() for variable in optimizer.variables] for optimizer in trainee.optimizers.values()]
    points = drawn(trainee, 2_000, seed=7)
    assert gap(config, trainee, points)
    for one, other in zip(before, trainee.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    for optimizer, state in zip(trainee.optimizers.values(), states, strict=True):
        for one, variable in zip(state, optimizer.variables, strict=True):
            np.testing.assert_array_equal(one, variable.numpy())


def test_broken_off_it_says_nothing() -> None:
    config, trainee = game()
    points = drawn(trainee, 2_000, seed=7)
    assert list(duality.measure(config, trainee, points, points, None, is_broken_off=lambda: True)) == []


def test_a_search_that_diverges_says_nothing() -> None:
    config, trainee = game()
    *_, kernel, _ = trainee.model.discriminator.trainable_variables
    kernel.assign(np.full(kernel.shape, np.inf))
    assert gap(config, trainee, drawn(trainee, 2_000, seed=7)) == []


def test_only_who_asks_gets_it_and_never_of_less_than_one_pack() -> None:
    config, trainee = game(packed_images=2)
    points = drawn(trainee, 400, seed=7)
    assert gap(config.with_settings({"duality_gap": False}), trainee, points) == []
    assert list(duality.measure(config, trainee, points, points[:1], None, is_broken_off=lambda: False)) == []


GAMES: dict[str, dict[str, object]] = {
    "conditional-gan": {"d_steps_per_g_step": 2, "instance_noise": 0.1, "spectral_norm": True},
    "few-pictures": {
        "packed_images": 2,
        "minibatch_deviation": True,
        "batch_size": 8,
        "steps_per_execution": 2,
        "weight_clip": 0.1,
        "r1_weight": 1.0,
        "penalty_every_steps": 2,
    },
    "unrolled-ring-gan": {},
}


@pytest.mark.parametrize("key", GAMES)
def test_every_kind_of_gan_has_one(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duality, "STEPS", 2)
    config = preset(key).with_settings({"duality_gap": True, **GAMES[key]})
    shape = (1, 1, 2) if config.draws_points else (28, 28, 1)
    trainee = build_gan(config, shape)
    trainee.compile()
    images = np.random.default_rng(0).integers(0, 256, (500, *shape), dtype=np.uint8)
    images = images.astype(np.float32) if config.draws_points else images
    labels = np.eye(10, dtype=np.float32)[np.arange(500) % 10] if config.is_conditional else None
    both = (labels, labels[:20]) if labels is not None else None
    (found,) = duality.measure(config, trainee, images, images[:20], both, is_broken_off=lambda: False)
    assert math.isfinite(found.value)
    assert (found.floor, found.version) == (0.0, 1)
    assert found.num_samples == (16 if key == "few-pictures" else 20)
    assert found.network == f"{config.data.dataset}-{config.model.loss.replace('_', '-')}-game"
