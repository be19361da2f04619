"""Limits: from the environment, generous at home and strict among strangers; what is beyond them is refused."""

import pytest

from ganlib.config.limits import SHARED_LIMITS, Limits, is_nearly, is_shared, limits_wanted
from ganlib.config.presets import PRESETS, preset
from ganlib.errors import ConfigError, LimitError

QUICK_GAN = preset("quick-gan")


def test_a_studio_is_private_unless_it_is_said_to_be_shared():
    assert limits_wanted({}) == Limits()
    assert limits_wanted({"GAN_STUDIO_MODE": "shared"}) == SHARED_LIMITS
    assert not is_shared({"GAN_STUDIO_MODE": "private"})


def test_each_limit_has_a_variable():
    chosen = limits_wanted(
        {
            "GAN_STUDIO_MODE": "shared",
            "GAN_STUDIO_MAX_STEPS": "7",
            "GAN_STUDIO_MAX_MINUTES": "0.5",
            "GAN_STUDIO_MAX_PARAMETERS": "1000",
            "GAN_STUDIO_MAX_WAITING": "0",
            "GAN_STUDIO_MAX_PER_VISITOR": "1",
            "GAN_STUDIO_MAX_DISK_GB": "1.5",
        }
    )
    expected = Limits(
        max_steps=7, max_minutes=0.5, max_parameters=1000, max_waiting=0, max_per_visitor=1, max_disk_gb=1.5
    )
    assert chosen == expected
    assert chosen.disk_bytes == 3 * 2**29


@pytest.mark.parametrize("text", ["", "many", "-1", "nan", "inf", "1e999", "1.5", "9" * 5000])
def test_a_bad_number_is_told_with_its_variable(text):
    with pytest.raises(ConfigError, match="GAN_STUDIO_MAX_STEPS"):
        limits_wanted({"GAN_STUDIO_MAX_STEPS": text})


@pytest.mark.parametrize("mode", ["", "Shared", "public"])
def test_a_misspelt_mode_does_not_open_the_studio(mode):
    with pytest.raises(ConfigError, match="private, shared"):
        limits_wanted({"GAN_STUDIO_MODE": mode})


@pytest.mark.parametrize("config", PRESETS.values(), ids=PRESETS)
def test_every_preset_may_be_trained_at_home_and_among_strangers(config):
    Limits().check(config)
    SHARED_LIMITS.check(config)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"budget": "steps", "num_steps": 10_000_000}, "10,000,000 steps"),
        ({"budget": "minutes", "minutes": 10_080.0}, "10,080 minutes"),
        ({"generator_filters": 512, "discriminator_filters": 512}, "parameters"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_with_both_numbers(changes, words):
    with pytest.raises(LimitError, match=words):
        SHARED_LIMITS.check(QUICK_GAN.with_settings(changes))


def test_only_the_budget_that_counts_is_held_against_its_limit():
    SHARED_LIMITS.check(QUICK_GAN.with_settings({"budget": "minutes", "minutes": 5.0, "num_steps": 10_000_000}))
    SHARED_LIMITS.check(QUICK_GAN.with_settings({"budget": "steps", "num_steps": 5, "minutes": 10_080.0}))


def test_a_run_ends_at_the_first_limit_whatever_its_budget_counts():
    limits = Limits(max_steps=10, max_minutes=1.0)
    assert not limits.is_reached(9, 59.9)
    assert limits.is_reached(10, 0.0)
    assert limits.is_reached(0, 60.0)


def test_a_warning_comes_before_the_limit():
    assert [is_nearly(used, 10) for used in (7, 8, 10, 12)] == [False, True, True, True]
