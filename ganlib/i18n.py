"""Message catalogues: English source texts, translated through gettext."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "zh": "中文"}
DEFAULT_LANGUAGE = "en"
_LOCALES = Path(__file__).with_name("locales")

Translate = Callable[[str], str]


def N_(text: str) -> str:
    """Mark `text` for translation where it is declared; it is translated where it is shown."""
    return text


@cache
def translator(language: str) -> Translate:
    """The function that turns an English source text into `language` (unknown texts stay English)."""
    catalogue = gettext.translation("ganlib", _LOCALES, languages=[language], fallback=True)

    def translate(text: str) -> str:
        return catalogue.gettext(text) if text else ""

    return translate


def language_of(locale: str | None) -> str:
    """The catalogue that serves a browser locale: `zh-CN` → `zh`, anything unknown → English."""
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
