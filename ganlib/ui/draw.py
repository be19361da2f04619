"""New pictures from a finished model; of one class, where the model was told the classes."""

import streamlit as st

from ganlib import sampling
from ganlib.catalog.datasets import CLASSES
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.ui import state
from ganlib.ui.gallery import show_images, show_points
from ganlib.ui.words import number, t

_COLUMNS, _ROWS = 10, 4
_POINTS = 1_000
_EVERYTHING = -1  # among the classes: one after the other


def show(run: Run, config: RunConfig) -> None:
    """A box that draws when it is opened; nothing for a run without a finished model."""
    if not sampling.is_there(run.path / layout.MODEL):
        return
    title = t("Draw new points") if config.draws_points else t("Draw new pictures")
    box = st.expander(title, icon=":material/brush:", on_change="rerun", key=f"{state.DRAW}-box-{run.run_id}")
    if box.open:
        with box:
            _panel(run, config)


@st.fragment
def _panel(run: Run, config: RunConfig) -> None:
    seed_key = f"{state.DRAW}-seed-{run.run_id}"
    seed = st.session_state.setdefault(seed_key, 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = _label(run, config) if config.is_conditional or config.num_codes else None
        st.button(
            t("Draw others"),
            icon=":material/casino:",
            key=f"{state.DRAW}-others-{run.run_id}",
            help=t("Starts from other random numbers."),
            on_click=_draw_others,
            args=(seed_key,),
        )
    is_all_kept = sampling.rejects(run.path / layout.MODEL) and not st.toggle(
        t("Leave out what the discriminator rejects"),
        value=True,
        key=f"{state.DRAW}-reject-{run.run_id}",
        help=t(
            "The discriminator judges every sample once more. What it rejects is drawn anew from other random numbers."
        ),
    )
    try:
        count = _POINTS if config.draws_points else _COLUMNS * _ROWS
        samples = sampling.sample(run.path / layout.MODEL, count, seed, label=label, is_all_kept=is_all_kept)
    except GanlibError:  # it names files of this computer
        samples = None
    if samples is None or (samples.ndim == 2) != config.draws_points:  # an imported model may be another than it says
        st.error(t("The model of this run is damaged and cannot be opened. Train it again."))
        return
    if config.draws_points:
        show_points(samples, config.data.dataset, alt=t("Points that the finished model has just drawn"))
    else:
        show_images(samples, _COLUMNS, alt=t("Pictures that the finished model has just drawn"))
    st.caption(t("Seed {seed}. The same seed always draws the same.", seed=number(seed)))


def _label(run: Run, config: RunConfig) -> int | None:
    """The class or kind that the person asks for; None: one after the other."""
    names = [t("kind {place}", place=place + 1) for place in range(config.num_codes)]
    if config.is_conditional:
        names = [t(name) for name in CLASSES[config.data.dataset]]
    chosen = st.selectbox(
        t("What to draw"),
        [_EVERYTHING, *range(len(names))],
        format_func=lambda label: t("everything, a column for each") if label == _EVERYTHING else names[label],
        key=f"{state.DRAW}-label-{run.run_id}",
        width=280,
    )
    return None if chosen == _EVERYTHING else chosen


def _draw_others(seed_key: str) -> None:
    st.session_state[seed_key] += 1
