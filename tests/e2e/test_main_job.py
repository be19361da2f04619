"""What a person does first, in a real browser with real workers: each test goes on where the last one stopped."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Studio, Watcher, keep

pytestmark = pytest.mark.e2e

FIRST_GRID_SECONDS = 60  # cold: nothing stands by yet; measured warm in benchmarks/
ENDING_SECONDS = 120
GRID = "img[alt^='Generated pictures']"


def status_of(run: Path) -> dict:
    return json.loads((run / "status.json").read_text())


def newest_run(studio: Studio) -> Path:
    return max(path for path in studio.runs.iterdir() if path.name.startswith("2"))


def wait_for_state(run: Path, state: str, seconds: float = ENDING_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while status_of(run)["state"] != state:
        assert time.monotonic() < deadline, status_of(run)
        time.sleep(0.2)


def start_with(page: Page, studio: Studio, link: str) -> Path:
    """Open a form by its link, press Start, and wait until the page watches the new run."""
    page.goto(f"{studio.url}/?{link}")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url("**/*run=*")
    return newest_run(studio)


def axis_range(page: Page) -> list[float]:
    return page.eval_on_selector(
        "[role=img][aria-label^='Loss curves']", "chart => chart._fullLayout.xaxis.range.map(Number)"
    )


def last_x(page: Page) -> float:
    return page.eval_on_selector(
        "[role=img][aria-label^='Loss curves']", "chart => Math.max(...chart.data.flatMap(line => line.x))"
    )


def test_a_shared_link_is_understood_as_the_first_request_to_a_fresh_server(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.url}/compare?runs=20260101-000000-gone-0000&by=step")
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
    expect(page.get_by_text("There is no run “20260101-000000-gone-0000”")).to_be_visible()
    expect(page.get_by_role("link", name="Runs")).to_be_visible()
    assert "by=step" in page.url


def test_an_empty_studio_shows_choices_not_a_form(page: Page, studio: Studio) -> None:
    page.goto(studio.url)
    expect(page.get_by_role("heading", name="Quick GAN")).to_be_visible()
    expect(page.get_by_role("button", name="Start both")).to_be_visible()
    assert page.get_by_role("spinbutton").count() == 0
    keep(page, "front-door")


def test_start_shows_samples_keeps_zoom_survives_reload_and_stops(page: Page, studio: Studio) -> None:
    run = start_with(page, studio, "preset=quick-gan&minutes=10&sample_every_steps=5")
    expect(page.locator(GRID)).to_be_visible(timeout=FIRST_GRID_SECONDS * 1000)
    page.wait_for_function(
        "document.querySelector(\"[role=img][aria-label^='Loss curves']\")?._fullLayout", timeout=ENDING_SECONDS * 1000
    )

    page.evaluate(
        "Plotly.relayout(document.querySelector(\"[role=img][aria-label^='Loss curves']\"), {'xaxis.range': [2, 5]})"
    )
    before = last_x(page)
    page.wait_for_function(
        "before => Math.max(...document.querySelector(\"[role=img][aria-label^='Loss curves']\")"
        ".data.flatMap(line => line.x)) > before",
        arg=before,
        timeout=ENDING_SECONDS * 1000,
    )
    assert axis_range(page) == [2, 5]
    keep(page, "training")

    page.reload()
    expect(page.locator(GRID)).to_be_visible()
    page.get_by_role("button", name="Stop training").click()
    wait_for_state(run, "stopped")
    expect(page.get_by_text(re.compile("stopped$")).first).to_be_visible()
    assert {file.name for file in (run / "model").iterdir()} >= {"generator.keras", "generator.onnx"}


def test_a_finished_run_does_not_tick(page: Page, studio: Studio) -> None:
    frames: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: frames.append(1)))
    page.goto(f"{studio.url}/?run={newest_run(studio).name}")
    expect(page.locator(GRID)).to_be_visible()
    page.wait_for_timeout(2_000)  # whatever the page still had to say
    settled = len(frames)
    page.wait_for_timeout(5_000)
    assert len(frames) == settled


def test_a_run_goes_on_while_the_app_is_killed_and_started_again(page: Page, studio: Studio) -> None:
    run = start_with(page, studio, "preset=quick-vae&minutes=10&sample_every_steps=5")
    expect(page.locator(GRID)).to_be_visible(timeout=FIRST_GRID_SECONDS * 1000)
    page.goto("about:blank")
    studio.kill()
    step = status_of(run)["step"]
    studio.start()
    page.goto(f"{studio.url}/?run={run.name}")
    expect(page.locator(GRID)).to_be_visible()
    deadline = time.monotonic() + ENDING_SECONDS
    while status_of(run)["step"] <= step:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert status_of(run)["state"] == "running"
    page.get_by_role("button", name="Stop training").click()
    wait_for_state(run, "stopped")


def test_runs_are_selected_and_compared_and_the_link_opens_the_same_for_somebody_else(
    page: Page, studio: Studio, browser: Browser, watcher: Watcher
) -> None:
    page.goto(f"{studio.url}/runs")
    boxes = page.get_by_text("Select", exact=True)
    expect(boxes).to_have_count(2)
    for selected in (1, 2):
        boxes.nth(selected - 1).click()
        expect(page.get_by_text(f"Selected: {selected}.")).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare?*runs=*")
    expect(page.locator("img[alt^='Samples of Quick GAN']")).to_be_visible()
    expect(page.locator("img[alt^='Samples of Quick VAE']")).to_be_visible()
    expect(page.locator("img[alt^='Copies made by Quick VAE']")).to_be_visible()
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**at=0**")
    expect(page.locator("img[alt*='step 0,']").first).to_be_visible()
    keep(page, "compare")

    with browser.new_context(locale="en-US") as other:
        theirs = watcher.watch(other.new_page())
        theirs.goto(page.url)
        expect(theirs.locator("img[alt^='Samples of Quick GAN'][alt*='step 0,']")).to_be_visible()
        expect(theirs.locator("img[alt^='Samples of Quick VAE'][alt*='step 0,']")).to_be_visible()


def test_the_page_speaks_the_browsers_language(browser: Browser, studio: Studio, watcher: Watcher) -> None:
    with browser.new_context(locale="zh-CN") as context:
        page = watcher.watch(context.new_page())
        page.goto(studio.url)
        expect(page.get_by_role("link", name="训练")).to_be_visible()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("link", name="Train")).to_be_visible()
        page.reload()
        expect(page.get_by_role("link", name="Train")).to_be_visible()


def test_nothing_was_wrong_in_the_console_and_nobody_else_was_asked(watcher: Watcher) -> None:
    assert not watcher.complaints
