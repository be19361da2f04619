"""The two questions of the Runs page: a new name for a run, and whether to delete it.

Which dialog is open stands in the session state, so that a refresh of the page does not close it.
"""

import streamlit as st

from ganlib.catalog.states import STATES
from ganlib.errors import GanlibError, RunNotFoundError
from ganlib.runner.reconcile import current_status
from ganlib.store.disk import folder_size
from ganlib.store.runs import About, Run
from ganlib.ui import resources, state, trouble
from ganlib.ui.cards import run_title
from ganlib.ui.words import memory, number, plain, t

_NAME_LENGTH, _NOTE_LENGTH = 80, 1000  # characters


def request(action: str, run: Run) -> None:
    """Open a dialog in the run of the script that follows; for `on_click`."""
    st.session_state[state.RUNS_DIALOG] = (action, run.run_id)


def close_on_arrival() -> None:
    """Call before the page's widgets. Coming from another page, nobody has a dialog open."""
    if state.RUNS_COMPARE not in st.session_state:
        _close()


def show_requested() -> None:
    """Draw the dialog that is open, if one is."""
    action, run_id = st.session_state.get(state.RUNS_DIALOG, ("", ""))
    try:
        run = resources.store().open(run_id) if action else None
    except RunNotFoundError:
        run = None
    if run is None or not resources.engine().may_control(run):
        _close()
    elif action == "rename":
        st.dialog(t("Name and note"), on_dismiss=_close)(_rename)(run)
    else:
        st.dialog(t("Delete this run?"), on_dismiss=_close)(_delete)(run)


def _close() -> None:
    st.session_state.pop(state.RUNS_DIALOG, None)


def _rename(run: Run) -> None:
    about = run.about()
    with st.form(f"runs-about-{run.run_id}", border=False):
        name = st.text_input(
            t("Name"),
            value=about.name,
            max_chars=_NAME_LENGTH,
            placeholder=run_title(run),
            help=t("Left empty, the run is called after its preset."),
        )
        note = st.text_area(t("Note"), value=about.note, max_chars=_NOTE_LENGTH)
        is_saved = st.form_submit_button(t("Save"), type="primary")
    if is_saved:
        with trouble.said_in_words():
            resources.engine().describe(run, About(name=(name or "").strip(), note=(note or "").strip()))
        _close()
        st.rerun()


def _delete(run: Run) -> None:
    st.markdown(f"**{plain(run_title(run))}**")
    st.write(
        t(
            "Its settings, curves, {pictures} pictures, model and log ({size}) will be gone for good.",
            pictures=number(len(run.pictures()) + len(run.pictures("reconstructions"))),
            size=memory(folder_size(run.path)),
        )
    )
    if _is_active(run):
        st.write(t("It is {state}: it will be stopped first.", state=t(STATES[current_status(run).state].title)))
    with st.container(horizontal=True, horizontal_alignment="right"):
        keeps = st.button(t("Keep it"), key="runs-keep")
        deletes = st.button(t("Delete for good"), key="runs-delete", type="primary", icon=":material/delete:")
    if deletes:
        message = t("Stopping and deleting …") if _is_active(run) else t("Deleting …")
        with trouble.said_in_words(), st.spinner(message):
            resources.engine().discard(run)
        st.session_state.pop(f"{state.RUNS_PICK}{run.run_id}", None)
    if keeps or deletes:
        _close()
        st.rerun()


def _is_active(run: Run) -> bool:
    try:
        return current_status(run).state.is_active
    except GanlibError:
        return False
