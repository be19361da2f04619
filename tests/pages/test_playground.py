"""The page “Playground”: it starts a game, and shows all of it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ganlib.catalog.experiments import EXPERIMENTS, SCENES
from ganlib.config.dots import DOTS
from ganlib.config.drawn import HEART, MOST, dots_of, name_of
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import RunConfig
from ganlib.i18n import LANGUAGES
from ganlib.store import layout
from ganlib.store.moments import STEPS_OF_A_LINE, STEPS_OF_A_NET, write_moment
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from ganlib.ui.canvas import _told
from tests.fakes.moments import moment_of
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage
from tests.pages.looking import address, charts, field, texts


def played(store: RunStore, config: RunConfig, state: RunState = RunState.COMPLETED) -> Run:
    """A run with two moments."""
    run = write_run(store, config, steps=100, state=state)
    dots = dots_of(config.data.dataset)
    assert dots is not None
    for step in (0, 100):
        moment = moment_of(dots, has_discriminator=config.family == "gan")
        write_moment(run.path / layout.SAMPLES / layout.moment_name(step), moment)
    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_in_every_language(language: str, open_page: OpenPage) -> None:
    page = open_page("playground", {"lang": language})
    assert not page.exception
    assert not page.warning
    for experiment in EXPERIMENTS.values():
        assert (experiment.title in texts(page)) == (language == "en")


def test_start_starts_what_the_form_says_and_shows_it(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground")
    field(page, "d_steps_per_g_step").set_value(2).run()
    page.button(key="start-playing").click().run()
    assert not page.exception
    (run,) = store
    assert run.config() == preset(SCENES[0]).with_settings({"d_steps_per_g_step": 2})
    assert address(page)["run"] == run.run_id
    assert "Place 1 in the queue." in texts(page) or page.get("progress")


def test_a_scene_is_another_preset_and_a_link_keeps_what_is_set(open_page: OpenPage) -> None:
    page = open_page("playground")
    page.button(key="scene-spiral-vae").click().run()
    assert address(page)["preset"] == "spiral-vae"
    assert not page.exception
    again = open_page("playground", {"preset": "spiral-gan", "latent_dim": "1"})
    assert field(again, "latent_dim").value == 1


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_what_is_to_be_tried_can_be_started_and_changed(key: str, store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground")
    page.button(key=f"change-{key}").click().run()
    assert not page.exception
    assert not page.warning
    page.button(key=f"try-{key}").click().run()
    (run,) = store
    assert run.config() == EXPERIMENTS[key].config
    assert run.config() != preset(EXPERIMENTS[key].preset)


def test_scenes_and_experiments_are_about_points() -> None:
    assert all(PRESETS[key].draws_points for key in SCENES)
    assert all(experiment.config.draws_points for experiment in EXPERIMENTS.values())


def test_a_game_on_a_line_is_one_figure(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground", {"run": played(store, preset("hills-gan")).run_id})
    assert not page.exception
    figures = [name for name in charts(page) if "after 100 steps" in name]
    assert len(figures) == 1
    assert "Below, random numbers z" in texts(page)


def test_in_the_plane_what_it_says_lies_beside_what_the_best_one_would_say(
    store: RunStore, open_page: OpenPage
) -> None:
    page = open_page("playground", {"run": played(store, preset("spiral-gan")).run_id})
    assert not page.exception
    assert "What the discriminator says" in texts(page)
    assert "What the best one would say" in texts(page)
    assert len([name for name in charts(page) if "discriminator" in name]) == 2
    first = page.select_slider[0]
    assert first.value == 100
    first.set_value(0).run()
    assert any("after 0 steps" in name for name in charts(page))


@pytest.mark.parametrize(
    "config",
    [
        preset("ring-gan"),
        preset("spiral-gan").with_settings({"loss": "wasserstein", "weight_clip": 0.1}),
        preset("spiral-gan").with_settings({"loss": "relativistic"}),
    ],
    ids=["needles", "wasserstein", "relativistic"],
)
def test_where_there_is_no_best_one_to_show_there_is_one_figure(
    config: RunConfig, store: RunStore, open_page: OpenPage
) -> None:
    page = open_page("playground", {"run": played(store, config).run_id})
    assert not page.exception
    assert "What the best one would say" not in texts(page)
    assert len([name for name in charts(page) if "after 100 steps" in name]) == 1


def test_a_vae_has_no_discriminator_and_the_best_one_is_imagined(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground", {"run": played(store, preset("spiral-vae")).run_id})
    assert not page.exception
    assert "What the discriminator says" not in texts(page)
    assert "A VAE has no discriminator" in texts(page)


def test_a_run_that_trains_can_be_stopped_here(store: RunStore, open_page: OpenPage) -> None:
    run = played(store, preset("hills-gan"), RunState.RUNNING)
    page = open_page("playground", {"run": run.run_id})
    assert not page.exception
    next(button for button in page.button if button.label == "Stop training").click().run()
    assert run.is_requested(layout.STOP)


def test_a_damaged_moment_is_said_in_words(store: RunStore, open_page: OpenPage) -> None:
    run = played(store, preset("hills-gan"))
    (run.path / layout.SAMPLES / layout.moment_name(100)).write_text("{")
    page = open_page("playground", {"run": run.run_id})
    assert not page.exception
    assert "missing or damaged" in texts(page)


def test_an_old_run_without_moments_is_no_error(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground", {"run": write_run(store, preset("ring-gan"), steps=50).run_id})
    assert not page.exception
    assert "Nothing was recorded" in texts(page)


def test_pictures_are_sent_to_the_page_for_them(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground", {"run": write_run(store, preset("quick-gan"), steps=20).run_id})
    assert not page.exception
    assert "The playground is for points" in texts(page)
    form = open_page("playground", {"preset": "quick-gan"})
    assert not form.exception
    assert "The playground is for points" in texts(form)
    assert "start-playing" not in {button.key for button in form.button}


def test_a_run_that_is_not_there_is_said_in_words(open_page: OpenPage) -> None:
    page = open_page("playground", {"run": "../../etc"})
    assert not page.exception
    assert page.error


def test_the_game_has_its_curve(store: RunStore, open_page: OpenPage) -> None:
    run = played(store, preset("hills-gan"))
    with open(run.path / layout.SCALARS, "a") as file:
        file.write('{"step": 100, "seconds": 5.0, "game/divergence": 0.2, "game/found": 0.1}\n')
    page = open_page("playground", {"run": run.run_id})
    assert not page.exception
    assert "How far apart they are" in texts(page)


def test_a_run_of_points_leads_here_from_train(store: RunStore, open_page: OpenPage) -> None:
    points = open_page("train", {"run": played(store, preset("ring-gan")).run_id})
    pictures = open_page("train", {"run": write_run(store, preset("quick-gan"), steps=20).run_id})
    assert "Playground" in [link.label for link in points.get("page_link")]
    assert "Playground" not in [link.label for link in pictures.get("page_link")]


def sheet(page: AppTest) -> dict:
    """What the sheet to draw on was given."""
    return next(data for element in page.get("bidi_component") if "centres" in (data := json.loads(element.proto.json)))


def test_one_draws_ones_own_points_and_the_link_holds_them(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground")
    page.button(key="scene-own").click().run()
    assert not page.exception
    assert address(page)["dataset"] == HEART
    assert len(sheet(page)["centres"]) == 40
    drawing = name_of([(0.0, 0.0), (1.0, 1.0)])
    again = open_page("playground", {"preset": "spiral-gan", "dataset": drawing})
    assert not again.exception
    assert len(sheet(again)["centres"]) == 2
    again.button(key="start-playing").click().run()
    (run,) = store
    assert run.config().data.dataset == drawing


def test_the_run_of_a_drawing_is_shown_everywhere(store: RunStore, open_page: OpenPage) -> None:
    config = preset("spiral-gan").with_settings({"dataset": HEART})
    run = played(store, config)
    game = open_page("playground", {"run": run.run_id})
    assert not game.exception
    assert "What the best one would say" in texts(game)
    for key, params in (
        ("train", {"run": run.run_id}),
        ("runs", {}),
        ("train", {"preset": "spiral-gan", "dataset": HEART}),
    ):
        page = open_page(key, params)
        assert not page.exception, key
    form = open_page("train", {"preset": "spiral-gan", "dataset": HEART})
    assert "Your own drawing" in {option for box in form.selectbox for option in box.options}


@pytest.mark.parametrize(
    "sent",
    [None, "x", 7, [], {}, {"serial": 1}, {"serial": "x", "centres": [[0, 0]]}, {"serial": 1, "centres": []}]
    + [
        {"serial": 1, "centres": centres} for centres in ([[1]], [["a", "b"]], [[float("nan"), 0.0]], [[1e400, 0.0]], 7)
    ],
    ids=str,
)
def test_a_sheet_that_sends_no_drawing_changes_nothing(sent: object) -> None:
    assert _told(sent)[1] is None


def test_a_stroke_is_answered_by_its_number_and_too_many_clouds_are_cut_off() -> None:
    serial, name = _told({"serial": 3, "centres": [[0.0, 0.0]] * 500})
    dots = dots_of(name or "")
    assert serial == 3
    assert dots is not None
    assert len(dots.centres) == MOST


@pytest.mark.parametrize("dataset", ["hills", "spiral"])
@pytest.mark.parametrize("steps", [STEPS_OF_A_LINE, STEPS_OF_A_NET**2])
def test_any_number_of_latents_is_shown(dataset: str, steps: int, store: RunStore, open_page: OpenPage) -> None:
    config = preset("spiral-gan").with_settings({"dataset": dataset})
    run = played(store, config)
    dots = dots_of(dataset)
    assert dots is not None
    moment = replace(moment_of(dots), warp=np.zeros((steps, dots.dimensions)))
    write_moment(run.path / layout.SAMPLES / layout.moment_name(100), moment)
    page = open_page("playground", {"run": run.run_id})
    assert not page.exception
    figure = next(figure for name, figure in charts(page).items() if "after 100 steps" in name)
    names = [trace["name"] for trace in figure["data"]]
    assert ("net of z" in names) == (dataset == "spiral")
    assert ("from z to G(z)" in names) == (dataset == "hills" and steps == STEPS_OF_A_LINE)


def test_what_is_not_in_the_figure_is_not_explained(store: RunStore, open_page: OpenPage) -> None:
    run = played(store, preset("ring-gan"))
    bare = replace(moment_of(DOTS["ring"], has_discriminator=False), warp=None)
    write_moment(run.path / layout.SAMPLES / layout.moment_name(100), bare)
    page = open_page("playground", {"run": run.run_id})
    assert not page.exception
    for words in ("Arrows", "Grey net", "The ground is green", "What the discriminator says"):
        assert words not in texts(page)
    assert "What it draws" in texts(page)


def test_a_paused_game_can_go_on_here(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("playground", {"run": played(store, preset("hills-gan"), RunState.PAUSED).run_id})
    assert not page.exception
    assert any(button.label.startswith("Resume") for button in page.button)


def test_only_the_length_that_counts_is_offered(open_page: OpenPage) -> None:
    for key, shown, hidden in (("hills-gan", "num_steps", "minutes"), ("plain-ring-gan", "minutes", "num_steps")):
        page = open_page("playground", {"preset": key})
        assert field(page, shown)
        with pytest.raises(StopIteration):
            field(page, hidden)


def test_the_chosen_drawing_is_not_thrown_away_by_a_second_press(open_page: OpenPage) -> None:
    drawing = name_of([(0.0, 0.0)])
    page = open_page("playground", {"preset": "spiral-gan", "dataset": drawing})
    page.button(key="scene-own").click().run()
    assert address(page)["dataset"] == drawing
