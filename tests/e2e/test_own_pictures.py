"""Pictures of one's own, from a zip file in a real browser to a model that was trained on them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ganlib.store.picture_sets import PictureSets
from ganlib.store.runs import Run
from tests.e2e.conftest import Studio
from tests.e2e.test_main_job import GRID, newest_run, wait_for_state
from tests.fakes.pictures import fill, zipped

pytestmark = pytest.mark.e2e


def test_a_zip_file_is_brought_and_trained_on(page: Page, studio: Studio, tmp_path: Path) -> None:
    archive = tmp_path / "leaves.zip"
    archive.write_bytes(zipped(fill(tmp_path / "leaves", 30).iterdir()).read())
    page.goto(studio.url)
    page.get_by_role("link", name="You have a folder of pictures").click()
    page.locator("input[type=file]").set_input_files(archive)
    expect(page.get_by_alt_text("The first pictures, as the model will see them")).to_be_visible()
    page.get_by_role("button", name="Keep these pictures").click()
    expect(page.get_by_text("30 pictures are here now")).to_be_visible()
    expect(page.get_by_alt_text("The first pictures of leaves")).to_be_visible()
    (pictures,) = PictureSets(studio.runs)
    page.get_by_role("link", name="Train a GAN on these").click()
    page.wait_for_url(f"**/*dataset={pictures.name}*")
    expect(page.get_by_role("combobox", name="What it learns from")).to_have_value("leaves")
    page.goto(f"{page.url}&budget=steps&num_steps=20")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url("**/*run=*")
    run = newest_run(studio)
    wait_for_state(run, "completed")
    expect(page.locator(GRID).first).to_be_visible()
    assert Run(run).config().data.dataset == pictures.name
    assert (run / "model" / "generator.keras").is_file()


def test_a_whole_folder_is_brought_and_deleted_after_a_question(page: Page, studio: Studio, tmp_path: Path) -> None:
    folder = fill(tmp_path / "stamps", 25)
    (folder / "notes.txt").write_text("no picture")
    page.goto(f"{studio.url}/pictures")
    page.get_by_text("a whole folder").click()
    page.locator("input[type=file][webkitdirectory]").set_input_files(folder)
    page.get_by_role("button", name="Keep these pictures").click()
    expect(page.get_by_text("25 pictures are here now")).to_be_visible()
    (pictures,) = (one for one in PictureSets(studio.runs) if one.about().title == "stamps")
    page.locator(f".st-key-pictures-delete-{pictures.name}").get_by_role("button").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_alt_text("The first pictures of stamps")).to_have_count(0)
    assert not pictures.path.exists()
