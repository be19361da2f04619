"""Real pictures beside generated ones, at any moment of a run: newest, looked back at, or played from the start."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.i18n import N_
from ganlib.store.pictures import Pictures
from ganlib.store.runs import Run
from ganlib.ui import cards, live, pace, readers, state
from ganlib.ui.gallery import frame_at, frames, show_picture
from ganlib.ui.words import number, t

Show = Callable[[Run, Pictures, int], None]  # draws one step of a run

_SOON = N_("The first pictures appear as soon as training begins.")
_NOTHING = {"step": N_("No pictures."), "moment": N_("Nothing was recorded of this run that could be shown here.")}
_SECONDS_PER_FRAME = 0.4
_NEWEST = 100  # per cent


def show_pictures(run: Run, is_active: bool) -> None:
    """The pictures of a run, with their time-lapse."""
    show_over_time(run, is_active, "step", _pictures)


def show_over_time(run: Run, is_active: bool, kind: str, show: Show, seconds: float | None = None) -> None:
    """What a run was at any of its steps.

    Args:
        kind: of what is to be shown, see `Run.pictures`.
        show: draws what there is at one step.
        seconds: between two looks at a run that trains; None: the longer it has trained, the more.
    """
    is_playing = _key("play", run) in st.session_state
    live.refresh(
        _panel,
        run,
        kind,
        show,
        is_active,
        is_playing,
        active=is_active or is_playing,
        seconds=_SECONDS_PER_FRAME if is_playing else seconds or partial(pace.of_numbers, run),
        news=None if is_playing else lambda: readers.pictures(run, kind).newest,
    )


def _panel(run: Run, kind: str, show: Show, is_active: bool, is_clock_fast: bool) -> None:
    play = _key("play", run)
    live.full_rerun_when((play in st.session_state) != is_clock_fast)
    pictures = readers.pictures(run, kind)
    if kind == "step":
        st.subheader(t("Pictures"), anchor=False)
    if not pictures:
        st.caption(t(_SOON if is_active else _NOTHING[kind]))
        return
    if is_clock_fast:
        step = _next_frame(play, pictures)
        st.button(t("Pause"), icon=":material/pause:", key=_key("pause", run), on_click=_forget, args=(play,))
    else:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.button(
                t("Play"),
                icon=":material/play_arrow:",
                key=_key("start", run),
                help=t("Shows how the pictures changed since the start."),
                on_click=_begin,
                args=(play,),
                disabled=len(pictures) < 2,
            )
            step = _chosen_step(run, pictures, is_active)
    show(run, pictures, step)


def _pictures(run: Run, pictures: Pictures, step: int) -> None:
    real, copies = run.real_picture(), readers.pictures(run, "reconstructions")
    config = cards.config_of(run)
    is_of_points = config is not None and config.draws_points
    left, right = st.columns(2, wrap=False)
    with left:
        if real:
            _titled(t("Real points") if is_of_points else t("Real pictures"), t("what it learns from"), real)
    with right:
        title = t("Generated points") if is_of_points else t("Generated pictures")
        _titled(title, t("after {steps} steps", steps=number(step)), pictures[step])
    if config is not None and config.draws_points:
        _legend(config)
    if config is not None and isinstance(config.model, VaeConfig) and config.model.is_prior_fitted:
        st.caption(
            t(
                "While it trains, pictures are drawn from one Gaussian fitted to the codes so far. The last grid, the "
                "finished model and all scores draw from a mixture."
            )
        )
        if config.is_conditional:
            st.caption(t("Each class has a Gaussian, and a mixture, of its own."))
    if config is not None and isinstance(config.model, GanConfig) and config.model.effective_rejected_share > 0.0:
        st.caption(
            t(
                "These are all that the generator draws. Scores are of what the discriminator keeps: it rejects "
                "{percent} %, and others like them are drawn in their place.",
                percent=number(round(100 * config.model.effective_rejected_share)),
            )
        )
        if not config.is_conditional:
            st.caption(t("In the finished model, groups of alike ones that come too often are thinned out."))
    if config is not None and isinstance(config.model, VaeConfig) and config.model.is_binarised:
        st.caption(
            t(
                "The networks see the real pictures with each pixel drawn black or white; what they draw is each "
                "pixel's chance of white."
            )
        )
    if config is not None and config.is_conditional and not is_of_points:
        st.caption(t("Each column of the generated pictures is one class, always in the same order."))
    if config is not None and config.num_codes:
        st.caption(t("Each column of the generated pictures is one of the kinds that the GAN has found by itself."))
    at = frame_at(copies, step)
    if at is not None:
        _titled(t("Copies"), t("each row of originals above its copies"), copies[at])


def _legend(config: RunConfig) -> None:
    """The colours of a picture of points."""
    text = t("Blue: generated points. Green: real ones.")
    if isinstance(config.model, GanConfig) and config.model.judges_alone:
        text += " " + t(
            "The ground is green where the discriminator takes points for real, pink where it does not, white where it "
            "cannot tell."
        )
    st.caption(text)


def _titled(title: str, note: str, path: Path) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{title}**  \n{note}")
        show_picture(path, alt=f"{title}, {note}")


def _chosen_step(run: Run, pictures: Pictures, is_active: bool) -> int:
    """The slider. While pictures are still coming its ends must not move, or it would be drawn anew under the hand:
    so it counts per cent of what there was when it left the newest picture."""
    steps = list(pictures)
    if not is_active:
        if len(steps) < 2:
            return steps[-1]
        return int(
            st.select_slider(t("Time-lapse (steps)"), steps, value=steps[-1], format_func=number, key=_key("step", run))
        )
    share = st.slider(
        t("Time-lapse"),
        0,
        _NEWEST,
        value=_NEWEST,
        format="%d %%",
        key=_key("share", run),
        help=t("Drag to the left to look back; at the right end you see the newest pictures."),
    )
    frozen = _key("frozen", run)
    if share == _NEWEST:
        _forget(frozen)
        return steps[-1]
    known = st.session_state.setdefault(frozen, steps)
    return int(known[round(share / _NEWEST * (len(known) - 1))])


def _next_frame(play: str, pictures: Pictures) -> int:
    film = frames(pictures)
    index = min(int(st.session_state[play]), len(film) - 1)
    st.session_state[play] = index + 1
    if index == len(film) - 1:
        _forget(play)  # the next look finds the clock too fast, and slows it
    return film[index]


def _begin(play: str) -> None:
    st.session_state[play] = 0


def _forget(key: str) -> None:
    st.session_state.pop(key, None)


def _key(what: str, run: Run) -> str:
    return f"{state.TIME_LAPSE}-{what}-{run.run_id}"
