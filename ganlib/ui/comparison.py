"""Two to four runs side by side: pictures at the same moment, losses, facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ganlib.charts.comparison import BY_SECONDS, BY_STEP, MarkRange, mark_range
from ganlib.config.run import RunConfig
from ganlib.errors import DamagedRunError
from ganlib.runner.reconcile import current_status
from ganlib.store.pictures import Pictures
from ganlib.store.records import Record
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from ganlib.ui import comparison_tables, datasets, draw, drawings, resources, state
from ganlib.ui.about_losses import about_losses
from ganlib.ui.cards import run_title, state_badge
from ganlib.ui.choose_runs import AT_PARAMETER, BY_PARAMETER
from ganlib.ui.gallery import frame_at, show_picture, step_at
from ganlib.ui.live import full_rerun_when, refresh
from ganlib.ui.live_chart import live_chart
from ganlib.ui.readers import scalar_rows
from ganlib.ui.words import duration, number, plain, t

_PICTURE_WIDTH, _CHART_WIDTH = 150, 250  # pixels at least, before a row wraps


@dataclass(frozen=True)
class _Side:
    """What one look at a run found."""

    run: Run
    title: str
    config: RunConfig
    status: Status
    rows: list[Record]
    pictures: Pictures

    def seconds_at(self, step: int) -> float:
        """Training time when `step` was done; 0 before the first row."""
        return max((row["seconds"] for row in self.rows if row["step"] <= step), default=0.0)


def show(runs: Sequence[Run]) -> None:
    """The whole comparison. It refreshes only while one of the runs is active."""
    sides = _look_at(runs)
    is_active = any(side.status.state.is_active for side in sides)
    refresh(_live_part, runs, is_active, active=is_active)
    draw.show_together([(side.run, side.title, side.config) for side in sides])
    comparison_tables.show_differences([(side.title, side.config) for side in sides])
    comparison_tables.offer_downloads([(side.run, side.title) for side in sides])


def problems_in_address() -> list[str]:
    """What the address says about the moment that cannot be used, in markdown."""
    by, at = st.query_params.get(BY_PARAMETER, BY_SECONDS), st.query_params.get(AT_PARAMETER, "0")
    problems = []
    if by not in (BY_SECONDS, BY_STEP):
        problems.append(
            t("The link asks for “{value}”; runs are compared by seconds or by step.", value=plain(by[:60]))
        )
    if _number_in(at) is None:
        problems.append(
            t("“{value}” in the link is not a moment: the newest pictures are shown.", value=plain(at[:60]))
        )
    return problems


def _number_in(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _look_at(runs: Sequence[Run]) -> list[_Side]:
    return [
        _Side(run, run_title(run), run.config(), current_status(run), scalar_rows(run), run.pictures()) for run in runs
    ]


def _live_part(runs: Sequence[Run], was_active: bool) -> None:
    try:
        sides = _look_at(runs)
    except DamagedRunError:  # deleted while it was shown
        full_rerun_when(True)
        return
    by, mark = _moment(sides)
    _grids(sides, by, mark)
    _losses(sides, by)
    comparison_tables.show_facts([(side.run, side.title, side.config, side.status, side.rows) for side in sides])
    full_rerun_when(was_active and not any(side.status.state.is_active for side in sides))


def _moment(sides: Sequence[_Side]) -> tuple[str, float]:
    """The switch and the slider: compare by what, and where the mark stands. The address holds both."""
    wanted = st.query_params.get(BY_PARAMETER)
    st.session_state[state.COMPARE_BY] = by = wanted if wanted in (BY_SECONDS, BY_STEP) else BY_SECONDS
    ends = [_end(side, by) for side in sides]
    marks = mark_range(ends, is_growing=any(side.status.state.is_active for side in sides))
    newest = min(marks.end, -(-int(max(ends) + 0.999) // marks.step) * marks.step)
    at = _number_in(st.query_params.get(AT_PARAMETER, ""))
    mark = newest if at is None else marks.nearest(at)
    switch, slider = st.columns([1, 3], vertical_alignment="bottom")
    titles = {BY_SECONDS: t("training time"), BY_STEP: t("step")}
    switch.segmented_control(
        t("At the same"),
        list(titles),
        format_func=lambda key: titles[key],
        key=state.COMPARE_BY,
        required=True,
        on_change=_switch_into_address,
        help=t("Training time is fair: all had the machine for as long. Steps of different models cost differently."),
    )
    if max(ends) > 0:
        with slider:
            _slider(by, marks, mark, newest)
    return by, mark


def _slider(by: str, marks: MarkRange, mark: float, newest: int) -> None:
    before = st.session_state.get(state.COMPARE_SHOWN, (None, None))
    if before[1] != mark:
        st.session_state[state.COMPARE_SHOWN] = (before[1], mark)
    st.session_state[state.COMPARE_AT] = mark
    st.slider(
        t("Show the pictures after this many seconds of training")
        if by == BY_SECONDS
        else t("Show the pictures after this many steps"),
        min_value=0,
        max_value=marks.end,
        step=marks.step,
        format="%d s" if by == BY_SECONDS else "%d",
        key=state.COMPARE_AT,
        on_change=_mark_into_address,
        args=(newest,),
        help=t("Moves all grids. Each shows its last picture up to there. At the right end it follows the newest."),
    )


def _end(side: _Side, by: str) -> float:
    last = side.rows[-1] if side.rows else {}
    written = side.status.seconds if by == BY_SECONDS else side.status.step
    return max(float(last.get(by, 0)), float(written))


def _switch_into_address() -> None:
    st.query_params[BY_PARAMETER] = st.session_state[state.COMPARE_BY]
    st.query_params.pop(AT_PARAMETER, None)  # seconds are not steps


def _mark_into_address(newest: int) -> None:
    mark = st.session_state[state.COMPARE_AT]
    follows = AT_PARAMETER not in st.query_params
    if follows and mark == st.session_state[state.COMPARE_SHOWN][0]:
        return  # a busy browser that has not yet heard of the newest moment: nobody moved anything
    st.session_state[state.COMPARE_SHOWN] = (None, mark)
    if mark >= newest:
        st.query_params.pop(AT_PARAMETER, None)
    else:
        st.query_params[AT_PARAMETER] = str(mark)


def _grids(sides: Sequence[_Side], by: str, mark: float) -> None:
    """Real pictures first, once for each data set; then each run; reconstructions in a second row."""
    datasets = {side.config.data.dataset: None for side in sides}
    for side in sides:
        datasets[side.config.data.dataset] = datasets[side.config.data.dataset] or side.run.real_picture()
    if len(datasets) > 1:
        st.caption(t("These runs learn from different pictures: what one finds hard the other may find easy."))
    num_columns = len(datasets) + len(sides)
    with st.grid(num_columns, min_column_width=_PICTURE_WIDTH, gap="medium", key="compare-grids") as grid:
        for dataset, picture in datasets.items():
            with grid.cell():
                _real(dataset, picture)
        for side in sides:
            with grid.cell():
                _head(side)
                _picture(side, side.pictures, _step_of(side, by, mark), t("Samples of {name}", name=side.title))
    if any(side.config.family == "vae" and not side.config.draws_points for side in sides):
        _copies(sides, by, mark, num_real=len(datasets))


def _copies(sides: Sequence[_Side], by: str, mark: float, num_real: int) -> None:
    """Reconstructions, under the samples of the same run."""
    st.subheader(t("Copies of real pictures (reconstructions)"))
    with st.grid(num_real + len(sides), min_column_width=_PICTURE_WIDTH, gap="medium", key="compare-copies") as grid:
        with grid.cell(column_span=num_real):
            st.caption(
                t(
                    "In each pair of rows: above, real pictures that the VAE has never trained on; below, what is left "
                    "of them after they went through its small code."
                )
            )
        for side in sides:
            with grid.cell():
                st.caption(plain(side.title))
                if side.config.family == "vae":
                    copies = side.run.pictures("reconstructions")
                    _picture(side, copies, _step_of(side, by, mark), t("Copies made by {name}", name=side.title))
                else:
                    st.caption(t("A GAN makes no copies: its generator never sees a real picture."))


def _step_of(side: _Side, by: str, mark: float) -> float:
    return mark if by == BY_STEP else step_at(side.rows, mark)


def _real(dataset: str, picture: Path | None) -> None:
    title = datasets.title_of(dataset)
    st.markdown(f"**{plain(title)}**")
    st.badge(t("real"), color="green", icon=":material/photo_library:", help=t("Pictures from the training data."))
    if picture:
        show_picture(picture, alt=t("Real pictures: {data}", data=title))
    else:
        st.caption(t("They appear when the first run has loaded them."))


def _head(side: _Side) -> None:
    st.markdown(f"**{plain(side.title)}**")
    with st.container(horizontal=True, gap="xsmall"):
        family_badge(side.config.family)
        state_badge(side.status)
    bar = st.empty()  # there without a bar, too: else all below moves up at the end, and its last line stands twice
    if side.status.state is RunState.RUNNING:
        bar.progress(min(1.0, max(0.0, side.status.progress)), text=t("{share:.0%} done", share=side.status.progress))


def family_badge(family: str) -> None:
    """GAN or VAE, each in its colour."""
    if family == "gan":
        st.badge("GAN", color="blue", help=t("Generative adversarial network: a generator against a discriminator."))
    else:
        st.badge(
            "VAE",
            color="orange",
            help=t("Variational autoencoder: an encoder and a decoder with a small code between."),
        )


def _picture(side: _Side, pictures: Pictures, step: float, alt: str) -> None:
    shown = frame_at(pictures, step)
    if shown is not None:
        moment = t("step {step}, {time}", step=number(shown), time=duration(side.seconds_at(shown)))
        show_picture(pictures[shown], alt=f"{alt}, {moment}")
        st.caption(moment)
        return
    place = resources.queue_place(side.run) if side.status.state is RunState.QUEUED else None
    if place:
        st.caption(t("It waits for its turn: place {place} in the queue.", place=place))
    elif side.status.state.is_active:
        st.caption(t("The first picture comes in a moment."))
    else:
        st.caption(t("This run has no pictures."))


def _losses(sides: Sequence[_Side], by: str) -> None:
    from ganlib.charts.losses import loss_panels
    from ganlib.charts.theme import Style, family_colour

    st.subheader(t("Losses"))
    st.write(about_losses([side.config for side in sides]))
    with st.grid(len(sides), min_column_width=_CHART_WIDTH, gap="medium", key="compare-losses") as grid:
        for side in sides:
            with grid.cell():
                st.markdown(f"**{plain(side.title)}**")
                if not side.rows:
                    st.caption(t("The curves begin with the first steps."))
                    continue
                style = Style(colour=family_colour("vae")) if side.config.family == "vae" else None
                panels = loss_panels(side.config.family, side.rows, t, style=style)
                drawing, _ = drawings.curves(panels, "seconds" if by == BY_SECONDS else "step")
                live_chart(
                    drawing,
                    key=f"compare-losses-{side.run.run_id}",
                    alt=t("Loss curves of {name}", name=side.title),
                )
