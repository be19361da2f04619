"""Who is in front of this session: the owner of the studio, or one of many visitors of a shared one."""

import logging
import re
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer
from streamlit.errors import StreamlitAuthError

from ganlib.config.limits import is_shared
from ganlib.runner.visitors import HOST, Visitor
from ganlib.store.owners import owner_of
from ganlib.store.runs import default_root
from ganlib.ui import state
from ganlib.ui.words import plain, t

_COOKIE = "gan_studio_visitor"  # the same name as in visitor.js
_TOKEN = re.compile(r"[0-9a-f]{48}")


def current() -> Visitor:
    """Everybody is the host of a private studio. In a shared one, somebody who is signed in, else a browser."""
    if not is_shared():
        return HOST
    browser = str(st.session_state.get(state.VISITOR, ""))
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return Visitor(owner=browser)
    account = owner_of(default_root(), f"account {user.get('iss', '')} {user['sub']}")
    return Visitor(owner=account, before=browser)


def recognise() -> None:
    """Call on every page: learns from the browser who it is.

    On its first visit it answers a moment later, and the page waits for it: a click that comes sooner would be refused.
    """
    if not is_shared():
        return
    st.set_option("client.showErrorDetails", "none")  # what went wrong, in a file of which folder, is not for strangers
    if state.VISITOR in st.session_state:
        return
    token = st.context.cookies.get(_COOKIE, "")
    if not _TOKEN.fullmatch(token):
        token = _component()(key=state.VISITOR_TOKEN, default={"token": ""}, on_token_change=_nothing).token
    if _TOKEN.fullmatch(token):
        st.session_state[state.VISITOR] = owner_of(default_root(), f"browser {token}")
    elif state.VISITOR_ASKED not in st.session_state:
        st.session_state[state.VISITOR_ASKED] = True
        st.caption(t("One moment: your browser is asked who it is."))
        st.stop()


def sign_in_button() -> None:
    """For those who want to find their runs in another browser too; only where a shared studio was set up for it."""
    user = st.user.to_dict()
    if not is_shared() or "is_logged_in" not in user:
        return
    if user["is_logged_in"]:
        st.button(
            t("Sign out"),
            key="sign-out",
            help=t(
                "You are signed in as {name}.", name=plain(str(user.get("email") or user.get("name") or user["sub"]))
            ),
            type="tertiary",
            icon=":material/logout:",
            on_click=st.logout,
        )
    else:
        st.button(
            t("Sign in"),
            key="sign-in",
            help=t("Your runs can then be found in your other browsers too. Those of this browser stay here."),
            type="tertiary",
            icon=":material/login:",
            on_click=_sign_in,
        )


def _sign_in() -> None:
    try:
        st.login()
    except StreamlitAuthError:  # the host's mistake, and for the host's eyes
        logging.getLogger(__name__).exception("Sign-in is not set up completely; see docs/security.md")
        st.error(t("Nobody can sign in here yet: the owner of this studio has not set it up completely."))


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "gan_studio_visitor", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    )


def _nothing() -> None:
    """The token is read where the component stands."""
