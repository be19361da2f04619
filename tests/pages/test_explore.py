"""The Explore page: a walk through a finished model, and the search for a picture, as the address has them."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.ui import latents, seek, state
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage
from tests.pages.looking import address, texts


def finished(store: RunStore, config: RunConfig) -> Run:
    return write_run(store, config, steps=5, with_model=True)


def sheet(page: AppTest) -> str:
    """What the pad shows."""
    assert not page.exception
    found = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    (data,) = [data for data in found if "sheet" in data]
    return data["sheet"]


def test_without_a_model_there_is_a_way_to_one(open_page: OpenPage, store: RunStore) -> None:
    store.create(preset("quick-gan"))
    page = open_page("latent")
    assert not page.exception
    assert "no finished model of pictures yet" in texts(page)


def test_the_newest_model_is_there_at_once_and_the_address_says_where_one_is(
    open_page: OpenPage, store: RunStore
) -> None:
    run = finished(store, preset("quick-gan"))
    first = sheet(open_page("latent"))
    assert sheet(open_page("latent", {"run": run.run_id})) == first
    seen = {first}
    for params in ({"seed": "4"}, {"at": "1,0,-0.5"}, {"ways": "2"}, {"reach": "0.5"}):
        seen.add(sheet(open_page("latent", {"run": run.run_id} | params)))
    assert len(seen) == 5


def test_one_begins_elsewhere_and_comes_back(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    page = open_page("latent", {"run": run.run_id, "at": "1,2", "reach": "3.0"})
    far = sheet(page)
    page.button("explore-back").click().run()
    assert "at" not in address(page)
    near = sheet(page)
    page.button("explore-elsewhere").click().run()
    assert address(page) == {"run": run.run_id, "reach": "3.0", "seed": "1"}
    assert len({far, near, sheet(page)}) == 3


def test_a_newer_model_does_not_take_the_place_of_the_one_that_is_walked(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    page = open_page("latent")
    assert address(page) == {"run": run.run_id}
    before = sheet(page)
    finished(store, preset("quick-vae"))
    page.run()
    assert sheet(page) == before


@pytest.mark.parametrize("size", [3, 7])
def test_every_direction_can_be_seen(size: int, open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan").with_settings({"latent_dim": size}))
    page = open_page("latent", {"run": run.run_id})
    assert page.segmented_control("ways").options[-1] == f"{size - 1} / {size}"
    sheet(open_page("latent", {"run": run.run_id, "ways": str(size - 2)}))


def test_one_latent_is_a_line(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan").with_settings({"latent_dim": 1}))
    page = open_page("latent", {"run": run.run_id})
    sheet(page)
    assert "somewhere on this line" in texts(page)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "x"),
        ("at", "nan"),
        ("at", "1,2,3,4,5,6,7,8,9"),
        ("at", "1001"),
        ("seed", "-1"),
        ("seed", "9" * 400),
        ("seed", "²"),
        ("ways", "7"),
        ("reach", "99"),
        ("kind", "11"),
    ],
)
def test_a_link_with_what_cannot_be_is_said_and_shows_the_rest(
    open_page: OpenPage, store: RunStore, name: str, value: str
) -> None:
    run = finished(store, preset("conditional-gan"))
    page = open_page("latent", {"run": run.run_id, name: value})
    assert sheet(page) == sheet(open_page("latent", {"run": run.run_id}))
    assert "is not possible here" in texts(page)


@pytest.mark.parametrize("key", ["conditional-gan", "conditional-vae", "info-gan"])
def test_the_model_is_told_what_to_draw(key: str, open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset(key))
    page = open_page("latent", {"run": run.run_id})
    zero = sheet(page)
    page.selectbox(state.EXPLORE_KIND).select(7).run()
    assert address(page)["kind"] == "7"
    assert sheet(page) != zero


@pytest.mark.parametrize(
    ("key", "why"),
    [("ring-gan", "The Playground shows"), ("vq-vae", "no space to walk through")],
)
def test_what_has_no_pictures_or_no_space_is_said(key: str, why: str, open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset(key))
    page = open_page("latent", {"run": run.run_id})
    assert not page.exception
    assert why in texts(page)


def test_a_run_that_trains_or_is_not_there_is_said_and_another_is_shown(open_page: OpenPage, store: RunStore) -> None:
    other = finished(store, preset("quick-gan"))
    waiting = store.create(preset("quick-vae"))
    for run_id, why in ((waiting.run_id, "no finished model yet"), ("gone", "gone")):
        page = open_page("latent", {"run": run_id})
        assert why in texts(page)
        assert page.selectbox(state.EXPLORE_RUN).value == other.run_id
        sheet(page)


def test_a_damaged_model_is_said(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    (run.path / layout.MODEL / "generator.onnx").write_bytes(b"nonsense")
    page = open_page("latent", {"run": run.run_id})
    assert not page.exception
    assert "damaged and cannot be opened" in texts(page)


def test_a_map_of_two_latents_has_no_other_beginning(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("conv-vae"))
    page = open_page("latent", {"run": run.run_id})
    sheet(page)
    assert "a map of all that it can draw" in texts(page)
    assert "explore-elsewhere" not in [button.key for button in page.button]


def pictures(page: AppTest) -> dict[str, str]:
    """Alternative text → address of each picture."""
    return {picture.alt: picture.url for element in page.image for picture in element.proto.imgs}


def test_a_real_picture_is_found_and_walked_from(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    page = open_page("latent", {"run": run.run_id, "ways": "2"})
    beginning = sheet(page)
    assert page.button("explore-search").disabled, "nothing is drawn yet"
    page.segmented_control("explore-source").set_value("real").run()
    page.button("explore-search").click().run()
    assert {"what was shown", "what the model draws"} <= set(pictures(page))
    assert "the first differs by" in texts(page)
    page.segmented_control("explore-view").set_value("upper").run()
    assert "what the model draws" not in pictures(page), "another question has no answer yet"
    page.button("explore-search").click().run()
    assert "what it was in truth" in pictures(page)
    page.button("explore-from-found-2").click().run()
    assert address(page) == {"run": run.run_id, "seed": seek.FOUND}
    assert sheet(page) != beginning
    other = open_page("latent", {"run": run.run_id, "seed": seek.FOUND})
    assert "Search again" in texts(other)
    sheet(other)


def test_a_drawing_is_put_where_digits_stand(
    open_page: OpenPage, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(store, preset("quick-gan"))
    asked = []
    found = latents.sought
    monkeypatch.setattr(latents, "sought", lambda *question: asked.append(question) or found(*question))
    ink = np.zeros((28, 28), np.uint8)
    ink[2:12, 3:5] = 255
    page = open_page("latent", {"run": run.run_id})
    page.session_state[state.EXPLORE_INK] = ink.tobytes()
    page.run()
    page.button("explore-search").click().run()
    assert not page.exception
    _, picture, view = asked[-1]
    rows, columns = np.nonzero(picture[..., 0])
    assert view == "whole"
    assert (rows.mean(), columns.mean()) == pytest.approx((13.5, 13.5), abs=0.6)


def test_a_file_that_is_no_picture_is_said(open_page: OpenPage, store: RunStore) -> None:
    run = finished(store, preset("quick-gan"))
    page = open_page("latent", {"run": run.run_id})
    page.segmented_control("explore-source").set_value("sent").run()
    page.file_uploader[0].upload("cat.png", b"nonsense", "image/png").run()
    assert not page.exception
    assert "no picture that can be read" in texts(page)
    assert page.button("explore-search").disabled
