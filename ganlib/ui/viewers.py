"""How many visitors watch something live at this moment, and how often each may then look."""

import threading

import streamlit as st

_TICKS_PER_SECOND = 6.0  # of all visitors together; about an eighth of one processor core
_PATIENCE_SECONDS = 10.0  # more than two beats of a page that nobody slows


class Viewers:
    """Counts the visitors whose pages have ticked lately. Safe to share between threads; times are monotonic."""

    def __init__(self) -> None:
        self._last_seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def seen(self, visitor: str, now: float) -> None:
        """The page of `visitor` has asked for news."""
        with self._lock:
            self._last_seen[visitor] = now
            patience = _PATIENCE_SECONDS + 2.0 * self._seconds_between()
            self._last_seen = {who: when for who, when in self._last_seen.items() if now - when <= patience}

    def beat(self, wanted_seconds: float) -> float:
        """Seconds until a page may look again: as wanted, unless so many watch that the server could not answer."""
        with self._lock:
            return max(wanted_seconds, self._seconds_between())

    def _seconds_between(self) -> float:
        return len(self._last_seen) / _TICKS_PER_SECOND


@st.cache_resource(show_spinner=False)
def viewers() -> Viewers:
    """Those of this server."""
    return Viewers()
