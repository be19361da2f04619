"""Every text on the screen is in every message catalogue, translated, and the compiled catalogues are up to date."""

import ast
import io
import string
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ganlib.i18n import DEFAULT_LANGUAGE, LANGUAGES

ROOT = Path(__file__).parents[1]
TRANSLATIONS = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]


def source_texts() -> set[str]:
    found = set()
    for folder in ("ganlib", "pages"):
        for _file, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords={"t": None, "N_": None}
        ):
            found.add(text)
    return found


def written_texts() -> set[str]:
    """What stands in a call of `t` or `N_`, as Python itself reads it."""
    calls = (
        node
        for folder in ("ganlib", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "N_")
    )
    texts = (call.args[0] for call in calls if call.args)
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def catalogue(language: str) -> Catalog:
    with open(folder_of(language) / "ganlib.po", "rb") as file:
        return read_po(file, locale=language, domain="ganlib")


def folder_of(language: str) -> Path:
    return ROOT / "ganlib" / "locales" / language / "LC_MESSAGES"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_text_hides_from_those_who_translate() -> None:
    assert not written_texts() - source_texts(), "Babel sees no text inside an f-string (Python 3.11)"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_source_text_is_translated(language: str) -> None:
    translated = {message.id for message in catalogue(language) if message.id and message.string and not message.fuzzy}
    assert not source_texts() - translated, "run `make messages`, then translate what is new"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_translation_is_left_over(language: str) -> None:
    assert not {message.id for message in catalogue(language) if message.id} - source_texts()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            assert fields(str(message.string)) == fields(str(message.id)), message.id


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_compiled_catalogue_is_up_to_date(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (folder_of(language) / "ganlib.mo").read_bytes() == compiled.getvalue()
