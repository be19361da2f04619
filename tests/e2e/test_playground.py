"""The Playground in a real browser: one's own points, drawn by hand, learnt by a real GAN, seen move by move."""

import pytest
from playwright.sync_api import Page, expect

from ganlib.config.drawn import HEART, drawn_points
from ganlib.store.runs import Run
from tests.e2e.conftest import Studio
from tests.e2e.test_main_job import newest_run, wait_for_state

pytestmark = pytest.mark.e2e


def test_points_are_drawn_by_hand_and_learnt(page: Page, studio: Studio) -> None:
    page.goto(studio.url)
    page.get_by_role("link", name="The playground").click()
    page.get_by_role("button", name="Your own drawing").click()
    page.get_by_role("button", name="Clear the sheet").click()
    expect(page.get_by_text("48 clouds left")).to_be_visible()
    sheet = page.locator("canvas").bounding_box()
    assert sheet is not None
    page.mouse.move(sheet["x"] + 0.2 * sheet["width"], sheet["y"] + 0.5 * sheet["height"])
    page.mouse.down()
    page.mouse.move(sheet["x"] + 0.8 * sheet["width"], sheet["y"] + 0.5 * sheet["height"], steps=30)
    page.mouse.up()
    expect(page.get_by_text("48 clouds left")).to_have_count(0)
    page.wait_for_function(f"!location.search.includes('{HEART}')")
    page.goto(f"{page.url}&num_steps=60")
    page.get_by_role("button", name="Start", exact=True).first.click()
    page.wait_for_url("**/*run=*")
    run = newest_run(studio)
    dots = drawn_points(Run(run).config().data.dataset)
    assert dots is not None
    across, up = zip(*dots.centres, strict=True)
    assert min(across) < -0.8
    assert max(across) > 0.8
    assert max(map(abs, up)) < 0.1, "a level stroke"
    expect(page.locator("strong").get_by_text("What the best one would say", exact=True)).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(3)  # both discriminators, and how far apart they are
    wait_for_state(run, "completed")
    expect(page.get_by_text("Time-lapse (steps)")).to_be_visible()  # the slider of a run that is over
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("Home")
    expect(page.get_by_text("after 0 steps")).to_be_visible()
