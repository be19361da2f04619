"""What tests ask of a page: its words, its charts, its address, its fields."""

import json

from streamlit.testing.v1 import AppTest

from ganlib.store.runs import Run
from tests.pages.conftest import OpenPage


def texts(page: AppTest) -> str:
    """Every word on the page that tests ask for."""
    shown = [*page.title, *page.subheader, *page.markdown, *page.caption, *page.info, *page.warning, *page.error]
    shown += [*page.success, *page.code]
    return "\n".join(str(element.value) for element in shown)


def charts(page: AppTest) -> dict[str, dict]:
    """What each live chart was given, by its alternative text."""
    found = {}
    for element in page.get("bidi_component"):
        data = json.loads(element.proto.json)
        if "alt" in data:
            found[data["alt"]] = json.loads(data["figure"])
    return found


def address(page: AppTest) -> dict[str, str]:
    """The address parameters, however the test tool holds them."""
    return {key: value if isinstance(value, str) else value[-1] for key, value in page.query_params.items()}


def field(page: AppTest, key: str):
    """The widget of a setting, whatever serial its form has."""
    widgets = [*page.number_input, *page.selectbox, *page.toggle, *page.button_group]
    return next(widget for widget in widgets if widget.key and widget.key.endswith(f"-{key}"))


def watch(open_page: OpenPage, run: Run) -> AppTest:
    page = open_page("train", {"run": run.run_id})
    assert not page.exception
    return page


# The front door
