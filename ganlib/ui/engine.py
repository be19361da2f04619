"""Where runs are trained, and what is wrong with that place."""

import streamlit as st

from ganlib.ui import resources
from ganlib.ui.words import plain, t


def show() -> None:
    """A line for the Runs page."""
    engine = resources.engine()
    if engine.cluster:
        where = t("Runs are trained by the Ray cluster at {address}.", address=plain(engine.cluster))
        st.caption(where, help=t("The person who started the studio chose it (GAN_STUDIO_ENGINE)."))
    else:
        st.caption(t("Runs are trained on this machine."))
    problem = engine.problem()
    if problem is not None:
        st.warning(plain(problem.text(t)), icon=":material/cloud_off:")
