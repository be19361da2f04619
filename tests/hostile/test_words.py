"""Names, notes and whatever else a person types appear as they were typed: no markup, no formula, no script."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.charts.comparison import Side, facts_csv
from ganlib.config.presets import preset
from ganlib.store.runs import About, RunStore
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.hostile.strings import MARKUP
from tests.pages.conftest import OpenPage

# Everything that starts markup in Streamlit's markdown, when no backslash stands before it.
_ALIVE = re.compile(
    r"(?<!\\)(?:\\\\)*(<[a-z/!]|\[[^\]]*\]\(|\$|:red|:material/delete|:smile:|https?://|=HYPER|\*\*bold)"
)


def markdown_of(page: AppTest) -> list[str]:
    elements = [*page.markdown, *page.caption, *page.title, *page.subheader]
    elements += [*page.warning, *page.error, *page.info, *page.success, *page.table]
    return [str(element.value) for element in elements]


@pytest.mark.slow
@pytest.mark.parametrize("text", MARKUP, ids=lambda text: ascii(text[:30]))
def test_a_name_and_a_note_are_shown_as_they_were_typed(store: RunStore, open_page: OpenPage, text: str) -> None:
    run = write_run(store, preset("quick-gan"), steps=5, failure="crashed", state=RunState.FAILED)
    other = write_run(store, preset("quick-vae"), steps=5)
    for one in (run, other):
        one.describe(About(name=text, note=text))
    pages = [
        open_page("runs"),
        open_page("train", {"run": run.run_id}),
        open_page("compare", {"runs": f"{run.run_id},{other.run_id}"}),
    ]
    probe = text[:6].strip()
    for page in pages:
        assert not page.exception
        for shown in markdown_of(page):
            if probe in shown.replace("\\", ""):
                assert not _ALIVE.search(shown.replace("\\n", " ")), shown
    assert not any(element.proto.allow_html for page in pages for element in page.markdown)


@pytest.mark.slow
@pytest.mark.parametrize("text", MARKUP, ids=lambda text: ascii(text[:30]))
def test_what_a_link_says_is_shown_as_it_was_typed(open_page: OpenPage, text: str) -> None:
    pages = [
        open_page("train", {"preset": text, "latent_dim": text, "magic" + text: "1"}),
        open_page("train", {"run": text}),
        open_page("compare", {"runs": text, "by": text, "at": text}),
    ]
    for page in pages:
        assert not page.exception
        for shown in [str(element.value) for element in [*page.warning, *page.error]]:
            assert not _ALIVE.search(shown), shown


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_name_is_a_formula_in_a_spreadsheet(text: str) -> None:
    side = Side(
        run_id="a", name=text, preset="", family="gan", dataset="mnist", state="completed", seconds=1.0, step=1,
        images_seen=1, parameters={}, diversity=None, settings={},
    )  # fmt: skip
    cells = facts_csv([side]).splitlines()[1]
    assert f"'{text}" in cells
