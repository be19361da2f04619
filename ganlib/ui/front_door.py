"""The front door: big choices with pictures, each with one button that starts at once."""

from itertools import islice
from pathlib import Path

import streamlit as st

from ganlib.catalog.experiments import SCENES
from ganlib.catalog.presets import PRESETS as WORDS
from ganlib.config.presets import PRESETS
from ganlib.runner.speed import seconds_needed
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.ui import cards, duel, frame, live, resources
from ganlib.ui.gallery import show_picture
from ganlib.ui.limits import warn_when_nearly_full
from ganlib.ui.start import attempt, go_button, once, start
from ganlib.ui.words import duration, plain, t

_PICTURES = Path(__file__).with_name("pictures")  # real samples, see the README there
_BIG = ("quick-gan", "quick-vae")
_CARD_WIDTH = 300  # pixels that a card needs at least
_PLANE_WIDTH = 200  # pixels
_RECENT = 3


def show() -> None:
    """The page of an address without parameters."""
    st.title(t("Watch a computer learn to draw"))
    st.markdown(
        t(
            "It looks at thousands of handwritten digits and tries to draw its own: noise at first, digits after a "
            "minute or two. Choose how it learns, and watch."
        )
    )
    warn_when_nearly_full()
    is_active = bool(resources.active_runs())
    live.refresh(_news, is_active, active=is_active)
    with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
        for key in _BIG:
            _preset_card(key)
        _duel_card()
    st.page_link(
        frame.file_of("pictures"),
        label=t("You have a folder of pictures of your own? Let a model learn from those."),
        icon=":material/add_photo_alternate:",
    )
    st.page_link(
        frame.file_of("learn"),
        label=t("New to all this? See how it works, with figures to play with."),
        icon=":material/school:",
    )
    st.subheader(t("More ways to begin"))
    with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
        for key in WORDS:
            if key not in _BIG and _has_picture(key) and not PRESETS[key].draws_points:
                _small_card(key)
    st.subheader(t("Points instead of pictures"))
    st.caption(
        t(
            "The smallest models there are draw points. A minute shows everything: where the real points "
            "lie, where the generated ones land, and what a discriminator thinks of every place."
        )
    )
    st.page_link(
        frame.file_of("playground"),
        label=t("The playground: half a minute, and beside what the discriminator says what the best one would say."),
        icon=":material/scatter_plot:",
    )
    with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
        for key in WORDS:
            if PRESETS[key].draws_points and _has_picture(key):
                _points_card(key)
    with st.expander(t("Recipes from papers"), icon=":material/menu_book:"):
        st.caption(
            t("Famous models with the losses and penalties of their papers, on networks small enough for a laptop.")
        )
        with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
            for key in WORDS:
                if not _has_picture(key) and key not in SCENES:
                    _recipe(key)


def _has_picture(key: str) -> bool:
    """Whether the preset has a card of its own; without one it is among the recipes."""
    return (_PICTURES / f"{key}.png").is_file()


def _preset_card(key: str) -> None:
    spec = WORDS[key]
    with st.container(border=True, height="stretch"):
        _preset_picture(key)
        st.subheader(t(spec.title), anchor=False)
        st.markdown(t(spec.why))
        st.caption(_time_here(key))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(t("Start"), type="primary", key=f"start-{key}", icon=":material/play_arrow:"):
                start(PRESETS[key])
            _change_link(key)


def _duel_card() -> None:
    with st.container(border=True, height="stretch"):
        _picture("duel", t("Pictures drawn by a GAN beside pictures drawn by a VAE"))
        st.subheader(t("GAN against VAE"), anchor=False)
        st.markdown(
            t("Two ways to learn, the same digits, the same time: first one, then the other, shown side by side.")
        )
        st.caption(t("about {time} here", time=duration(2 * 60 * duel.DEFAULT_MINUTES)))
        if st.button(t("Start both"), type="primary", key="start-duel", icon=":material/compare_arrows:"):
            params = attempt(lambda: once("duel", duel.start_duel))
            if params:
                st.switch_page(frame.file_of("compare"), query_params=params)


def _small_card(key: str) -> None:
    spec = WORDS[key]
    with st.container(border=True, height="stretch"):
        _preset_picture(key)
        st.markdown(f"**{t(spec.title)}**")
        st.markdown(t(spec.why))
        st.caption(_time_here(key))
        _start_or_change(key)


def _points_card(key: str) -> None:
    spec = WORDS[key]
    with st.container(border=True, height="stretch"):
        show_picture(
            _PICTURES / f"{key}.png",
            alt=t("Points drawn by “{preset}” after training", preset=t(spec.title)),
            caption=t("its last picture, with seed 1"),
            width=_PLANE_WIDTH,
        )
        st.markdown(f"**{t(spec.title)}**")
        st.markdown(t(spec.why))
        st.caption(_time_here(key))
        _start_or_change(key)


def _recipe(key: str) -> None:
    """A card without a picture: what it is, where it is from."""
    spec = WORDS[key]
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{t(spec.title)}**")
        st.markdown(t(spec.why))
        st.caption(f"{spec.paper} · {_time_here(key)}", help=t(spec.differs))
        _start_or_change(key)


def _start_or_change(key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("Start"), key=f"start-{key}", icon=":material/play_arrow:"):
            start(PRESETS[key])
        _change_link(key)


def _change_link(key: str) -> None:
    go_button(t("Change settings"), {"preset": key}, key=f"change-{key}", icon=":material/tune:")


def _preset_picture(key: str) -> None:
    _picture(key, t("Pictures drawn by “{preset}” after training", preset=t(WORDS[key].title)))


def _picture(name: str, alt: str) -> None:
    caption = t("unpicked, after five minutes on two processor cores")
    show_picture(_PICTURES / f"{name}.png", alt=alt, caption=caption)


def _time_here(key: str) -> str:
    seconds = seconds_needed(resources.store(), PRESETS[key])
    if seconds is None:
        return t("How long this takes here is not known yet: it is measured while the machine is idle.")
    coarse = 60 * round(seconds / 60) if seconds > 300 else seconds
    return t("about {time} here", time=duration(coarse))


def _news(was_active: bool) -> None:
    """What is going on, else what went on last; ticks while something is going on."""
    active = resources.active_runs()
    live.full_rerun_when(was_active and not active)
    with st.container(horizontal=True, gap="large"):
        for run in active or islice(resources.engine().runs(), _RECENT):
            _line(run)


def _line(run: Run) -> None:
    status = cards.status_of(run)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        cards.state_badge(status)
        name = f"**{plain(cards.run_title(run))}**"
        if status and status.state is RunState.RUNNING:
            name += " " + t("{share:.0%} done", share=status.progress)
        st.markdown(name, width="content")
        label = t("Watch it") if status and status.state.is_active else t("Open")
        go_button(label, {"run": run.run_id}, key=f"watch-{run.run_id}", icon=":material/visibility:")
