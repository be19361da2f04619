"""Taking in a run that somebody downloaded before: from here or from another studio."""

import streamlit as st

from ganlib.ui import frame, resources
from ganlib.ui.start import attempt
from ganlib.ui.words import t


def import_form() -> None:
    """Folded away; what is taken in opens at once. Only the host may."""
    if not resources.engine().visitor.is_host:
        return
    with (
        st.expander(t("Import a run"), icon=":material/upload:"),
        st.form("import", border=False, clear_on_submit=True),
    ):
        file = st.file_uploader(
            t("Zip file of a run"),
            type="zip",
            help=t("A file that the Download button of a run gave you. Only what belongs to a run is taken from it."),
        )
        is_sent = st.form_submit_button(t("Import"), icon=":material/upload:")
    if is_sent and file is not None:
        with st.spinner(t("Unpacking …")):
            run = attempt(lambda: resources.engine().take_in(file))
        if run is not None:
            st.switch_page(frame.file_of("train"), query_params={"run": run.run_id})
