"""The page “Learn”, from top to bottom: words from the catalog, figures from `lesson_figures`."""

import streamlit as st

from ganlib.catalog.illnesses import GAN_AND_VAE, ILLNESSES
from ganlib.catalog.lessons import LESSONS
from ganlib.catalog.presets import PRESETS
from ganlib.catalog.uses import USES
from ganlib.ui import frame, lesson_figures
from ganlib.ui.words import t

_CARD_WIDTH = 300  # pixels that a card needs at least
_FIGURES = {
    "two_players": lesson_figures.two_players,
    "pull": lesson_figures.pull,
    "circles": lesson_figures.circles,
    "noisy_codes": lesson_figures.noisy_codes,
}


def show() -> None:
    for key, lesson in LESSONS.items():
        st.subheader(t(lesson.title), anchor=key)
        st.markdown(t(lesson.why))
        if key in _FIGURES:
            _FIGURES[key]()
        if key == "two_players":
            st.page_link(
                frame.file_of("playground"),
                label=t("See a real discriminator learn this, beside the best one: the playground"),
                icon=":material/scatter_plot:",
            )
        if lesson.formula:
            with st.expander(t("As a formula"), icon=":material/function:"):
                st.latex(lesson.formula)
                st.caption(lesson.paper)
    _show_differences()
    _show_illnesses()
    _show_uses()


def _show_differences() -> None:
    st.subheader(t("GAN or VAE?"), anchor="gan-or-vae")
    lines = ["| | GAN | VAE |", "| --- | --- | --- |"]
    lines += [f"| **{t(one.title)}** | {t(one.gan)} | {t(one.vae)} |" for one in GAN_AND_VAE]
    st.markdown("\n".join(lines))
    st.page_link(
        frame.file_of("compare"),
        label=t("Let both learn the same digits for the same time"),
        icon=":material/compare_arrows:",
    )


def _show_illnesses() -> None:
    st.subheader(t("When it goes wrong"), anchor="illnesses")
    with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
        for illness in ILLNESSES.values():
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{t(illness.title)}**")
                for heading, text in (
                    (t("What one sees"), illness.signs),
                    (t("What is behind it"), illness.why),
                    (t("What helps"), illness.cure),
                ):
                    st.markdown(f"*{heading}.* {t(text)}")
                if illness.preset:
                    st.page_link(
                        frame.file_of("train"),
                        label=t("See it: “{preset}”", preset=t(PRESETS[illness.preset].title)),
                        icon=":material/visibility:",
                        query_params={"preset": illness.preset},
                    )


def _show_uses() -> None:
    st.subheader(t("What else they are used for"), anchor="uses")
    with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
        for use in USES.values():
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{t(use.title)}**")
                st.markdown(t(use.why))
                st.caption(use.paper)
