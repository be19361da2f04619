"""Adjusting a preset before it starts."""

from collections.abc import Mapping

import streamlit as st

from ganlib.catalog.presets import PRESETS as WORDS
from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.runner.speed import seconds_needed
from ganlib.ui import resources
from ganlib.ui.forms import settings_form
from ganlib.ui.limits import is_within, size_line, warn_when_nearly_full
from ganlib.ui.start import go_button, start
from ganlib.ui.words import duration, number, t

_DEFAULT_PRESET = "quick-gan"


def show(params: Mapping[str, str]) -> None:
    """The page of an address that names a preset or settings."""
    named = params.get("preset", _DEFAULT_PRESET)
    spec = WORDS[named if named in PRESETS else _DEFAULT_PRESET]
    go_button(t("All choices"), {}, key="all-choices", icon=":material/arrow_back:")
    st.title(t(spec.title), anchor=False)
    st.markdown(t(spec.why))
    if spec.paper:
        st.caption(spec.paper)
    config, is_usable = settings_form(params, _DEFAULT_PRESET)
    st.markdown(f"{_estimate(config)} {size_line(config)}")
    is_usable = is_within(config) and is_usable
    warn_when_nearly_full()
    if st.button(
        t("Start training"), type="primary", icon=":material/play_arrow:", key="start-training", disabled=not is_usable
    ):
        start(config)
    st.caption(t("The address of this page holds these settings: copy it to share or keep them."))


def _estimate(config: RunConfig) -> str:
    seconds = seconds_needed(resources.store(), config)
    if seconds is None:
        time = t("How long this takes here is not known yet; you will see it once it runs.")
    else:
        time = t("Takes about {time} here.", time=duration(seconds))
    if config.training.budget == "minutes":
        return time
    pictures = config.training.num_steps * config.data.batch_size
    return time + " " + t("It looks at {n} pictures, some of them many times.", n=number(pictures))
