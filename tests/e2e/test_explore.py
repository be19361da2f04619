"""The Explore page in a real browser: one points, clicks, walks by keys, draws, and the model is searched for it."""

import re

import pytest
from playwright.sync_api import Page, expect

from ganlib.config.presets import preset
from ganlib.store.runs import RunStore
from tests.e2e.conftest import Studio
from tests.fakes.run import write_run

pytestmark = pytest.mark.e2e


def test_a_model_is_walked_through_and_searched(page: Page, studio: Studio) -> None:
    run = write_run(RunStore(studio.runs), preset("quick-gan"), steps=5, with_model=True)
    page.goto(f"{studio.url}/latent?run={run.run_id}")
    here = page.get_by_text("You are here.")
    expect(here).to_be_visible()
    sheet = page.locator("canvas.sheet")
    box = sheet.bounding_box()
    assert box is not None
    corner = {"x": 0.99 * box["width"], "y": 0.01 * box["height"]}
    sheet.hover(position=corner)
    expect(page.get_by_text("2.0 to the right, 2.0 upwards")).to_be_visible()
    sheet.click(position=corner)
    page.wait_for_url(re.compile("at=2%2C2"))
    page.mouse.move(5, 5)
    expect(here).to_be_visible()

    sheet.focus()
    sheet.press("ArrowLeft")
    expect(page.get_by_text("−0.3 to the right, 0.0 upwards")).to_be_visible()
    sheet.press("Enter")
    page.wait_for_url(re.compile("at=1.71%2C2"))

    expect(page.get_by_role("button", name="Search")).to_be_disabled()
    blank = page.locator("canvas").nth(2)
    blank.scroll_into_view_if_needed()
    paper = blank.bounding_box()
    assert paper is not None
    page.mouse.move(paper["x"] + 0.5 * paper["width"], paper["y"] + 0.2 * paper["height"])
    page.mouse.down()
    page.mouse.move(paper["x"] + 0.5 * paper["width"], paper["y"] + 0.8 * paper["height"], steps=10)
    page.mouse.up()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_alt_text("what the model draws")).to_be_visible()
    page.get_by_role("button", name="Walk from there").first.click()
    page.wait_for_url(re.compile("seed=found"))
    expect(here).to_be_visible()
