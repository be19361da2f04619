"""New pictures of a finished run: of the class that is asked for, others on demand, the ways between them, the map of
two latents, and a damaged model in words.
"""

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.link import with_text
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from tests.fakes.model import write_acceptance
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage


def finished(store: RunStore, config: RunConfig) -> Run:
    return write_run(store, config, steps=5, with_model=True)


def opened(open_page: OpenPage, run: Run) -> AppTest:
    """The page of the run with its box open."""
    page = open_page("train", {"run": run.run_id})
    page.session_state[f"draw-box-{run.run_id}"] = True
    page.run()
    assert not page.exception
    return page


def drawn(page: AppTest, alt: str = "just drawn") -> list[str]:
    """The address of the picture that was drawn, which follows from its content."""
    pictures = [picture for element in page.image for picture in element.proto.imgs]
    return [picture.url for picture in pictures if alt in picture.alt]


def test_nothing_to_draw_before_there_is_a_model(open_page: OpenPage, store: RunStore) -> None:
    run = store.create(preset("quick-gan"))
    page = open_page("train", {"run": run.run_id})
    assert "Draw new pictures" not in [box.label for box in page.expander]


def test_a_model_of_pictures_leads_to_where_it_is_explored(open_page: OpenPage, store: RunStore) -> None:
    for key, is_explored in (("quick-gan", True), ("ring-gan", False)):
        page = open_page("train", {"run": finished(store, preset(key)).run_id})
        links = [link.proto.label for link in page.get("page_link")]
        assert any("find a picture of your own" in label for label in links) == is_explored


def test_others_are_drawn_from_another_seed(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    page = opened(open_page, run)
    first = drawn(page)
    assert len(first) == 1
    page.button(f"draw-{run.run_id}-others").click().run()
    assert drawn(page) != first
    assert any("Seed 1" in caption.value for caption in page.caption)


@pytest.mark.parametrize("key", ["conditional-gan", "conditional-vae"])
def test_the_class_that_is_asked_for_is_drawn(key: str, open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset(key))
    page = opened(open_page, run)
    choice = page.selectbox(f"draw-{run.run_id}-label")
    assert choice.options == ["everything, a column for each", *map(str, range(10))]
    everything = drawn(page)
    choice.select(7).run()
    assert not page.exception
    assert drawn(page) != everything


def test_a_kind_that_the_model_has_found_is_drawn(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("info-gan"))
    page = opened(open_page, run)
    choice = page.selectbox(f"draw-{run.run_id}-label")
    assert choice.options == ["everything, a column for each", *(f"kind {place}" for place in range(1, 11))]
    everything = drawn(page)
    choice.select(7).run()
    assert not page.exception
    assert len(everything) == len(drawn(page)) == 1
    assert drawn(page) != everything


def seen_as(page: AppTest, run: Run, view: str) -> AppTest:
    return page.segmented_control(key=f"draw-{run.run_id}-view").set_value(view).run()


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae", "conditional-gan", "info-gan"])
def test_the_ways_from_one_picture_to_another(key: str, open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset(key))
    page = opened(open_page, run)
    assert page.segmented_control(key=f"draw-{run.run_id}-view").options == ["Single pictures", "From one to another"]
    seen_as(page, run, "walks")
    assert not page.exception
    first = drawn(page, "change from one into another")
    assert len(first) == 1
    assert drawn(page) == []
    assert any("learned by heart" in caption.value for caption in page.caption)
    page.button(f"draw-{run.run_id}-others").click().run()
    assert drawn(page, "change from one into another") != first


def test_the_map_of_two_latents(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("conv-vae"))
    page = opened(open_page, run)
    seen_as(page, run, "map")
    assert not page.exception
    assert len(drawn(page, "map of all that the model draws")) == 1
    assert f"draw-{run.run_id}-others" not in [button.key for button in page.button]


def test_a_map_is_of_one_class(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, with_text(preset("conditional-vae"), "latent_dim", "2"))
    page = opened(open_page, run)
    seen_as(page, run, "map")
    choice = page.selectbox(f"draw-{run.run_id}-map-label")
    assert choice.options == [*map(str, range(10))]
    zero = drawn(page, "map of all")
    choice.select(7).run()
    assert not page.exception
    assert drawn(page, "map of all") != zero


def test_points_have_no_ways_and_no_map(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("ring-gan"))
    page = opened(open_page, run)
    assert f"draw-{run.run_id}-view" not in [group.key for group in page.button_group]


def test_a_model_that_was_not_told_classes_has_none_to_choose(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    assert "What to draw" not in [box.label for box in opened(open_page, run).selectbox]


def test_what_the_discriminator_rejects_is_left_out_until_one_wants_to_see_it(
    open_page: OpenPage, store: RunStore
) -> None:
    run = finished(store, preset("quick-gan"))
    everything = drawn(opened(open_page, run))
    write_acceptance(run.path / layout.MODEL / layout.ACCEPTANCE, shape=(28, 28, 1))
    page = opened(open_page, run)
    assert drawn(page) != everything
    page.toggle(f"draw-{run.run_id}-reject").set_value(False).run()
    assert drawn(page) == everything


def test_a_damaged_model_is_said_without_the_names_of_files(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    (run.path / layout.MODEL / "generator.onnx").write_bytes(b"not a model")
    page = opened(open_page, run)
    assert any("damaged" in error.value for error in page.error)
    assert not any(str(store.root) in error.value for error in page.error)
