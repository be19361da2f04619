"""What finished models draw: new pictures, the ways between them, and a map of two latents; of one run, or of several
side by side.
"""

from collections.abc import Sequence

import streamlit as st

from ganlib import sampling
from ganlib.config.drawn import dots_of
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.i18n import N_
from ganlib.model_files import is_there
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.ui import explore, frame, state
from ganlib.ui.datasets import kinds_of
from ganlib.ui.gallery import show_images, show_points
from ganlib.ui.words import number, plain, t

_COLUMNS, _COLUMNS_BESIDE_OTHERS, _ROWS = 10, 6, 4
_WIDTH_BESIDE_OTHERS = 250  # pixels at least, before a row wraps
_MAP_SIDE = 15
_POINTS = 1_000
_EVERYTHING = -1  # among the classes: one after the other
_SAMPLES, _WALKS, _MAP = "samples", "walks", "map"
_VIEWS = {
    _SAMPLES: N_("Single pictures"),
    _WALKS: N_("From one to another"),
    _MAP: N_("The whole map"),
}
_ALT = {
    _SAMPLES: N_("Pictures that the finished model has just drawn"),
    _WALKS: N_("Rows of pictures that change from one into another"),
    _MAP: N_("A map of all that the model draws, picture beside picture"),
}
_ABOUT = {
    _WALKS: N_(
        "Each row leads from one new picture, on the left, to another, on the right: in between the latents (the "
        "random numbers that a picture is made of) change evenly. Where pictures turn into one another bit by bit, the "
        "model has learned what they have in common; sudden jumps are a sign of pictures learned by heart."
    ),
    _MAP: N_(
        "This model makes each picture of two numbers, its latents: the first grows to the right, the second upwards. "
        "Every place of this map is as probable as any other."
    ),
}


def show(run: Run, config: RunConfig) -> None:
    """A box that draws when it is opened, and the way to Explore; nothing for a run without a finished model."""
    if not is_there(run.path / layout.MODEL):
        return
    title = t("Draw new points") if config.draws_points else t("Draw new pictures")
    box = st.expander(title, icon=":material/brush:", on_change="rerun", key=f"{state.DRAW}-box-{run.run_id}")
    if box.open:
        with box:
            _panel(run, config)
    if explore.why_not(run) is None:
        st.page_link(
            frame.file_of("latent"),
            label=t("Walk through all that it can draw, or find a picture of your own in it"),
            icon=":material/explore:",
            query_params={"run": run.run_id},
        )


def show_together(sides: Sequence[tuple[Run, str, RunConfig]]) -> None:
    """The same for several runs, with their titles; nothing where none of them has a finished model."""
    if not any(is_there(run.path / layout.MODEL) for run, _, _ in sides):
        return
    box = st.expander(
        t("Let each of them draw"), icon=":material/brush:", on_change="rerun", key=f"{state.DRAW}-box-together"
    )
    if box.open:
        with box:
            _panel_together(sides)


@st.fragment
def _panel(run: Run, config: RunConfig) -> None:
    key, model = f"{state.DRAW}-{run.run_id}", run.path / layout.MODEL
    try:
        has_map = config.model.latent_dim == 2 and sampling.has_map(model)  # most models need not be opened for it
        view = _SAMPLES if config.draws_points else _view(key, has_map)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            label = _label(key, config, view) if config.is_conditional or config.num_codes else None
            seed = _seed(key, is_random=view != _MAP)
        is_all_kept = view == _SAMPLES and sampling.rejects(model) and not _leaves_out(key)
        _show_drawn(run, config, view, seed, _COLUMNS, label, is_all_kept)
    except GanlibError:  # it names files of this computer
        _say_damaged()
        return
    if view in _ABOUT:
        st.caption(t(_ABOUT[view]))
    if view != _MAP:
        st.caption(t("Seed {seed}. The same seed always draws the same.", seed=number(seed)))


@st.fragment
def _panel_together(sides: Sequence[tuple[Run, str, RunConfig]]) -> None:
    key = f"{state.DRAW}-together"
    is_of_points = all(config.draws_points for _, _, config in sides)
    view = _SAMPLES if is_of_points else _view(key, has_map=False)
    seed = _seed(key)
    with st.grid(len(sides), min_column_width=_WIDTH_BESIDE_OTHERS, gap="medium", key="compare-drawn") as grid:
        for run, title, config in sides:
            with grid.cell():
                st.markdown(f"**{plain(title)}**")
                if not is_there(run.path / layout.MODEL):
                    st.caption(t("It draws when its training is over."))
                    continue
                try:
                    _show_drawn(run, config, _SAMPLES if config.draws_points else view, seed, _COLUMNS_BESIDE_OTHERS)
                except GanlibError:
                    _say_damaged()
    if view in _ABOUT:
        st.caption(t(_ABOUT[view]))


def _view(key: str, has_map: bool) -> str:
    """What the person wants to see of a model of pictures."""
    chosen = st.segmented_control(
        t("What to see"),
        [view for view in _VIEWS if view != _MAP or has_map],
        default=_SAMPLES,
        required=True,
        format_func=lambda view: t(_VIEWS[view]),
        key=f"{key}-view",
        label_visibility="collapsed",
    )
    return str(chosen)


def _label(key: str, config: RunConfig, view: str) -> int | None:
    """The class or kind that the person asks for; None: one after the other. A map is always of one."""
    names = kinds_of(config)
    everything = t("everything, a row for each") if view == _WALKS else t("everything, a column for each")
    chosen = st.selectbox(
        t("What to draw"),
        [*([] if view == _MAP else [_EVERYTHING]), *range(len(names))],
        format_func=lambda label: everything if label == _EVERYTHING else names[label],
        key=f"{key}-map-label" if view == _MAP else f"{key}-label",
        width=280,
    )
    return None if chosen == _EVERYTHING else chosen


def _seed(key: str, is_random: bool = True) -> int:
    """Of the random numbers, and where they matter a button for others."""
    seed_key = f"{key}-seed"
    seed = int(st.session_state.setdefault(seed_key, 0))
    if is_random:
        st.button(
            t("Draw others"),
            icon=":material/casino:",
            key=f"{key}-others",
            help=t("Starts from other random numbers."),
            on_click=_draw_others,
            args=(seed_key,),
        )
    return seed


def _draw_others(seed_key: str) -> None:
    st.session_state[seed_key] += 1


def _leaves_out(key: str) -> bool:
    return st.toggle(
        t("Leave out what the discriminator rejects"),
        value=True,
        key=f"{key}-reject",
        help=t(
            "The discriminator judges every sample once more. In the place of what it rejects another one like it is "
            "drawn."
        ),
    )


def _show_drawn(
    run: Run,
    config: RunConfig,
    view: str,
    seed: int,
    columns: int,
    label: int | None = None,
    is_all_kept: bool = False,
) -> None:
    """Raises GanlibError: the model is damaged."""
    model, num_kinds = run.path / layout.MODEL, config.num_classes or config.num_codes
    if view == _MAP:
        columns = _MAP_SIDE
        samples = sampling.latent_map(model, columns, label)
    elif view == _WALKS:
        rows = max(_ROWS, num_kinds) if label is None else _ROWS
        samples = sampling.walks(model, rows, columns, seed, label)
    else:
        if label is None and num_kinds:
            columns = num_kinds * max(1, columns // num_kinds)  # so that a column is of one kind
        count = _POINTS if config.draws_points else columns * _ROWS
        samples = sampling.sample(model, count, seed, label=label, is_all_kept=is_all_kept)
    dots = dots_of(config.data.dataset)
    if samples.shape[1:] != (dots.dimensions,) if dots else samples.ndim == 2:
        _say_damaged()  # an imported model may be another than it says
    elif dots:
        show_points(samples, dots, alt=t("Points that the finished model has just drawn"))
    else:
        show_images(samples, columns, alt=t(_ALT[view]))


def _say_damaged() -> None:
    st.error(t("The model of this run is damaged and cannot be opened. Train it again."))
