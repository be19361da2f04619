"""Ten thousand links that nobody meant: the parsers answer each of them, and no page breaks."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ganlib.config.link import from_params, to_params, with_text
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError
from ganlib.store.runs import RunStore
from tests.fakes.run import write_run
from tests.hostile.strings import IDS, MARKUP
from tests.pages.conftest import OpenPage

KEYS = sorted({key for config in PRESETS.values() for key in config.settings()} | {"preset"})
NUMBERS = [
    "nan",
    "-nan",
    "inf",
    "-inf",
    "1e308",
    "1e309",
    "-0",
    "0x10",
    "1_0",
    "１２",
    "9" * 5000,
    "true",
    "None",
    "[]",
]
PRINTABLE = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)
VALUES = st.sampled_from([*NUMBERS, *MARKUP, *PRESETS, "", "0", "1", "5", "0.5"]) | PRINTABLE
LINKS = st.dictionaries(st.sampled_from(KEYS) | PRINTABLE, VALUES, max_size=8)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINKS)
def test_ten_thousand_links_are_read_or_explained(params: Mapping[str, str]) -> None:
    config, problems = from_params(params, "quick-gan")
    assert from_params(to_params(config), "quick-gan") == (config, [])
    for problem in problems:
        assert problem.text(str)


@pytest.mark.parametrize("text", [text for text in NUMBERS if text not in ("-0", "1_0", "１２")])
@pytest.mark.parametrize("key", ["latent_dim", "minutes", "g_optimizer.learning_rate", "seed"])
def test_what_is_no_number_in_range_is_refused(key: str, text: str) -> None:
    with pytest.raises(ConfigError):
        with_text(preset("quick-gan"), key, text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308, 10**400, -1, True, "1", None, [], 2.5])
def test_a_config_file_with_a_number_that_is_none_is_refused(value: object) -> None:
    data = preset("quick-gan").to_dict()
    data["model"]["latent_dim"] = value
    with pytest.raises(ConfigError, match="latent_dim"):
        RunConfig.from_dict(data)


def test_a_config_whose_preset_is_gone_still_has_a_link() -> None:
    config = RunConfig.from_dict(preset("quick-vae").to_dict() | {"preset": "gone"})
    again, problems = from_params(to_params(config), "quick-gan")
    assert (again.settings(), problems) == (config.settings(), [])


@pytest.mark.slow
@pytest.mark.parametrize("page", ["train", "compare", "runs"])
def test_a_hundred_links_break_no_page(store: RunStore, open_page: OpenPage, page: str) -> None:
    runs = [write_run(store, preset(key), steps=20) for key in ("quick-gan", "quick-vae")]
    ids = ",".join(run.run_id for run in runs)
    names = st.sampled_from(["run", "runs", "by", "at", "page", "lang", "preset", "embed", *KEYS[:6]])
    odd = st.sampled_from([text for text in [*IDS, *MARKUP, *NUMBERS, ids, runs[0].run_id] if "\ud800" not in text])

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(names, odd | PRINTABLE, min_size=1, max_size=4))
    def visit(params: Mapping[str, str]) -> None:
        shown = open_page(page, params)
        assert not shown.exception, [error.message for error in shown.exception]

    visit()


@pytest.mark.parametrize("params", [{"runs": ",".join(f"run{i}" for i in range(5000))}])
def test_a_link_of_thousands_of_ids_is_answered_in_a_few_lines(open_page: OpenPage, params: dict[str, str]) -> None:
    shown = open_page("compare", params)
    assert not shown.exception
    assert len(shown.warning) <= 20


def test_a_link_of_thousands_of_settings_is_answered_in_a_few_lines(open_page: OpenPage) -> None:
    shown = open_page("train", {f"magic{i}": "x" * 1000 for i in range(1000)})
    assert not shown.exception
    assert sum(len(element.value) for element in shown.warning) < 10_000
