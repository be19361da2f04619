"""When each page may ask next, so that all visitors together ask no more than the server can answer."""

import math
import threading

import streamlit as st

_PER_SECOND = 6.0  # questions of all visitors together; about an eighth of one processor core


class Appointments:
    """Gives out moments that are evenly spaced: the more pages ask, the longer each has to wait for its next one.

    Safe to share between threads; times are monotonic. Whoever does not come leaves nothing behind but an empty moment.
    """

    def __init__(self) -> None:
        self._taken: set[int] = set()  # moments, counted in 1 / _PER_SECOND
        self._lock = threading.Lock()

    def make(self, wanted_seconds: float, now: float) -> float:
        """Seconds until the first free moment that is at least `wanted_seconds` away."""
        moment = math.ceil((now + wanted_seconds) * _PER_SECOND)
        with self._lock:
            self._taken = {one for one in self._taken if one >= now * _PER_SECOND}
            while moment in self._taken:
                moment += 1
            self._taken.add(moment)
        return moment / _PER_SECOND - now


@st.cache_resource(show_spinner=False)
def appointments() -> Appointments:
    """Those of this server."""
    return Appointments()
