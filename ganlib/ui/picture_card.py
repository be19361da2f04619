"""One set of a person's own pictures: how it looks, and what can be done with it."""

import streamlit as st

from ganlib.config.link import to_params
from ganlib.config.own import OwnPictures
from ganlib.config.presets import preset
from ganlib.errors import DataMissingError
from ganlib.store.disk import folder_size
from ganlib.store.picture_sets import PictureSet
from ganlib.ui import cards, datasets, frame, resources, state, trouble
from ganlib.ui.gallery import show_picture
from ganlib.ui.words import clock, memory, number, plain, t

_LEARNERS = ("quick-gan", "quick-vae")
_LONGEST_TITLE = 80  # characters


def show_card(pictures: PictureSet, may_change: bool) -> None:
    """Picture, facts and buttons."""
    about, title = pictures.about(), datasets.title_of(pictures.name)
    with st.container(border=True, key=f"pictures-{pictures.name}"):
        st.markdown(f"**{plain(title)}**")
        facts = [
            datasets.facts_of(pictures.facts),
            t("added {time}", time=clock(about.created)) if about.created else "",
        ]
        st.caption(" · ".join(fact for fact in facts if fact), help=_held_out(pictures.facts))
        show_picture(pictures.preview, alt=t("The first pictures of {title}", title=title))
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            for key, label in zip(_LEARNERS, (t("Train a GAN on these"), t("Train a VAE on these")), strict=True):
                st.page_link(
                    frame.file_of("train"),
                    label=label,
                    icon=":material/tune:",
                    query_params=start_params(key, pictures.facts),
                    help=t("Opens the form with these pictures chosen; nothing starts yet."),
                )
            if may_change:
                for action, words, icon in (("rename", t("Rename"), "edit"), ("delete", t("Delete"), "delete")):
                    st.button(
                        words,
                        key=f"pictures-{action}-{pictures.name}",
                        icon=f":material/{icon}:",
                        type="tertiary",
                        on_click=_request,
                        args=(action, pictures.name),
                    )


def start_params(key: str, facts: OwnPictures) -> dict[str, str]:
    """The address that opens the form of a preset with these pictures."""
    return to_params(datasets.fitted(preset(key), facts))


def close_on_arrival() -> None:
    """Call before the page's widgets. Coming from another page, nobody has a dialog open."""
    serial = st.session_state.get(state.PICTURES_FORM, 0)
    if f"{state.PICTURES_KIND}{serial}" not in st.session_state:
        _close()


def show_requested() -> None:
    """Draw the dialog that is open, if one is."""
    action, name = st.session_state.get(state.PICTURES_DIALOG, ("", ""))
    try:
        pictures = resources.engine().pictures.open(name) if action else None
    except DataMissingError:
        pictures = None
    if pictures is None or not resources.engine().visitor.is_host:
        _close()
    elif action == "rename":
        st.dialog(t("What to call them"), on_dismiss=_close)(_rename)(pictures)
    else:
        st.dialog(t("Delete these pictures?"), on_dismiss=_close)(_delete)(pictures)


def _request(action: str, name: str) -> None:
    st.session_state[state.PICTURES_DIALOG] = (action, name)


def _close() -> None:
    st.session_state.pop(state.PICTURES_DIALOG, None)


def _held_out(facts: OwnPictures) -> str:
    if not facts.is_measured:
        return t("So few that none can be held back to measure with: runs on these have no scores.")
    return t(
        "The model learns from {count}; the other {rest} are held back, to measure how good it is.",
        count=number(facts.count - facts.held_out),
        rest=number(facts.held_out),
    )


def _rename(pictures: PictureSet) -> None:
    with st.form("pictures-about", border=False):
        title = st.text_input(t("Name"), value=pictures.about().title, max_chars=_LONGEST_TITLE)
        is_saved = st.form_submit_button(t("Save"), type="primary")
    if is_saved:
        with trouble.said_in_words():
            resources.engine().rename_pictures(pictures, title or "")
        _leave()


def _delete(pictures: PictureSet) -> None:
    configs = [cards.config_of(run) for run in resources.engine().runs()]
    learners = sum(config is not None and config.data.dataset == pictures.name for config in configs)
    st.markdown(f"**{plain(datasets.title_of(pictures.name))}**")
    st.write(
        t(
            "The copies that GAN Studio made of these pictures ({size}) will be gone for good; your own files stay as "
            "they are.",
            size=memory(folder_size(pictures.path)),
        )
    )
    if learners:
        st.write(
            t(
                "Runs that learned from them: {count}. They stay, with their samples and models, but cannot be trained "
                "further unless the same pictures are added again.",
                count=number(learners),
            )
        )
    with st.container(horizontal=True, horizontal_alignment="right"):
        keeps = st.button(t("Keep them"), key="pictures-keep")
        deletes = st.button(t("Delete for good"), key="pictures-delete", type="primary", icon=":material/delete:")
    if deletes:
        with trouble.said_in_words():
            resources.engine().delete_pictures(pictures)
    if keeps or deletes:
        _leave()


def _leave() -> None:
    datasets.look_again()
    _close()
    st.rerun()
