"""Configs check themselves, and their errors name the field."""

import dataclasses
import math

import pytest

from ganlib.config.gan import GanConfig
from ganlib.config.optimizer import OptimizerConfig
from ganlib.config.run import TrainingConfig
from ganlib.config.vae import VaeConfig
from ganlib.errors import ConfigError


@pytest.mark.parametrize(
    ("config", "changes", "field"),
    [
        (GanConfig, {"latent_dim": 0}, "latent_dim"),
        (GanConfig, {"latent_dim": 64.0}, "latent_dim"),
        (GanConfig, {"latent_dim": True}, "latent_dim"),
        (GanConfig, {"latent_dim": 10**400}, "latent_dim"),
        (GanConfig, {"r1_weight": 10**400}, "r1_weight"),
        (GanConfig, {"r1_weight": math.nan}, "r1_weight"),
        (GanConfig, {"r1_weight": "0.1"}, "r1_weight"),
        (GanConfig, {"loss": "lsgan"}, "loss"),
        (VaeConfig, {"beta": math.inf}, "beta"),
        (TrainingConfig, {"jit_compile": 1}, "jit_compile"),
        (OptimizerConfig, {"learning_rate": -1.0}, "learning_rate"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_field(config, changes, field):
    with pytest.raises(ConfigError) as caught:
        config(**changes)
    assert caught.value.field == field
    assert field in str(caught.value)


def test_a_nested_field_is_named_by_its_dotted_key():
    with pytest.raises(ConfigError) as caught:
        GanConfig().replace({"g_optimizer.beta_1": 2.0})
    assert caught.value.field == "g_optimizer.beta_1"
    with pytest.raises(ConfigError) as caught:
        GanConfig.from_dict({"g_optimizer": {"beta_1": "high"}})
    assert caught.value.field == "g_optimizer.beta_1"
    with pytest.raises(ConfigError) as caught:
        GanConfig.from_dict({"g_optimizer": 3})
    assert caught.value.field.startswith("g_optimizer")


def test_a_whole_number_may_stand_for_a_float():
    assert type(GanConfig(r1_weight=1).r1_weight) is float


def test_replacing_changes_only_what_was_named():
    before = GanConfig()
    after = before.replace({"latent_dim": 8, "d_optimizer.learning_rate": 0.5})
    assert before == GanConfig()
    differing = {key for key, value in after.values().items() if before.values()[key] != value}
    assert differing == {"latent_dim", "d_optimizer.learning_rate"}


def test_replacing_an_unknown_key_lists_those_that_exist():
    with pytest.raises(ConfigError, match="latent_dim") as caught:
        GanConfig().replace({"latnet_dim": 8})
    assert caught.value.field == "latnet_dim"


def test_a_dictionary_with_unknown_and_missing_keys_is_read():
    assert GanConfig.from_dict({"latent_dim": 8, "from_the_future": 1}) == GanConfig(latent_dim=8)


def test_configs_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        GanConfig().latent_dim = 3  # type: ignore[misc]


def test_large_bounds_are_told_in_full():
    with pytest.raises(ConfigError, match="1 – 10,000,000"):
        TrainingConfig(num_steps=0)
