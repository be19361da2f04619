"""The page of a person's own pictures, and every place that offers or names them."""

import pytest

from ganlib.config.own import OwnPictures
from ganlib.config.presets import preset
from ganlib.store.picture_sets import PictureSets
from ganlib.store.runs import RunStore
from ganlib.ui import datasets
from ganlib.ui.picture_card import start_params
from tests.fakes.pictures import add_some, fill, zipped
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage
from tests.pages.test_quality import texts

MISSING = "own-30x16x16x3-0123456789ab"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    datasets.look_again()


def test_a_zip_file_becomes_a_data_set_to_train_on(store: RunStore, open_page: OpenPage) -> None:
    folder = fill(store.root.parent / "leaves", 30)
    (folder / "broken.png").write_bytes(b"")
    page = open_page("pictures")
    page.file_uploader[0].upload("My *leaves*.zip", zipped(folder.iterdir()).read(), "application/zip").run()
    assert not page.exception
    assert "The first pictures, as the model will see them" in texts(page)
    page.selectbox[0].select(16)
    page.toggle[1].set_value(True).run()
    page.button[-1].click().run()
    assert not page.exception
    (said,) = page.success
    assert "30 pictures are here now" in said.value
    assert "broken" in said.value
    (pictures,) = PictureSets(store.root)
    assert pictures.facts.shape == (16, 16, 1)
    assert pictures.about().title == "My *leaves*", "what the archive is called"
    assert page.file_uploader[0].value == [], "ready for others"


def test_too_few_are_said_and_nothing_is_kept(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("pictures")
    archive = zipped(fill(store.root.parent / "few", 3).iterdir()).read()
    page.file_uploader[0].upload("few.zip", archive, "application/zip").run()
    page.button[-1].click().run()
    assert not page.exception
    assert "3 different pictures" in texts(page)
    assert list(PictureSets(store.root)) == []


def test_what_is_no_archive_is_said(open_page: OpenPage) -> None:
    page = open_page("pictures")
    page.file_uploader[0].upload("a.zip", b"PK not really", "application/zip").run()
    assert not page.exception
    assert "not a zip file, or it is damaged" in texts(page)


def test_pictures_can_be_renamed_and_are_deleted_only_after_a_question(store: RunStore, open_page: OpenPage) -> None:
    pictures = add_some(store.root)
    write_run(store, preset("quick-gan").with_settings({"dataset": pictures.name}), steps=3)
    page = open_page("pictures")
    page.button(f"pictures-rename-{pictures.name}").click().run()
    page.text_input[0].set_value("Autumn [x](y)")
    page.form_submit_button[0].click().run()
    assert pictures.about().title == "Autumn [x](y)"
    page.button(f"pictures-delete-{pictures.name}").click().run()
    assert "Runs that learned from them: 1" in texts(page)
    page.button("pictures-keep").click().run()
    assert list(PictureSets(store.root)) == [pictures]
    page.button(f"pictures-delete-{pictures.name}").click().run()
    page.button("pictures-delete").click().run()
    assert not page.exception
    assert list(PictureSets(store.root)) == []


def test_the_form_offers_them_beside_the_others(store: RunStore, open_page: OpenPage) -> None:
    pictures = add_some(store.root, title="Leaves")
    page = open_page("train", {"preset": "quick-gan", "dataset": pictures.name})
    assert not page.exception
    chosen = next(box for box in page.selectbox if box.label == "What it learns from")
    assert chosen.value == pictures.name
    assert {"MNIST digits", "Leaves"} <= set(chosen.options)
    assert "30 pictures, 16×16, in colour" in texts(page)
    page.button("start-training").click().run()
    assert not page.exception
    (run,) = store
    assert run.config().data.dataset == pictures.name


def test_sets_of_one_name_can_be_told_apart(store: RunStore, open_page: OpenPage) -> None:
    """A list of choices finds a choice by what it is called."""
    first, second = add_some(store.root, 20, title="cats"), add_some(store.root, 25, title="cats")
    digits = add_some(store.root, 30, title="MNIST digits")
    page = open_page("train", {"preset": "quick-gan", "dataset": first.name})
    chosen = next(box for box in page.selectbox if box.label == "What it learns from")
    assert len(set(chosen.options)) == len(chosen.options)
    for pictures in (first, second, digits):
        page = open_page("train", {"preset": "quick-gan", "dataset": pictures.name}).run()
        assert page.query_params["dataset"] in (pictures.name, [pictures.name])


def test_they_are_not_offered_where_the_class_is_told_or_points_are_drawn(store: RunStore, open_page: OpenPage) -> None:
    add_some(store.root, title="Leaves")
    for key in ("conditional-gan", "ring-gan"):
        page = open_page("train", {"preset": key})
        chosen = next(box for box in page.selectbox if box.label == "What it learns from")
        assert "Leaves" not in chosen.options, key


def test_a_link_to_pictures_that_are_elsewhere_says_so(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan", "dataset": MISSING})
    assert not page.exception
    assert "are not on this computer" in texts(page)
    assert page.button("start-training").disabled


def test_a_run_of_them_is_called_by_their_name_and_stays_when_they_are_gone(
    store: RunStore, open_page: OpenPage
) -> None:
    pictures = add_some(store.root, title="Leaves")
    config = preset("quick-gan").with_settings({"dataset": pictures.name})
    run, other = write_run(store, config, steps=3), write_run(store, config, steps=3)
    both = {"runs": f"{run.run_id},{other.run_id}"}
    assert "Leaves" in texts(open_page("runs"))
    assert "Leaves" in texts(open_page("compare", both))
    PictureSets(store.root).delete(pictures)
    datasets.look_again()
    for key, params in (("runs", {}), ("compare", both), ("train", {"run": run.run_id})):
        page = open_page(key, params)
        assert not page.exception, key
    assert "Your own pictures (30 pictures" in texts(open_page("runs"))


def test_both_duellists_can_learn_from_them(store: RunStore, open_page: OpenPage) -> None:
    pictures = add_some(store.root, title="Leaves")
    page = open_page("compare")
    page.selectbox("duel-dataset").select(pictures.name)
    page.button("duel-start").click().run()
    assert not page.exception
    assert {run.config().data.dataset for run in store} == {pictures.name}
    (vae,) = (run.config().model for run in store if run.config().family == "vae")
    assert vae.values()["likelihood"] == "gaussian", "photos, not digits"


def test_the_links_of_a_set_bring_what_photos_need_and_digits_do_not() -> None:
    few, many = (OwnPictures(count, (32, 32, 3), "0123456789ab") for count in (5_000, 5_001))
    assert start_params("quick-gan", few) == {
        "preset": "quick-gan",
        "dataset": few.name,
        "adaptive_augmentation": "true",
    }
    assert start_params("quick-gan", many) == {"preset": "quick-gan", "dataset": many.name}
    assert start_params("quick-vae", few)["likelihood"] == "gaussian"


def test_a_question_is_not_open_any_more_after_another_page(store: RunStore, open_page: OpenPage) -> None:
    pictures = add_some(store.root)
    page = open_page("pictures")
    page.button(f"pictures-delete-{pictures.name}").click().run()
    assert page.get("dialog")
    page.run()
    assert page.get("dialog"), "a refresh leaves it open"
    page.switch_page("pages/compare.py").run()
    page.switch_page("pages/pictures.py").run()
    assert not page.get("dialog")
