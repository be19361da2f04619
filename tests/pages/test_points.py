"""Runs of points in the plane: the same pages, in words and scores that fit points."""

import pytest

from ganlib.config.datasets import PICTURES
from ganlib.config.dots import DOTS
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.store.runs import RunStore
from tests.fakes.model import write_model
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage
from tests.pages.test_draw import drawn, opened
from tests.pages.test_quality import metrics, plain, texts

RING = preset("ring-gan")
GRID_VAE = preset("grid-vae")


def test_the_front_door_has_a_place_for_points(open_page: OpenPage) -> None:
    page = open_page("train")
    assert not page.exception
    assert "Points instead of pictures" in texts(page)
    assert page.button("start-ring-gan").label == "Start"
    assert page.button("start-unrolled-ring-gan").label == "Start", "among the recipes from papers"


def test_a_run_of_points_speaks_of_points(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"run": write_run(store, RING, steps=100).run_id})
    assert not page.exception
    assert "Generated points" in texts(page)
    assert "The ground is green where the discriminator takes points for real" in texts(page)
    assert "Generated pictures" not in texts(page)
    assert "Points seen" in {metric.label for metric in page.metric}
    assert "Pictures seen" not in {metric.label for metric in page.metric}


def test_a_vae_of_points_has_no_discriminator_to_speak_of(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"run": write_run(store, GRID_VAE, steps=100).run_id})
    assert not page.exception
    assert "Generated points" in texts(page)
    assert "The ground is green" not in texts(page)
    form = open_page("train", {"preset": "grid-vae"})
    options = {box.label: box.options for box in form.selectbox}
    assert options["Network"] == ["Dense network (for points)"]
    assert len(options["Kind of autoencoder"]) == 3


def test_its_scores_are_those_of_points(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"run": write_run(store, RING, steps=50).run_id})
    shown = metrics(page)
    assert shown["Points that hit a cloud"][1] == "real data: 0.989"
    assert shown["Clouds that were found"][0] == "7 of 8"
    assert "Fréchet distance" not in shown
    assert "Never, or hardly ever" not in texts(page), "a cloud has no name that would tell anybody anything"
    assert "Distance of the clouds at step 50: 10,000 points" in texts(page)


def test_the_finished_model_draws_points(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, RING, steps=5, with_model=True)
    page = opened(open_page, run)
    assert "Draw new points" in [box.label for box in page.expander]
    first = drawn(page)
    assert len(first) == 1
    page.button(f"draw-{run.run_id}-others").click().run()
    assert drawn(page) != first


def test_the_form_offers_what_goes_together(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "ring-gan"})
    assert not page.exception
    options = {box.label: box.options for box in page.selectbox}
    assert options["What it learns from"][:2] == ["Ring of eight dots", "Grid of 25 dots"]
    assert len(options["What it learns from"]) == len(DOTS)
    of_points = {"Dense network (for points)", "Sharp dense network (for points)"}
    assert set(options["Network"]) == of_points
    pictures = open_page("train", {"preset": "quick-gan"})
    options = {box.label: box.options for box in pictures.selectbox}
    assert len(options["What it learns from"]) == len(PICTURES)
    assert not of_points & set(options["Network"])


def test_a_link_that_mixes_them_is_told_what_to_do(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan", "dataset": "ring"})
    assert not page.exception
    assert "Start from a preset of that kind" in texts(page)


def test_two_runs_of_points_compare(store: RunStore, open_page: OpenPage) -> None:
    ring_vae = GRID_VAE.with_settings({"dataset": "ring"})
    runs = [write_run(store, config, steps=steps).run_id for config, steps in ((RING, 50), (ring_vae, 100))]
    page = open_page("compare", {"runs": ",".join(runs)})
    assert not page.exception
    assert "Copies" not in texts(page), "points are not copied"
    cells = {plain(str(cell)) for element in page.table for row in element.value.to_numpy() for cell in row}
    assert {"Clouds that were found", "7 of 8", "8 of 8"} <= cells


@pytest.mark.parametrize(("config", "wrong"), [(RING, preset("quick-gan")), (preset("quick-gan"), RING)])
def test_a_model_that_draws_something_else_is_called_damaged(
    store: RunStore, open_page: OpenPage, config: RunConfig, wrong: RunConfig
) -> None:
    run = write_run(store, config, steps=5, with_model=True)
    write_model(run.path / "model", wrong)
    page = opened(open_page, run)
    assert drawn(page) == []
    assert "The model of this run is damaged" in texts(page)


def test_packs_leave_the_ground_without_a_meaning(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"run": write_run(store, RING.with_settings({"packed_images": 2}), steps=5).run_id})
    assert "Blue: generated points" in texts(page)
    assert "The ground is green" not in texts(page)
