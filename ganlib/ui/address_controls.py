"""Controls whose value stands in the address and nowhere else, by a key that every language shares (docs/adr/0039)."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from ganlib.ui.words import plain, t

Option = TypeVar("Option", bound=str)
Number = TypeVar("Number", int, float)


def choice(label: str, words: Mapping[Option, str], *, key: str, explanation: str | None = None) -> Option:
    """One of a few, the first to begin with. What is chosen stands in the address, by its key.

    Streamlit's own `bind` would write the word there, which no other language knows.
    """
    first = next(iter(words))
    wanted = st.query_params.get(key, first)
    chosen = next((option for option in words if option == wanted), None)
    if chosen is None:
        say_impossible(label, wanted)
        chosen = first
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        list(words),
        format_func=lambda option: words[option],
        key=key,
        required=True,
        help=explanation,
        on_change=_remember,
        args=(key, first),
    )
    return chosen


def slider(
    label: str, low: Number, high: Number, first: Number, step: Number, *, key: str, explanation: str | None = None
) -> Number:
    """A number, `first` to begin with. It stands in the address."""
    wanted = st.query_params.get(key, str(first))
    try:
        value = type(first)(wanted)
    except ValueError:
        value = type(first)(high + 1)
    if not low <= value <= high:
        say_impossible(label, wanted)
        value = first
    st.session_state[key] = value
    st.slider(label, low, high, step=step, key=key, help=explanation, on_change=_remember, args=(key, first))
    return value


def say_impossible(label: str, wanted: str) -> None:
    """The address asks for what cannot be; `label` says of what."""
    st.warning(
        t("“{value}” in the link is not possible here ({what}); it is left out.", value=plain(wanted[:60]), what=label),
        icon=":material/link_off:",
    )


def _remember(key: str, first: str | float) -> None:
    """Somebody moved a control: its value goes into the address, whence every run takes it."""
    put(key, st.session_state[key], first)


def put(key: str, value: str | float, first: str | float) -> None:
    """Write a value into the address; the one to begin with is left out of it."""
    if value == first:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value if isinstance(value, str) else f"{value:g}"
