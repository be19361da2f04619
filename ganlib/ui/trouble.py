"""What pages say about a runs folder that cannot be written, and about whatever the disk refuses, in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ganlib.ui import resources
from ganlib.ui.words import memory, plain, t

_FEW_BYTES = 50 * 2**20  # less than a run with its checkpoints, model and event files may take


def notice() -> None:
    """Above every page, when nothing can be started or changed here, or soon nothing can."""
    store = resources.store()
    folder = plain(str(store.root))
    if not store.is_writable():
        text = t(
            "The runs folder {folder} is read-only: you can look at runs, but not start or change any.", folder=folder
        )
        st.warning(text, icon=":material/lock:")
    elif (free := store.free_bytes()) < _FEW_BYTES:
        text = t(
            "The disk with the runs folder is full: {free} left. Delete runs that you no longer need.",
            free=memory(free),
        )
        st.warning(text, icon=":material/disc_full:")


@contextmanager
def said_in_words() -> Iterator[None]:
    """What the disk refuses, such as a new run, becomes a sentence where it was asked for instead of a traceback."""
    try:
        yield
    except OSError as error:
        reason = plain(error.strerror or str(error))
        st.error(t("This could not be saved: {reason}", reason=reason), icon=":material/error:")
        st.stop()
