"""The nightly benchmark asks something of every method."""

import pytest

from benchmarks.levels import LEVELS, config_of
from ganlib.catalog.metrics import METRICS
from ganlib.config.gan import GAN_ARCHITECTURES, GAN_LOSSES
from ganlib.config.presets import PRESETS
from ganlib.config.vae import VAE_ARCHITECTURES, VAE_LIKELIHOODS, VAE_OBJECTIVES

CHOICES = {
    "loss": GAN_LOSSES,
    "architecture": GAN_ARCHITECTURES + VAE_ARCHITECTURES,
    "objective": VAE_OBJECTIVES,
    "likelihood": VAE_LIKELIHOODS,
}
ADDED = (  # a method of its own when it is not off
    *("r1_weight", "r2_weight", "gradient_penalty_weight", "dragan_weight", "spectral_norm", "weight_clip"),
    *("label_smoothing", "instance_noise", "adaptive_augmentation", "minibatch_deviation", "unrolled_steps"),
    *("conditional", "free_bits", "kl_warmup", "binarised", "dropout", "ema_half_life"),
)


@pytest.mark.parametrize("name", LEVELS)
def test_a_level_is_of_something_that_can_be_trained_and_measured(name: str) -> None:
    assert config_of(name).with_settings({"minutes": LEVELS[name].minutes})
    assert METRICS[LEVELS[name].metric].direction in ("lower", "higher")


def test_every_preset_has_a_level() -> None:
    assert PRESETS.keys() <= LEVELS.keys()


def test_every_method_has_a_level() -> None:
    models = [config_of(name).model for name in LEVELS]
    for setting, choices in CHOICES.items():
        assert set(choices) == {getattr(model, setting) for model in models if hasattr(model, setting)}
    for setting in ADDED:
        assert any(getattr(model, setting, False) for model in models), setting
    assert {getattr(model, "packed_images", 1) for model in models} > {1}
    assert {getattr(model, "penalty_method", "exact") for model in models} == {"exact", "finite_difference"}
    assert max(getattr(model, "penalty_every_steps", 1) for model in models) > 1
