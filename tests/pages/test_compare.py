"""The Compare page: the duel, the choice of runs, the moment, the tables, links made by hand."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState, Status
from ganlib.ui import comparison_tables
from ganlib.ui import start as start_button
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage, QuietEngine

SECONDS_PER_STEP = 0.05  # of runs that `write_run` writes


def texts(page: AppTest) -> str:
    shown = [*page.title, *page.subheader, *page.markdown, *page.caption, *page.info, *page.warning, *page.error]
    return "\n".join(str(element.value) for element in shown)


def link(*runs: Run, **others: str) -> dict[str, str]:
    return {"runs": ",".join(run.run_id for run in runs)} | others


def captions_of_pictures(page: AppTest) -> list[str]:
    """`step 25, 1 s`: which pictures are shown."""
    return [caption.value for caption in page.caption if caption.value.startswith("step ")]


@pytest.fixture
def gan(store: RunStore) -> Run:
    return write_run(store, preset("quick-gan"), steps=400, name="My GAN")


@pytest.fixture
def vae(store: RunStore) -> Run:
    return write_run(store, preset("quick-vae"), steps=200)


def test_an_empty_studio_offers_the_duel(open_page: OpenPage) -> None:
    page = open_page("compare")
    assert not page.exception
    assert page.button(key="duel-start").label == "Start GAN against VAE"
    assert not page.multiselect


@pytest.mark.parametrize(
    ("dataset", "presets"),
    [("fashion_mnist", ["quick-gan", "quick-vae"]), ("ring", ["ring-gan", "grid-vae"])],
)
def test_the_duel_submits_both_runs_with_the_same_data_seed_and_minutes(
    engine: QuietEngine, open_page: OpenPage, dataset: str, presets: list[str]
) -> None:
    page = open_page("compare")
    page.selectbox(key="duel-dataset").select(dataset)
    page.number_input(key="duel-minutes").set_value(3.0)
    page.number_input(key="duel-seed").set_value(42)
    page.button(key="duel-start").click().run()
    assert not page.exception
    waiting = engine.queue()
    assert [run.config().preset for run in waiting] == presets
    for run in waiting:
        config = run.config()
        assert config.data.dataset == dataset
        assert (config.training.budget, config.training.minutes, config.training.seed) == ("minutes", 3.0, 42)
    assert page.query_params["runs"] == ",".join(run.run_id for run in waiting)
    assert "It waits for its turn: place 1 in the queue." in texts(page)
    assert "It waits for its turn: place 2 in the queue." in texts(page)


def test_a_double_click_starts_one_duel(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_button, "_DOUBLE_CLICK_SECONDS", 60.0)
    page = open_page("compare")
    page.button(key="duel-start").click().run()
    page.button(key="duel-start").click().run()
    assert len(engine.queue()) == 2


def test_one_run_says_what_to_do(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan))
    assert not page.exception
    assert "Choose at least one more" in texts(page)
    assert page.multiselect(key="compare-runs").value == [gan.run_id]


def test_choosing_runs_puts_them_into_the_address(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare")
    page.multiselect(key="compare-runs").set_value([gan.run_id, vae.run_id]).run()
    assert not page.exception
    assert page.query_params["runs"] == f"{gan.run_id},{vae.run_id}"
    assert "Facts" in texts(page)


def test_a_link_opens_both_sides_with_pictures_and_copies(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan, vae))
    assert not page.exception
    assert "My GAN" in texts(page)
    assert "Quick VAE" in texts(page)
    assert captions_of_pictures(page) == ["step 400, 20 s", "step 200, 10 s", "step 200, 10 s"]
    assert len(page.image) == 1 + 2 + 1  # real, two sides; copies
    assert "cannot be compared" in texts(page)


@pytest.mark.parametrize("other", ["vae-gan", "quick-vae", "quick-gan"])
def test_losses_of_a_vae_gan_are_compared_with_nobodys(store: RunStore, open_page: OpenPage, other: str) -> None:
    runs = [write_run(store, preset(key), steps=50) for key in ("vae-gan", other)]
    page = open_page("compare", link(*runs))
    assert not page.exception
    assert "none of its losses can be compared" in texts(page)
    assert "VAE losses can be compared" not in texts(page)


def test_the_link_names_the_moment_in_seconds(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan, vae, by="seconds", at="5"))
    assert page.slider(key="compare-at").value == 5
    assert captions_of_pictures(page) == ["step 100, 5 s", "step 100, 5 s", "step 100, 5 s"]


def test_the_link_names_the_moment_in_steps(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan, vae, by="step", at="130"))
    assert captions_of_pictures(page) == ["step 125, 6 s", "step 100, 5 s", "step 100, 5 s"]


def test_the_slider_moves_all_grids_and_the_address(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan, vae))
    page.slider(key="compare-at").set_value(5).run()
    assert page.query_params["at"] == "5"
    assert captions_of_pictures(page) == ["step 100, 5 s", "step 100, 5 s", "step 100, 5 s"]
    page.slider(key="compare-at").set_value(20).run()
    assert "at" not in page.query_params


def test_the_switch_is_in_the_address_and_drops_the_mark(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan, vae, at="5"))
    page.segmented_control(key="compare-by").set_value("step").run()
    assert not page.exception
    assert page.query_params["by"] == "step"
    assert "at" not in page.query_params


def test_the_facts_are_in_the_table(gan: Run, vae: Run, open_page: OpenPage) -> None:
    facts = open_page("compare", link(gan, vae)).table[0].value
    lines = {row.iloc[0]: list(row.iloc[1:3]) for _, row in facts.iterrows()}
    assert lines["State"] == ["finished", "finished"]
    assert lines["Training time"] == ["20 s", "10 s"]
    assert lines["Steps"] == ["400", "200"]
    assert lines["Pictures seen"] == [f"{run.status().images_seen:,}" for run in (gan, vae)]
    assert lines["Parameters in all"] == ["358,023", "186,419"]
    assert lines["Parameters: encoder"] == ["–", "98,765"]


def test_only_the_settings_that_differ_are_listed(store: RunStore, open_page: OpenPage) -> None:
    first = write_run(store, preset("quick-gan"), steps=30)
    second = write_run(store, preset("quick-gan").with_settings({"seed": 9, "r1_weight": 0.5}), steps=30)
    page = open_page("compare", link(first, second))
    differing = page.table[1].value
    assert list(differing.iloc[:, 0]) == ["R1 penalty", "Seed"]
    assert list(differing.iloc[1, 1:3]) == ["1", "9"]


def test_equal_settings_are_said_to_be_equal(store: RunStore, open_page: OpenPage) -> None:
    runs = [write_run(store, preset("quick-gan"), steps=30) for _ in range(2)]
    page = open_page("compare", link(*runs))
    assert "All settings that these runs share are the same." in texts(page)
    assert "A lower GAN loss does not mean better pictures" in texts(page)


def test_different_pictures_are_pointed_out(store: RunStore, gan: Run, open_page: OpenPage) -> None:
    other = write_run(store, preset("quick-gan").with_settings({"dataset": "fashion_mnist"}), steps=30)
    page = open_page("compare", link(gan, other))
    assert "learn from different pictures" in texts(page)
    assert len(page.image) == 2 + 2


def test_a_run_that_trains_is_compared_with_one_that_waits(store: RunStore, open_page: OpenPage) -> None:
    trains = write_run(store, preset("quick-gan"), state=RunState.RUNNING, steps=60)
    waits = write_run(store, preset("quick-vae"), state=RunState.QUEUED)
    page = open_page("compare", link(trains, waits))
    assert not page.exception
    assert page.slider(key="compare-at").max == 10
    assert page.slider(key="compare-at").value == 3
    assert "It waits for its turn: place 1 in the queue." in texts(page)
    assert "The curves begin with the first steps." in texts(page)


def test_unknown_ids_are_named_and_the_others_shown(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", {"runs": f"nobody,{gan.run_id},../../etc/passwd,{vae.run_id}"})
    assert not page.exception
    assert [("nobody" in warning.value, "etc" in warning.value) for warning in page.warning] == [
        (True, False),
        (False, True),
    ]
    assert captions_of_pictures(page)


def test_a_damaged_run_is_named_and_the_others_shown(store: RunStore, gan: Run, vae: Run, open_page: OpenPage) -> None:
    broken = write_run(store, preset("quick-gan"), steps=30)
    (broken.path / "status.json").write_text("{")
    page = open_page("compare", link(gan, broken, vae))
    assert not page.exception
    assert "is damaged" in page.warning[0].value
    assert page.multiselect(key="compare-runs").value == [gan.run_id, vae.run_id]


def test_more_than_four_runs_become_the_first_four(store: RunStore, open_page: OpenPage) -> None:
    runs = [write_run(store, preset("quick-gan"), steps=30) for _ in range(5)]
    page = open_page("compare", link(*runs))
    assert not page.exception
    assert "the first 4 are shown" in page.warning[0].value
    assert page.multiselect(key="compare-runs").value == [run.run_id for run in runs[:4]]


@pytest.mark.parametrize("at", ["x", "nan", "inf", "-3", ""])
def test_a_moment_that_is_none_is_said_and_ignored(gan: Run, vae: Run, open_page: OpenPage, at: str) -> None:
    page = open_page("compare", link(gan, vae, at=at))
    assert not page.exception
    assert page.slider(key="compare-at").value == 20
    assert "is not a moment" in page.warning[0].value


def test_a_moment_beyond_the_end_is_the_end(gan: Run, vae: Run, open_page: OpenPage) -> None:
    assert open_page("compare", link(gan, vae, at="1e12")).slider(key="compare-at").value == 20


def test_a_way_to_compare_that_does_not_exist_is_said_and_ignored(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", link(gan, vae, by="<b>moon</b>"))
    assert not page.exception
    assert "moon" in page.warning[0].value


def test_parameters_of_another_page_do_no_harm(gan: Run, vae: Run, open_page: OpenPage) -> None:
    page = open_page("compare", {"run": gan.run_id, "preset": "quick-gan", "seed": "7", "page": "2"})
    assert not page.exception
    assert not page.warning
    assert page.button(key="duel-start")


def test_back_to_another_selection_is_followed(gan: Run, vae: Run, store: RunStore, open_page: OpenPage) -> None:
    other = write_run(store, preset("quick-vae"), steps=30)
    page = open_page("compare", link(gan, vae))
    page.query_params["runs"] = f"{gan.run_id},{other.run_id}"
    page.run()
    assert page.multiselect(key="compare-runs").value == [gan.run_id, other.run_id]


def test_a_run_without_pictures_and_curves_is_shown_all_the_same(
    store: RunStore, gan: Run, open_page: OpenPage
) -> None:
    bare = store.create(preset("quick-vae"))
    Status(state=RunState.FAILED, failure="data_offline").write(bare.path)
    page = open_page("compare", link(gan, bare))
    assert not page.exception
    assert "This run has no pictures." in texts(page)


def test_the_csv_files_hold_facts_and_curves(gan: Run, vae: Run) -> None:
    facts = comparison_tables.facts_file([(gan, "My GAN"), (vae, "Quick VAE")]).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(facts))
    assert (first["name"], first["steps"], first["parameters_total"]) == ("My GAN", "400", "358023")
    assert (second["family"], second["latent_dim"]) == ("vae", str(vae.config().model.latent_dim))
    curves = comparison_tables.curves_file([gan, vae]).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(curves)))
    assert {line["run_id"] for line in lines} == {gan.run_id, vae.run_id}
    assert lines[-1]["run_id"] == vae.run_id
    assert float(lines[-1]["seconds"]) == pytest.approx(200 * SECONDS_PER_STEP)


def drawn(page: AppTest, alt: str) -> list[str]:
    """Addresses of what the finished models have drawn, which follow from the content."""
    return [picture.url for element in page.image for picture in element.proto.imgs if alt in picture.alt]


def test_finished_models_draw_side_by_side(store: RunStore, open_page: OpenPage, gan: Run, vae: Run) -> None:
    assert "Let each of them draw" not in [box.label for box in open_page("compare", link(gan, vae)).expander]
    done = [write_run(store, preset(key), steps=5, with_model=True) for key in ("quick-gan", "quick-vae", "ring-gan")]
    page = open_page("compare", link(*done, gan))
    page.session_state["draw-box-together"] = True
    page.run()
    assert not page.exception
    first = drawn(page, "just drawn")
    assert len(first) == 3
    assert "It draws when its training is over." in texts(page)
    page.button("draw-together-others").click().run()
    assert not set(drawn(page, "just drawn")) & set(first)
    page.segmented_control(key="draw-together-view").set_value("walks").run()
    assert len(drawn(page, "change from one into another")) == 2
    assert len(drawn(page, "just drawn")) == 1, "points have no ways"
    (done[1].path / layout.MODEL / "decoder.onnx").write_bytes(b"not a model")
    page.run()
    assert any("damaged" in error.value for error in page.error)
    assert len(drawn(page, "change from one into another")) == 1
