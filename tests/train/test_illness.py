"""Every warning of the health line, on a real run that has the illness and on healthy runs that have not."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ganlib.catalog.health import RULES, diagnose
from ganlib.charts.health import recent_medians
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.train.loop import run_training
from ganlib.train.requests import Requests

Signals = Mapping[str, float]

SMALL_GAN = {"generator_filters": 16, "discriminator_filters": 8}
SMALL_VAE = {"decoder_filters": 16, "encoder_filters": 8}
# illness → preset and settings that surely bring it on
ILL: dict[str, tuple[str, dict[str, Any]]] = {
    "discriminator_winning": (
        "article-gan",
        {
            "num_steps": 1_000,
            "g_optimizer.learning_rate": 1e-7,
            "d_optimizer.learning_rate": 1e-3,
            "dropout": 0.0,
            "discriminator_filters": 8,
        },
    ),
    "samples_alike": (
        "article-gan",
        {"num_steps": 1_000, "g_optimizer.learning_rate": 5e-3, "discriminator_filters": 8},
    ),
    "generator_stuck": (  # the discriminator is sure at once, and this loss has no slope then
        "article-gan",
        {
            "num_steps": 1_000,
            "loss": "minimax",
            "g_optimizer.learning_rate": 1e-7,
            "d_optimizer.learning_rate": 0.01,
            "dropout": 0.0,
            "discriminator_filters": 8,
        },
    ),
    "discriminator_lost": (
        "article-gan",
        {"num_steps": 560, "d_optimizer.learning_rate": 1e-7, "discriminator_filters": 8},
    ),
    "codebook_unused": ("vq-vae", {"num_steps": 260, "codebook_size": 2, **SMALL_VAE}),
    "code_ignored": ("conv-vae", {"num_steps": 400, "beta": 100.0, **SMALL_VAE}),
}
HEALTHY: dict[str, tuple[str, dict[str, Any]]] = {
    "gan_balanced": ("quick-gan", {"num_steps": 560, **SMALL_GAN}),
    "hard_to_tell": (
        "ring-gan",
        {"num_steps": 600, "loss": "non_saturating", "r1_weight": 1.0, "r2_weight": 1.0, "batch_size": 256},
    ),
    "critic_leading": ("wgan-gp", {"num_steps": 200, **SMALL_GAN}),
    "vae_gan_learning": ("vae-gan", {"num_steps": 260, **SMALL_VAE}),
    "vq_vae_learning": ("vq-vae", {"num_steps": 260, **SMALL_VAE}),
    "rae_learning": ("rae", {"num_steps": 260, **SMALL_VAE}),
    "vae_learning": ("quick-vae", {"num_steps": 260, **SMALL_VAE}),
}


def measure(make_run: Callable[..., Run], preset: str, settings: dict[str, Any]) -> tuple[Signals, int]:
    run = make_run(preset, **{"batch_size": 16, "sample_every_steps": 50, **settings})
    assert run_training(run.path, Requests(run.path))
    return recent_medians(RecordReader(run.path / layout.SCALARS).read()), run.status().step


def test_every_warning_has_its_illness_here() -> None:
    assert ILL.keys() == {key for key, rule in RULES.items() if rule.is_warning}


@pytest.mark.slow
@pytest.mark.parametrize("key", ILL)
def test_a_run_with_the_illness_is_told_so(key: str, make_run: Callable[..., Run]) -> None:
    signals, step = measure(make_run, *ILL[key])
    assert RULES[key].holds(signals, step), signals
    reading = diagnose(signals, step)
    assert reading is not None
    assert reading.rule.is_warning


@pytest.mark.slow
@pytest.mark.parametrize("key", HEALTHY)
def test_a_healthy_run_is_not_alarmed(key: str, make_run: Callable[..., Run]) -> None:
    signals, step = measure(make_run, *HEALTHY[key])
    assert [rule.key for rule in RULES.values() if rule.is_warning and rule.holds(signals, step)] == []
    reading = diagnose(signals, step)
    assert reading is not None
    assert reading.rule.key == key
