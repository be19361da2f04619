"""Parts of a page that refresh by themselves, at the beat of one clock, and stop when there is nothing new to come."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ganlib.ui import state
from ganlib.ui.viewers import viewers

SECONDS = 2.0  # between two looks at a run that trains
_CLOCK = "live-clock"
Pace = Callable[[], float]  # seconds between two looks, asked for after each
News = Callable[[], object]  # what a panel shows; while it is equal to what it was, the panel is left as it is


@dataclass(kw_only=True)
class Part:
    pace: Pace
    news: News | None
    due: float  # of the monotonic clock
    shown: object = None

    def is_due(self, now: float) -> bool:
        return now >= self.due and (self.news is None or self.news() != self.shown)

    def show(self, now: float) -> None:
        self.due = now + self.pace()
        self.shown = self.news() if self.news else None


def refresh(
    panel: Callable[..., None],
    *args: object,
    active: bool,
    seconds: float | Pace = SECONDS,
    news: News | None = None,
) -> None:
    """Show `panel(*args)`, again every `seconds` while `active`, if there is news. What is over does not tick.

    The clock goes on until the page runs as a whole; so a panel whose run has ended asks for `full_rerun_when`, and is
    then called here with `active=False`.
    """
    if not active:
        st.fragment(panel)(*args)
        return
    parts = _parts()
    key = f"live-{len(parts)}"
    parts[key] = part = Part(pace=seconds if callable(seconds) else lambda: seconds, news=news, due=0.0)
    part.show(time.monotonic())
    st.fragment(panel, key=key)(*args)


def full_rerun_when(is_over: bool) -> None:
    """Run the whole page once more, so that nothing ticks afterwards."""
    if is_over:
        st.rerun(scope="app")


@contextmanager
def clock() -> Iterator[None]:
    """Around a page: the one clock of everything in it that refreshes.

    `st.fragment(run_every=…)` gives each part a clock of its own. Most of what a tick costs the browser is the tick
    itself, not what is in it, and those clocks cannot be slowed while they run, nor wait for a server that is behind.
    This one asks once for all that is due, and again only after the answer has come.
    """
    st.session_state[state.LIVE] = {}
    yield
    if _parts():
        st.fragment(_clock, key=_CLOCK)()


def _parts() -> dict[str, Part]:
    parts: dict[str, Part] = st.session_state.setdefault(state.LIVE, {})
    return parts


def _clock() -> None:
    seconds = viewers().beat(min(part.pace() for part in _parts().values()))
    data = {"seconds": seconds, "beat": time.monotonic()}
    _component()(key="live-clock-component", data=data, on_tick_change=_tick)


def _tick() -> None:
    """Draw what is due and the clock itself, unless the same run also answers a person's click: that comes first."""
    context = get_script_run_ctx()
    if context is None or len(context.fragment_ids_this_run or ()) != 1:
        return
    now = time.monotonic()
    viewers().seen(context.session_id, now)
    due = [(key, part) for key, part in _parts().items() if part.is_due(now)]
    for _, part in due:
        part.show(now)
    st.rerun([*(key for key, _ in due), _CLOCK])


@cache
def _component() -> ComponentRenderer:
    """Registered once: registering again would send the script again."""
    return st.components.v2.component(
        "gan_studio_live_clock",
        js=Path(__file__).with_name("live_clock.js").read_text(encoding="utf-8"),
    )
