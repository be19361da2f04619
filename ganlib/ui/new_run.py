"""Adjusting a preset before it starts, or a run's settings before it branches."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from ganlib.catalog.presets import PRESETS as WORDS
from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.runner.speed import seconds_needed, speed_of
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.runs import Run
from ganlib.ui import cards, resources, state
from ganlib.ui.forms import settings_form
from ganlib.ui.limits import is_within, size_line, speed_line, warn_when_nearly_full
from ganlib.ui.start import branch, go_button, start
from ganlib.ui.words import duration, number, plain, t

_DEFAULT_PRESET = "quick-gan"


@dataclass(frozen=True)
class _BranchPoint:
    """Where a branch begins."""

    parent: Run
    checkpoint: Checkpoint
    config: RunConfig


def show(params: Mapping[str, str]) -> None:
    """The page of an address that names a preset or settings, and perhaps a checkpoint to go on from."""
    named = params.get("preset", _DEFAULT_PRESET)
    spec = WORDS[named if named in PRESETS else _DEFAULT_PRESET]
    go_button(t("All choices"), {}, key="all-choices", icon=":material/arrow_back:")
    st.title(t(spec.title), anchor=False)
    point = _branch_point(params)
    if point is None:
        st.markdown(t(spec.why))
        if spec.paper:
            st.caption(spec.paper)
        if spec.differs:
            st.caption(t("What is different here: {difference}", difference=t(spec.differs)))
    branch_params = {key: params[key] for key in (state.BRANCH_OF, state.BRANCH_STEP) if point and key in params}
    settings = {key: text for key, text in params.items() if key not in (state.BRANCH_OF, state.BRANCH_STEP)}
    locked = frozenset(point.config.network_facts()) if point else frozenset()
    config, is_usable = settings_form(settings, _DEFAULT_PRESET, branch_params, locked)
    if point is None:
        st.markdown(f"{_estimate(config)} {speed_line(config)} {size_line(config)}")
        label, icon = t("Start training"), ":material/play_arrow:"
    else:
        label, icon = t("Start the branch"), ":material/call_split:"
    is_usable = is_within(config) and is_usable
    warn_when_nearly_full()
    if st.button(label, type="primary", icon=icon, key="start-training", disabled=not is_usable):
        if point is None:
            start(config)
        else:
            branch(point.parent, point.checkpoint, config)
    st.caption(t("The address of this page holds these settings: copy it to share or keep them."))


def _branch_point(params: Mapping[str, str]) -> _BranchPoint | None:
    """The checkpoint that the address names; what is wrong with it is said, and a plain new run offered."""
    if state.BRANCH_OF not in params:
        return None
    try:
        parent = resources.store().open(params[state.BRANCH_OF])
        config = parent.config()
    except GanlibError as error:
        st.warning(plain(error.text(t)), icon=":material/link_off:")
        return None
    steps = {str(checkpoint.step): checkpoint for checkpoint in parent.checkpoints()}
    checkpoint = steps.get(params.get(state.BRANCH_STEP, ""))
    if checkpoint is None:
        st.warning(
            t(
                "There is no checkpoint of step “{step}” any more; there are: {steps}.",
                step=plain(params.get(state.BRANCH_STEP, "")[:20]),
                steps=", ".join(steps) or "–",
            ),
            icon=":material/link_off:",
        )
        return None
    st.info(
        t(
            "A branch of **{name}**: it goes on from step {step} with the settings below. Steps and minutes count "
            "from the start of its parent. The networks stay what they are.",
            name=plain(cards.run_title(parent)),
            step=number(checkpoint.step),
        ),
        icon=":material/call_split:",
    )
    return _BranchPoint(parent, checkpoint, config)


def _estimate(config: RunConfig) -> str:
    is_timed = config.training.budget == "minutes"
    seconds, speed = seconds_needed(resources.store(), config), speed_of(resources.store(), config)
    if seconds is None:
        time = t("How long this takes here is not known yet; you will see it once it runs.")
    elif is_timed or (speed and speed.is_measured):
        time = t("Takes about {time} here.", time=duration(seconds))
    else:
        time = t("Takes very roughly {time} here.", time=duration(seconds))
    if is_timed:
        return time
    n = number(config.training.num_steps * config.data.batch_size)
    if config.draws_points:
        return time + " " + t("It looks at {n} points, some of them many times.", n=n)
    return time + " " + t("It looks at {n} pictures, some of them many times.", n=n)
