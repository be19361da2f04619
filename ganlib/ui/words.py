"""The language of this session, and `t`, which every word on the screen goes through; numbers as people write them."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from ganlib.catalog.settings import SETTINGS
from ganlib.errors import ConfigError, GanlibError
from ganlib.i18n import LANGUAGES, language_of, translator
from ganlib.ui import state

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&^=])")
_COLON = ":\u2060"  # a word joiner after it: no longer an emoji, icon or colour directive


def language() -> str:
    """The language chosen by hand or by the link, else the browser's."""
    wanted = st.query_params.get(state.LANGUAGE)
    if state.LANGUAGE not in st.session_state and wanted in LANGUAGES:
        st.session_state[state.LANGUAGE] = wanted  # for the other pages, whose addresses begin empty
    return st.session_state.get(state.LANGUAGE) or language_of(st.context.locale)


def t(text: str, /, **values: object) -> str:
    """`text` in the session's language, its {placeholders} filled."""
    translated = translator(language())(text)
    return translated.format(**values) if values else translated


def plain(text: str) -> str:
    """A text that a person typed, so that Streamlit's markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split())).replace(":", _COLON)


def what_it_is(key: str) -> str:
    """The title of a setting; the key itself where there is none."""
    return t(SETTINGS[key].title) if key in SETTINGS else key


def what_went_wrong(error: GanlibError | OSError) -> str:
    """In the session's language, settings by their titles, and no name of a file of this computer. Plain text."""
    if isinstance(error, ConfigError):
        return t(error.template, **error.values | {"field": what_it_is(error.field)})
    if isinstance(error, GanlibError):
        return error.text(t)
    return t("This could not be saved: {reason}", reason=error.strerror or type(error).__name__)


def duration(seconds: float) -> str:
    """`40 s`, `4 min 10 s`, `2 h 5 min`, `3 days 4 h`."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return t("{days} d {hours} h", days=days, hours=hours_left)
    if hours:
        return t("{hours} h {minutes} min", hours=hours, minutes=minutes_left)
    if minutes:
        return t("{minutes} min {seconds} s", minutes=minutes, seconds=rest) if rest else t("{n} min", n=minutes)
    return t("{n} s", n=whole)


def number(value: float) -> str:
    """`12,345`, and three significant digits for what is not whole."""
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.3g}"


def memory(size: float) -> str:
    """Bytes as `80 KiB`, `512 MiB` or `1.2 GiB`."""
    mib = size / 2**20
    if mib < 1:
        return f"{size / 2**10:,.0f} KiB"
    return f"{mib:,.0f} MiB" if mib < 1024 else f"{mib / 1024:,.1f} GiB"


def seen(draws_points: bool) -> tuple[str, str]:
    """What a run is shown while it learns, as the title of a number and what that means."""
    if draws_points:
        return t("Points seen"), t("Real points shown so far; each may come many times.")
    return t("Pictures seen"), t("Real pictures shown so far; each may come many times.")


def clock(moment: float) -> str:
    """Seconds since 1970 as date and time in the visitor's own time zone; “?” for a time that cannot be."""
    try:
        zone = ZoneInfo(st.context.timezone or "")
    except (ValueError, OSError, KeyError):  # none, or not one that this server knows: the server's own
        zone = None
    try:
        return datetime.fromtimestamp(moment, zone).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError, TypeError):  # out of a damaged file
        return "?"
