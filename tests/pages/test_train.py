"""The Train page: the front door, the form, and watching a run that trains, has ended, or is broken."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.limits import Limits
from ganlib.config.presets import PRESETS, preset
from ganlib.runner.machine import Gpu, Machine, Memory
from ganlib.store import layout
from ganlib.store.runs import About, Run, RunStore
from ganlib.store.speed import SPEED_FILE, write_speed
from ganlib.store.status import RunState
from ganlib.ui import forms
from ganlib.ui import start as start_button
from ganlib.ui import watch as watch_page
from tests.fakes.worker import write_run
from tests.pages.conftest import ROOT, OpenPage, QuietEngine

QUICK_GAN, QUICK_VAE = preset("quick-gan"), preset("quick-vae")


def texts(page: AppTest) -> str:
    """Every word on the page that tests ask for."""
    shown = [*page.title, *page.subheader, *page.markdown, *page.caption, *page.info, *page.warning, *page.error]
    shown += [*page.success, *page.code]
    return "\n".join(str(element.value) for element in shown)


def charts(page: AppTest) -> dict[str, dict]:
    """What each live chart was given, by its alternative text."""
    found = {}
    for element in page.get("bidi_component"):
        data = json.loads(element.proto.json)
        if "alt" in data:
            found[data["alt"]] = json.loads(data["figure"])
    return found


def address(page: AppTest) -> dict[str, str]:
    """The address parameters, however the test tool holds them."""
    return {key: value if isinstance(value, str) else value[-1] for key, value in page.query_params.items()}


def field(page: AppTest, key: str):
    """The widget of a setting, whatever serial its form has."""
    widgets = [*page.number_input, *page.selectbox, *page.toggle, *page.button_group]
    return next(widget for widget in widgets if widget.key and widget.key.endswith(f"-{key}"))


def watch(open_page: OpenPage, run: Run) -> AppTest:
    page = open_page("train", {"run": run.run_id})
    assert not page.exception
    return page


# The front door


def test_an_empty_studio_shows_big_choices_and_no_form(open_page: OpenPage) -> None:
    page = open_page("train")
    assert not page.exception
    assert {button.key for button in page.button if button.label.startswith("Start")} == {
        "start-duel",
        *(f"start-{key}" for key in PRESETS),
    }
    assert not page.number_input
    assert "about 5 min here" in texts(page)


def test_the_front_door_loads_neither_tables_nor_the_chart_library(tmp_path: Path) -> None:
    """Streamlit itself imports `plotly`; what costs is `pandas`, and plotly.js in the browser."""
    code = """
import sys
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
assert page.title and not page.exception
assert not page.get("bidi_component")
assert not {"pandas", "plotly.graph_objs._figure"} & set(sys.modules)
"""
    environment = os.environ | {"GAN_STUDIO_RUNS": str(tmp_path), "GAN_STUDIO_STANDBY": "0", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


def test_an_unmeasured_machine_promises_no_time(open_page: OpenPage) -> None:
    assert "not known yet" in texts(open_page("train"))


def test_one_press_starts_a_run_with_the_presets_settings_and_shows_it(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train")
    page.button(key="start-quick-vae").click().run()
    assert not page.exception
    (run,) = store
    assert run.config() == QUICK_VAE
    assert address(page)["run"] == run.run_id
    assert "Place 1 in the queue" in texts(page)


def test_a_double_click_starts_one_run(store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_button, "_DOUBLE_CLICK_SECONDS", 60.0)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    del page.query_params["run"]  # the browser's second click still carries the old address
    page.run()
    page.button(key="start-quick-gan").click().run()
    assert len(list(store)) == 1


def test_the_same_settings_can_be_started_again_later(
    store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_button, "_DOUBLE_CLICK_SECONDS", 0.0)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    del page.query_params["run"]
    page.run()
    page.button(key="start-quick-gan").click().run()
    assert len(list(store)) == 2


def test_what_is_training_stands_on_top_and_can_be_watched(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING, steps=40, name="Mine")
    page = open_page("train")
    assert "Mine** 50% done" in texts(page)
    page.button(key=f"watch-{run.run_id}").click().run()
    assert address(page)["run"] == run.run_id
    assert page.title[0].value == "Mine"


def test_change_settings_opens_the_form(open_page: OpenPage) -> None:
    page = open_page("train")
    page.button(key="change-conv-vae").click().run()
    assert address(page)["preset"] == "conv-vae"
    assert page.title[0].value == "Two-number VAE"


# The form


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_has_a_form_that_starts_what_it_shows(store: RunStore, open_page: OpenPage, key: str) -> None:
    page = open_page("train", {"preset": key})
    assert not page.exception
    assert not page.warning
    page.button(key="start-training").click().run()
    (run,) = store
    assert run.config() == PRESETS[key]


def test_the_form_tells_the_size_of_the_networks_before_they_exist(open_page: OpenPage) -> None:
    assert "about 1.8 million parameters" in texts(open_page("train", {"preset": "quick-gan"}))


def test_the_form_tells_the_speed_once_this_machine_was_measured(engine: QuietEngine, open_page: OpenPage) -> None:
    assert "pictures a second" not in texts(open_page("train", {"preset": "quick-gan"}))
    engine.store.root.mkdir(exist_ok=True)
    write_speed(engine.store.root / SPEED_FILE, {"quick-gan": 10.0})
    assert "on about 640 pictures a second" in texts(open_page("train", {"preset": "quick-gan"}))
    other = {"preset": "quick-gan", "architecture": "resnet"}
    assert "on very roughly" in texts(open_page("train", other))
    assert "Takes very roughly" in texts(open_page("train", other | {"budget": "steps"}))


LARGE = {"preset": "quick-gan", "generator_filters": "512", "discriminator_filters": "512", "kernel_size": "7"}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (LARGE, "here a run may have 100,000,000"),
        ({"preset": "article-gan", "num_steps": "10000000"}, "here a run may take 9,000,000"),
    ],
)
def test_what_is_beyond_a_limit_is_said_beside_the_form_and_cannot_start(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, params: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_steps=9_000_000))
    page = open_page("train", params)
    assert not page.exception
    assert words in texts(page)
    assert page.button(key="start-training").disabled


def test_a_run_that_will_be_cut_short_is_told_so_before_it_starts(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_minutes=10.0))
    engine.store.root.mkdir()
    write_speed(engine.store.root / SPEED_FILE, {"article-gan": 10.0})
    page = open_page("train", {"preset": "article-gan"})
    assert "every run ends after 10 min" in texts(page)
    assert not page.button(key="start-training").disabled
    assert "every run ends" not in texts(open_page("train", {"preset": "article-gan", "num_steps": "5000"}))


@pytest.mark.parametrize("button", ["start-quick-gan", "start-duel"])
def test_a_start_that_is_refused_is_explained_and_creates_nothing(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_disk_gb=0.0))
    page = open_page("train")
    page.button(key=button).click().run()
    assert not page.exception
    assert "The runs take 0\\.0 GiB of the disk" in texts(page)
    assert list(engine.store) == []


def test_a_queue_that_is_nearly_full_is_told_first(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_waiting=2))
    engine.store.create(QUICK_GAN)
    assert "no more than" not in texts(open_page("train"))
    engine.store.create(QUICK_GAN)
    for page in (open_page("train"), open_page("train", {"preset": "quick-gan"}), open_page("runs")):
        assert "2 runs are waiting; no more than 2 may." in texts(page)


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae"])
def test_at_most_eight_settings_are_shown_at_once(open_page: OpenPage, key: str) -> None:
    page = open_page("train", {"preset": key})
    folded = page.expander[0]
    kinds = ("number_input", "selectbox", "toggle", "button_group")
    count = sum(len(page.get(kind)) - len(folded.get(kind)) for kind in kinds)
    assert 4 <= count <= 8
    assert folded.number_input


def size_control(page: AppTest):
    return next(widget for widget in page.button_group if "-size-" in widget.key)


def test_a_size_sets_the_widths_and_only_they_go_into_the_address(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    assert size_control(page).value == "medium"
    size_control(page).set_value("large").run()
    assert not page.exception
    assert address(page) == {"preset": "quick-gan", "generator_filters": "128", "discriminator_filters": "64"}
    assert (field(page, "generator_filters").value, size_control(page).value) == (128, "large")
    size_control(page).set_value("medium").run()
    assert address(page) == {"preset": "quick-gan"}
    page.button(key="start-training").click().run()
    (run,) = store
    assert run.config() == QUICK_GAN


def test_widths_set_by_hand_are_a_custom_size_until_one_is_pressed(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-vae"})
    assert "Custom" not in size_control(page).options
    field(page, "encoder_filters").set_value(33).run()
    assert size_control(page).value == "custom"
    size_control(page).set_value("small").run()
    assert (field(page, "encoder_filters").value, field(page, "decoder_filters").value) == (16, 32)
    assert "Custom" not in size_control(page).options


def test_a_change_goes_into_the_address(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    field(page, "latent_dim").set_value(16).run()
    assert address(page)["latent_dim"] == "16"
    assert set(address(page)) == {"preset", "latent_dim"}


def test_a_link_opens_the_same_form_and_starts_the_same_run(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan", "latent_dim": "7", "loss": "relativistic"})
    assert field(page, "latent_dim").value == 7
    page.button(key="start-training").click().run()
    (run,) = store
    assert run.config() == QUICK_GAN.with_settings({"latent_dim": 7, "loss": "relativistic"})


def test_a_link_with_mistakes_opens_with_what_is_valid_and_says_what_was_not(open_page: OpenPage) -> None:
    params = {"preset": "quick-gan", "latent_dim": "100000", "batch_size": "32", "[bad](http://x)": "1"}
    page = open_page("train", params)
    assert not page.exception
    (warning,) = page.warning
    assert "latent\\_dim" in warning.value
    assert "100000" in warning.value
    assert "[bad](http" not in warning.value  # shown as text, not as a link
    assert field(page, "batch_size").value == 32
    assert set(address(page)) == {"preset", "batch_size"}


def test_a_link_to_an_unknown_preset_opens_another_and_says_so(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "no-such"})
    assert not page.exception
    assert "no\\-such" in page.warning[0].value
    assert page.title[0].value == "Quick GAN"


def test_another_address_opens_another_form(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    field(page, "latent_dim").set_value(16).run()
    page.query_params["latent_dim"] = "20"  # Back, or a link pasted into the same tab
    page.run()
    assert field(page, "latent_dim").value == 20


def test_what_does_not_apply_is_grey_and_says_why(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    steps = field(page, "num_steps")
    assert steps.disabled
    assert "only with Length in: steps" in steps.label
    field(page, "budget").set_value("steps").run()
    assert not field(page, "num_steps").disabled
    assert field(page, "minutes").disabled
    assert address(page)["budget"] == "steps"


def test_lazy_penalties_are_grey_while_there_is_none(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "article-gan"})
    lazy = field(page, "penalty_every_steps")
    assert lazy.disabled
    assert "only when one of these is above zero: R1 penalty, R2 penalty" in lazy.label
    field(page, "r2_weight").set_value(0.1).run()
    assert not field(page, "penalty_every_steps").disabled


def test_a_value_out_of_range_is_said_beside_the_field_and_starts_nothing(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    field(page, "batch_size").set_value(999_999).run()
    assert "999999, expected 2 – 1,024" in page.error[0].value
    assert page.button(key="start-training").disabled
    field(page, "batch_size").set_value(32).run()
    assert not page.error
    assert not page.button(key="start-training").disabled


def test_half_precision_needs_a_gpu(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "this_machine", lambda: Machine(cpu="a processor", cores=2, memory=2**33))
    switch = field(open_page("train", {"preset": "quick-gan"}), "mixed_precision")
    assert switch.disabled
    assert "needs a GPU" in switch.label
    gpu = Gpu(name="a graphics processor", memory=2**34)
    monkeypatch.setattr(forms, "this_machine", lambda: Machine(cpu="x", cores=2, memory=2**33, gpus=(gpu,)))
    assert not field(open_page("train", {"preset": "quick-gan"}), "mixed_precision").disabled


def test_every_field_has_help(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "article-gan"})
    fields = [*page.number_input, *page.selectbox, *page.toggle]
    assert len(fields) > 15
    assert all(len(widget.help) > 10 for widget in fields)


# Watching


def test_a_running_run_shows_progress_pictures_curves_and_a_stop_button(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING, steps=100)
    page = watch(open_page, run)
    assert "left" in page.get("progress")[0].proto.text
    assert {metric.label for metric in page.metric} >= {"Training time", "Steps", "Pictures seen", "Speed", "Memory"}
    assert all(metric.help for metric in page.metric)
    assert len(page.image) == 2
    assert "Healthy" in page.success[0].value
    assert len(charts(page)) == 4
    page.button(key=f"stop-{run.run_id}").click().run()
    assert run.is_requested(layout.STOP)
    assert page.button(key=f"stop-{run.run_id}").disabled


def test_the_memory_of_a_gpu_is_shown_while_it_works(
    store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING)
    monkeypatch.setattr(watch_page, "gpu_memory_in_use", lambda: (Memory(used=3 * 2**30, total=8 * 2**30),))
    page = watch(open_page, run)
    assert [metric.value for metric in page.metric if metric.label == "GPU memory"] == ["3.0 GiB"]


def test_a_finished_run_shows_the_same_without_the_stop_button(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=100)
    page = watch(open_page, run)
    assert "finished" in texts(page)
    assert len(page.image) == 2
    assert len(charts(page)) == 4
    assert not [button for button in page.button if button.key == f"stop-{run.run_id}"]


def test_pictures_of_any_step_can_be_looked_at(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, steps=100))
    assert "after 100 steps" in texts(page)
    page.select_slider[0].set_value(25).run()
    assert "after 25 steps" in texts(page)


def test_play_goes_through_the_pictures_and_ends(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=50)
    page = watch(open_page, run)
    page.button(key=f"time-lapse-start-{run.run_id}").click().run()
    seen = []
    for _ in range(4):  # in a browser a clock does this
        seen += [word for word in texts(page).split("after ") if "steps" in word and not page.select_slider]
        page.run()
    assert not page.exception
    assert len(seen) >= 2
    assert page.select_slider
    assert "after 50 steps" in texts(page)


def test_a_vae_shows_copies_and_an_axis_for_each_term(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_VAE, steps=100))
    assert len(page.image) == 3
    chart = charts(page)["Loss curves of this run"]
    assert {"yaxis", "yaxis2", "yaxis3"} <= set(chart["layout"])


def test_every_picture_and_chart_has_a_text_for_those_who_cannot_see_it(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, steps=50))
    assert all(picture.alt for imgs in page.image for picture in imgs.proto.imgs)
    assert all(charts(page))


def test_the_curious_find_gradients_times_and_settings(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=50)
    page = open_page("train", {"run": run.run_id})
    page.session_state["curious"] = True
    page.run()
    assert not page.exception
    assert {"Gradients", "Time per step", "Learning rate"} <= set(charts(page))
    assert page.table


def test_a_waiting_run_tells_its_place(store: RunStore, engine: QuietEngine, open_page: OpenPage) -> None:
    runs = [store.create(QUICK_GAN) for _ in range(2)]
    engine.advance()
    page = watch(open_page, runs[1])
    assert "Place 2 in the queue" in texts(page)
    page.button(key=f"stop-{runs[1].run_id}").click().run()
    assert runs[1].status().state is RunState.STOPPED


def test_a_failed_run_says_why_and_has_its_log(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.FAILED, steps=30, failure="out_of_memory")
    page = watch(open_page, run)
    assert "ran out of memory" in page.error[0].value
    assert "Choose a smaller batch size" in page.error[0].value
    assert "fake worker: 30 steps" in texts(page)


def test_a_failure_of_a_newer_version_is_not_hidden(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.FAILED, steps=30, failure="no-such-key")
    assert "Something unexpected" in watch(open_page, run).error[0].value


def test_a_lost_run_is_called_lost_and_keeps_its_curves(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, state=RunState.LOST, steps=60))
    assert "process disappeared" in page.warning[0].value
    assert charts(page)


@pytest.mark.parametrize("name", ["status.json", "config.json"])
def test_a_damaged_run_is_shown_as_damaged_with_what_is_left(store: RunStore, open_page: OpenPage, name: str) -> None:
    run = write_run(store, QUICK_GAN, steps=60)
    (run.path / name).write_text("{")
    page = watch(open_page, run)
    assert "Files of this run are missing" in page.error[0].value
    assert len(page.image) == 2
    assert charts(page)


def test_a_damaged_picture_is_said_in_words(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=60)
    run.pictures()[60].write_bytes(b"no picture")
    assert "missing or damaged" in texts(watch(open_page, run))


@pytest.mark.parametrize("run_id", ["20260101-000000-gone-0000", "../../etc", "<script>", ""])
def test_an_unknown_run_is_said_with_the_way_to_the_others(open_page: OpenPage, run_id: str) -> None:
    page = open_page("train", {"run": run_id})
    assert not page.exception
    assert "There is no run" in page.error[0].value
    assert page.get("page_link")


def test_a_name_is_shown_as_it_was_typed(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=30)
    run.describe(About(name="**bold** :red[x] $a$"))
    title = watch(open_page, run).title[0].value
    assert "\\*\\*bold" in title
    assert ":red[" not in title
    assert "\\$a" in title


def test_another_like_this_opens_the_form_with_its_settings(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN.with_settings({"latent_dim": 9}), steps=30))
    page.button(key="another").click().run()
    assert address(page)["latent_dim"] == "9"
    assert field(page, "latent_dim").value == 9
