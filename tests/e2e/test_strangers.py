"""Strangers in a real browser: two visitors of one shared studio, and texts that try to become part of the page."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from ganlib.config.presets import preset
from ganlib.store.runs import About, RunStore
from ganlib.store.status import RunState
from tests.e2e.conftest import FAKE_WORKER, Studio, keep
from tests.fakes.run import write_run
from tests.hostile.strings import MARKUP

pytestmark = pytest.mark.e2e

COOKIE = "gan_studio_visitor"
WORST = MARKUP[:7]  # scripts, images and links; tests/hostile/test_words.py tries all
# What of a page only markup can have made: Streamlit itself makes none of these.
INTRUDERS = (
    'window.pwned || document.querySelector(\'img[src="x"], iframe[srcdoc], .katex, a[href*="evil"],'
    ' a[href^="javascript"], [onload], [onerror], img[src*="evil"]\')?.outerHTML || \'\''
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    app = Studio(tmp_path_factory.mktemp("shared"), GAN_STUDIO_MODE="shared", **FAKE_WORKER)
    app.start()
    yield app
    app.end()


def token_of(page: Page) -> str:
    return next((str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == COOKIE), "")


def test_two_visitors_see_and_control_only_their_own_runs(shared: Studio, visitors: list[Page]) -> None:
    ann, bob = visitors
    ann.goto(shared.url)
    ann.get_by_role("button", name="Start", exact=True).first.click()
    ann.wait_for_url("**/*run=*")
    link = ann.url
    expect(ann.get_by_role("button", name="Stop training")).to_be_visible()
    keep(ann, "shared-owner-watches")

    bob.goto(f"{shared.url}/runs")
    expect(bob.get_by_text("No run yet")).to_be_visible()
    expect(bob.get_by_text("Import a run")).to_have_count(0)
    keep(bob, "shared-stranger-runs")
    bob.goto(link)
    expect(bob.get_by_text(re.compile("% done"))).to_be_visible()
    expect(bob.get_by_role("button", name="Stop training")).to_have_count(0)
    expect(bob.get_by_text("What happened, and the log")).to_have_count(0)
    keep(bob, "shared-stranger-watches")

    ann.goto(f"{shared.url}/runs")  # a new session: only the cookie knows her
    expect(ann.get_by_text("Here are your own runs")).to_be_visible()
    expect(ann.get_by_role("button", name="Delete", exact=True)).to_be_visible()
    ann.reload()
    expect(ann.get_by_role("button", name="Delete", exact=True)).to_be_visible()
    keep(ann, "shared-owner-runs")

    tokens = {token_of(ann), token_of(bob)}
    assert len(tokens) == 2
    assert all(re.fullmatch("[0-9a-f]{48}", token) for token in tokens)
    for page in visitors:
        assert not [token for token in tokens if token in page.url or token in page.content()]
        assert str(shared.runs) not in page.content()
    written = b"".join(path.read_bytes() for path in shared.runs.rglob("*") if path.is_file())
    assert not [token for token in tokens if token.encode() in written]


@pytest.fixture(scope="module")
def littered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A private studio whose runs have the worst names."""
    app = Studio(tmp_path_factory.mktemp("littered"), **FAKE_WORKER)
    store = RunStore(app.runs)
    for index, text in enumerate(MARKUP):
        run = write_run(store, preset("quick-gan" if index % 2 else "quick-vae"), steps=5, state=RunState.STOPPED)
        run.describe(About(name=text, note=text))
    app.start()
    yield app
    app.kill()


def assert_clean(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert page.evaluate(INTRUDERS) == ""


def test_no_name_becomes_part_of_the_page(littered: Studio, page_of_littered: Page) -> None:
    page, runs = page_of_littered, [run.run_id for run in RunStore(littered.runs)]
    for number in (1, 2, 3):
        page.goto(f"{littered.url}/runs?page={number}")
        expect(page.get_by_role("button", name="Rename").first).to_be_visible()
        assert_clean(page)
    keep(page, "hostile-names-runs")
    for run_id in runs[::4]:
        page.goto(f"{littered.url}/?run={run_id}")
        expect(page.get_by_role("heading", name="Curves")).to_be_visible()
        assert_clean(page)
    for start in range(0, len(runs) - 1, 4):
        page.goto(f"{littered.url}/compare?runs={','.join(runs[start : start + 4])}")
        expect(page.get_by_role("heading", name="Facts")).to_be_visible()
        page.get_by_role("combobox").last.click()
        assert_clean(page)
    keep(page, "hostile-names-compare")


def test_no_link_becomes_part_of_the_page(littered: Studio, page_of_littered: Page) -> None:
    page = page_of_littered
    for text in WORST:
        for path in (
            urlencode({"preset": text, "latent_dim": text, text[:40]: text}),
            urlencode({"run": text}),
            "compare?" + urlencode({"runs": text, "by": text, "at": text}),
        ):
            page.goto(f"{littered.url}/{path if path.startswith('compare') else '?' + path}")
            expect(page.get_by_role("alert").first).to_be_visible()
            assert_clean(page)
    keep(page, "hostile-link")


@pytest.fixture
def page_of_littered(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US") as context:
        yield context.new_page()
