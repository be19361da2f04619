"""Links: short, complete, and harmless when made by hand."""

from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from ganlib.config.base import Bounds
from ganlib.config.link import from_params, to_params, with_text
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError


def _values(kind: type, bounds: Bounds) -> st.SearchStrategy[Any]:
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(int(bounds.minimum or 0), int(bounds.maximum or 0))
    return st.floats(bounds.minimum, bounds.maximum)


@st.composite
def configs(draw: st.DrawFn) -> RunConfig:
    """Any valid config: some settings of some preset changed to anything that is allowed."""
    config = draw(st.sampled_from(list(PRESETS.values())))
    types = config.setting_types()
    keys = draw(st.lists(st.sampled_from(sorted(types)), unique=True, max_size=6))
    try:
        return config.with_settings({key: draw(_possible(config, key)) for key in keys})
    except ConfigError:  # each value is allowed, but packs do not divide the batch
        reject()


def _possible(config: RunConfig, key: str) -> st.SearchStrategy[Any]:
    choices = config.possible_choices(key)
    return st.sampled_from(choices) if choices else _values(*config.setting_types()[key])


@settings(max_examples=200, deadline=None)
@given(configs())
def test_any_config_survives_its_link(config):
    assert from_params(to_params(config), default="quick-gan") == (config, [])


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=20) | st.sampled_from(sorted(preset("quick-gan").settings())), st.text()))
def test_no_link_however_odd_breaks_the_page(params):
    config, problems = from_params(params, default="quick-gan")
    assert from_params(to_params(config), default="quick-vae") == (config, [])
    assert {problem.field for problem in problems} <= {*params, "preset"}


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_alone_makes_a_short_link(key):
    assert to_params(preset(key)) == {"preset": key}


def test_what_is_valid_in_a_link_is_used_and_what_is_not_is_told():
    params = {"preset": "quick-vae", "beta": "2.5", "batch_size": "-3", "magic": "1", "jit_compile": "maybe"}
    config, problems = from_params(params, default="quick-gan")
    assert config == preset("quick-vae").with_settings({"beta": 2.5})
    assert [problem.field for problem in problems] == ["batch_size", "magic", "jit_compile"]


def test_a_link_to_a_preset_that_is_gone_opens_the_default():
    config, problems = from_params({"preset": "gone", "seed": "7"}, default="quick-gan")
    assert config == preset("quick-gan").with_settings({"seed": 7})
    assert [problem.field for problem in problems] == ["preset"]


@pytest.mark.parametrize(("key", "text"), [("seed", "9" * 400), ("beta", "nan"), ("beta", "1e999"), ("beta", "")])
def test_numbers_that_are_none_are_refused(key, text):
    with pytest.raises(ConfigError) as caught:
        with_text(preset("quick-vae"), key, text)
    assert caught.value.field == key


def test_a_misspelt_setting_is_answered_with_the_closest_ones():
    _, problems = from_params({"learning_rate": "1e-3"}, "quick-gan")
    assert "Did you mean g_optimizer.learning_rate, d_optimizer.learning_rate?" in str(problems[0])


def test_what_goes_with_the_rest_of_a_link_need_not_go_with_the_preset():
    config = preset("conditional-gan").with_settings({"conditional": False, "dataset": "stacked_mnist"})
    assert from_params(to_params(config), default="quick-gan") == (config, [])
