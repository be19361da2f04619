"""Small, medium and large are read off the widths."""

import pytest

from ganlib.config.presets import PRESETS, preset
from ganlib.config.widths import CUSTOM, SIZES, at_size, size_of


@pytest.mark.parametrize("key", PRESETS)
@pytest.mark.parametrize("size", SIZES)
def test_a_size_is_recognised_by_its_widths(key, size):
    assert size_of(at_size(preset(key), size)) == size


def test_presets_have_sizes():
    sizes = {key: size_of(config) for key, config in PRESETS.items()}
    assert sizes["quick-gan"] == sizes["quick-vae"] == "medium"
    assert CUSTOM not in sizes.values()


def test_other_widths_are_custom_and_stay_as_they_are():
    config = preset("quick-gan").with_settings({"generator_filters": 65})
    assert size_of(config) == CUSTOM
    assert at_size(config, CUSTOM) == config


def test_a_size_changes_widths_and_nothing_else():
    before, after = preset("quick-gan").settings(), at_size(preset("quick-gan"), "large").settings()
    assert {key for key in before if before[key] != after[key]} == {"generator_filters", "discriminator_filters"}
