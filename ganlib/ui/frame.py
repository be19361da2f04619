"""The frame around every page: entry, menu, language."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ganlib.i18n import LANGUAGES, N_
from ganlib.ui import live, resources, state, trouble, visitor
from ganlib.ui.words import language, t

PAGES = {
    "train": N_("Train"),
    "compare": N_("Compare"),
    "playground": N_("Playground"),
    "latent": N_("Explore"),
    "learn": N_("Learn"),
    "runs": N_("Runs"),
    "pictures": N_("Pictures"),
}


def run(root: Path) -> None:
    """What app.py does: navigation first (see docs/adr/0001), then the page that was asked for.

    Args:
        root: the folder that holds `pages/`.
    """
    pages = [
        st.Page(root / file_of(key), title=t(title), url_path=key, default=key == "train")
        for key, title in PAGES.items()
    ]
    page: StreamlitPage = st.navigation(pages, position="top")
    st.set_page_config(page_title="GAN Studio", page_icon=str(root / "static" / "icon.png"), layout="wide")
    st.session_state[state.ENTERED] = True
    resources.whole_engine()
    pending = st.session_state.pop(state.PENDING, None)
    if pending:
        file, params = pending
        st.switch_page(file, query_params=params)
    with live.clock():
        page.run()


def enter(key: str) -> None:
    """First line of every page. Hands over to app.py when Streamlit ran the page file alone.

    That happens to the first visitor of a new server whose link names a page: the old discovery of `pages/` is on
    until `st.navigation` has run once. The link's parameters are kept.
    """
    if state.ENTERED not in st.session_state:
        st.session_state[state.PENDING] = (file_of(key), st.query_params.to_dict())
        st.switch_page("app.py")
    visitor.recognise()
    _language_switch()
    trouble.notice()


def file_of(key: str) -> str:
    return f"pages/{key}.py"


def _language_switch() -> None:
    current = language()
    if state.LANGUAGE in st.session_state:
        st.query_params[state.LANGUAGE] = current
    with st.container(horizontal=True, horizontal_alignment="right"):
        visitor.sign_in_button()
        for code, name in LANGUAGES.items():
            if code != current and st.button(
                name, type="tertiary", key=f"language-{code}", icon=":material/translate:"
            ):
                st.session_state[state.LANGUAGE] = code
                st.rerun()
