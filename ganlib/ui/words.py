"""The language of this session, and `t`, which every word on the screen goes through."""

import streamlit as st

from ganlib.i18n import LANGUAGES, language_of, translator
from ganlib.ui import state


def language() -> str:
    """The language chosen by hand or by the link, else the browser's."""
    chosen = st.session_state.get(state.LANGUAGE) or st.query_params.get(state.LANGUAGE)
    return chosen if chosen in LANGUAGES else language_of(st.context.locale)


def t(text: str, /, **values: object) -> str:
    """`text` in the session's language, its {placeholders} filled."""
    translated = translator(language())(text)
    return translated.format(**values) if values else translated
