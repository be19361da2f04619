"""What pages say about a runs folder that cannot be written, and about whatever the disk refuses, in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ganlib.errors import GanlibError
from ganlib.ui import resources
from ganlib.ui.words import memory, plain, t, what_went_wrong

_FEW_BYTES = 50 * 2**20  # less than a run with its checkpoints, model and event files may take


def notice() -> None:
    """Above every page, when nothing can be started or changed here, or soon nothing can."""
    if not resources.engine().visitor.is_host:
        return
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
    """What cannot be done becomes a sentence where it was asked for, and ends this run of the script."""
    try:
        yield
    except (GanlibError, OSError) as error:
        st.error(plain(what_went_wrong(error)), icon=":material/error:")
        st.stop()
