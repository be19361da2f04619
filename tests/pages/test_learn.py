"""The page “Learn”: its figures answer, its links lead somewhere."""

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.catalog.illnesses import ILLNESSES
from ganlib.catalog.lessons import LESSONS, SCENES
from ganlib.catalog.uses import USES
from ganlib.config.presets import PRESETS
from ganlib.i18n import LANGUAGES
from ganlib.ui import state
from tests.pages.conftest import OpenPage
from tests.pages.looking import address, charts, texts


def metric(page: AppTest, title: str) -> str:
    return next(str(one.value) for one in page.metric if one.label == title)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_on_the_page_in_every_language(language: str, open_page: OpenPage) -> None:
    page = open_page("learn", {"lang": language})
    assert not page.exception
    assert len(page.subheader) == len(LESSONS) + 3
    drawn = charts(page)
    assert len(drawn) == 4
    for figure in drawn.values():
        assert all(len(trace["x"]) == len(trace["y"]) > 0 for trace in figure["data"])
    found = texts(page)
    for spec in (*ILLNESSES.values(), *USES.values()):
        assert (spec.title in found) == (language == "en")


def test_a_scene_moves_the_sliders_and_the_numbers_follow(open_page: OpenPage) -> None:
    page = open_page("learn")
    assert metric(page, "Jensen–Shannon") == "0.69 nats"
    page.button(key=f"{state.LEARN_SCENE}-same").click().run()
    assert not page.exception
    assert page.slider(key=state.LEARN_MIDDLE).value == SCENES["same"].middle
    for title in ("Jensen–Shannon", "KL, real → drawn", "KL, drawn → real"):
        assert metric(page, title) == "0.00 nats"
    assert "Drawn and real are the same" in texts(page)
    page.button(key=f"{state.LEARN_SCENE}-same").click().run()
    assert "Drawn and real are the same" in texts(page), "a second click takes nothing back"
    before = charts(page)
    page.slider(key=state.LEARN_MIDDLE).set_value(2.0).run()
    assert charts(page) != before
    assert metric(page, "Jensen–Shannon") != "0.00 nats"
    assert "Drawn and real are the same" not in texts(page), "one has left that scene"
    page.slider(key=state.LEARN_MIDDLE).set_value(1.5).run()
    assert "Drawn and real are the same" in texts(page), "and is back"


def test_the_smallest_gan_says_where_it_goes(open_page: OpenPage) -> None:
    page = open_page("learn")
    assert "It drifts away" in texts(page)
    page.slider(key=state.LEARN_R1).set_value(0.5).run()
    assert "It arrives" in texts(page)
    assert any("It arrives" in alt for alt in charts(page)), "who cannot see the figure is told, too"
    page.slider(key=state.LEARN_R1).set_value(0.0)
    page.button_group(key=state.LEARN_LOSS).select("wasserstein").run()
    assert "It flies off" in texts(page)
    page.button_group(key=state.LEARN_ORDER).select("in-turns").run()
    assert "It goes round and round" in texts(page)


def test_noise_turns_copies_into_averages(open_page: OpenPage) -> None:
    page = open_page("learn")
    assert "the copies are sharp" in texts(page)
    page.slider(key=state.LEARN_NOISE).set_value(1.0).run()
    assert "the blur of a VAE" in texts(page)
    page.slider(key=state.LEARN_NOISE).set_value(3.0).run()
    assert "posterior collapse" in texts(page)
    assert metric(page, "Blurred copies") == "88%"


def test_a_link_opens_what_was_set(open_page: OpenPage) -> None:
    page = open_page("learn", {state.LEARN_R1: "0.5", state.LEARN_MIDDLE: "1.5", state.LEARN_NOISE: "2.0"})
    assert not page.exception
    assert page.slider(key=state.LEARN_R1).value == 0.5
    assert page.slider(key=state.LEARN_MIDDLE).value == 1.5
    assert page.slider(key=state.LEARN_NOISE).value == 2.0
    assert "Nothing that is drawn ever occurs" not in texts(page), "that is another scene"
    page = open_page("learn", {state.LEARN_SHAPE: "two", state.LEARN_LOSS: "wasserstein", "lang": "zh"})
    assert page.button_group(key=state.LEARN_SHAPE).value == "two"
    assert address(page) == {state.LEARN_SHAPE: "two", state.LEARN_LOSS: "wasserstein", "lang": "zh"}
    page.button_group(key=state.LEARN_SHAPE).select("one").run()
    assert address(page) == {state.LEARN_LOSS: "wasserstein", "lang": "zh"}
    page = open_page("learn", {state.LEARN_LOSS: "none", state.LEARN_R1: "7", state.LEARN_MIDDLE: "here"})
    assert not page.exception
    assert page.slider(key=state.LEARN_MIDDLE).value == SCENES["far"].middle
    assert [warning.value.split("”")[0] for warning in page.warning] == ["“here", "“none", "“7"]


def test_what_can_be_seen_can_be_started() -> None:
    assert {illness.preset for illness in ILLNESSES.values()} <= {"", *PRESETS}
