"""How good the samples are, wherever it is shown: on Train, on Compare and on Runs; and why it is not."""

import csv
import io
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.store import layout
from ganlib.store.files import append_line, open_records
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run, RunStore
from ganlib.store.scores import read_scores
from ganlib.store.status import RunState
from ganlib.ui import comparison_tables
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage

QUICK_GAN, QUICK_VAE = preset("quick-gan"), preset("quick-vae")


def texts(page: AppTest) -> str:
    shown = [*page.subheader, *page.markdown, *page.caption, *page.warning, *page.error]
    return plain("\n".join(str(element.value) for element in shown))


def plain(markdown: str) -> str:
    """Without what `words.plain` puts in, so that it is shown as it is."""
    return markdown.replace("\\", "").replace("\u2060", "")


def metrics(page: AppTest) -> dict[str, tuple[str, str]]:
    """Label → value and what stands below it."""
    return {metric.label: (metric.value, metric.delta) for metric in page.metric}


def watch(open_page: OpenPage, run: Run) -> AppTest:
    page = open_page("train", {"run": run.run_id})
    assert not page.exception
    return page


def test_each_score_stands_beside_that_of_real_pictures(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, steps=100))
    shown = metrics(page)
    assert shown["Fréchet distance"] == ("74.5", "real data: 0.6")
    assert shown["Coverage"] == ("0.73", "real data: 0.95")
    assert shown["Classes that appear"][0] == "10 of 10"
    assert "Fréchet distance at step 100: 10,000 samples, network mnist-classifier version 1" in texts(page)
    assert "a small classifier trained on the labels" in texts(page)
    assert "2,000 samples at each point" in texts(page), "the curve never mixes numbers of samples"
    assert all(metric.help for metric in page.metric)


def test_of_a_thousand_kinds_as_many_count_as_real_pictures_show(store: RunStore, open_page: OpenPage) -> None:
    stacks = QUICK_GAN.with_settings({"dataset": "stacked_mnist"})
    shown = metrics(watch(open_page, write_run(store, stacks, steps=300)))
    assert shown["Kinds that appear"] == ("854 of 1,000", "real data: 860")
    assert shown["Balance of the kinds"][1] == "real data: 0.28"
    of_vae = write_run(store, QUICK_VAE.with_settings({"dataset": "stacked_mnist"}), steps=50)
    page, cells = facts(open_page, write_run(store, stacks, steps=300), of_vae)
    assert "Kinds that appear: 10,000 samples, network mnist-classifier version 1." in texts(page)
    assert cells["Kinds that appear"] == ["854 of 1,000 (real data: 860)", "486 of 1,000 (real data: 860)"]


def test_missing_classes_are_named_in_plain_words(store: RunStore, open_page: OpenPage) -> None:
    digits = write_run(store, QUICK_GAN, state=RunState.RUNNING, steps=50)
    clothes = write_run(store, QUICK_GAN.with_settings({"dataset": "fashion_mnist"}), steps=50)
    assert "hardly ever, among the samples: 4, 7." in texts(watch(open_page, digits))
    assert "hardly ever, among the samples: coat, sneaker." in texts(watch(open_page, clothes))


@pytest.mark.parametrize(
    ("config", "state", "reason"),
    [
        (QUICK_GAN, RunState.RUNNING, "after about ten seconds"),
        (QUICK_GAN.with_settings({"evaluate": False}), RunState.COMPLETED, "switched off in the settings"),
        (QUICK_GAN, RunState.STOPPED, "This run has no scores"),
    ],
)
def test_without_scores_the_page_says_why(
    store: RunStore, open_page: OpenPage, config: RunConfig, state: RunState, reason: str
) -> None:
    run = write_run(store, config, state=state, steps=10)
    (run.path / layout.METRICS).unlink(missing_ok=True)
    page = watch(open_page, run)
    assert reason in texts(page)
    assert "Fréchet distance" not in metrics(page)


def test_of_a_broken_file_what_is_whole_is_shown(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=100)
    path = run.path / layout.METRICS
    path.write_bytes(
        b'\x00{"metric": 5}\n{"metric": "frechet_distance"}\n[]\n' + path.read_bytes() + b'{"metric": "fre'
    )
    assert metrics(watch(open_page, run))["Fréchet distance"][0] == "74.5"


def test_a_file_of_nonsense_has_no_scores(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=100)
    (run.path / layout.METRICS).write_bytes(b"\xff\xfe nonsense\n" * 3)
    assert "This run has no scores" in texts(watch(open_page, run))


def test_a_score_of_a_later_version_does_no_harm(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=100)
    (score, *_) = read_scores(RecordReader(run.path / layout.METRICS).read())
    with open_records(run.path / layout.METRICS) as file:
        append_line(file, replace(score, metric="not_known_yet", network="another-net").to_record())
        append_line(file, replace(score, metric="class_coverage", shares=(1.0,), missing=(77,)).to_record())
    assert "among the samples: 77." in texts(watch(open_page, run))


def with_figures_of_the_model(run: Run, nats: float, given: str = "") -> Run:
    (score, *_) = read_scores(RecordReader(run.path / layout.METRICS).read())
    own = replace(score, floor=None, network="", version=None, num_samples=1_000)
    with open_records(run.path / layout.METRICS) as file:
        append_line(file, replace(own, metric="iwae_bound", value=nats, draws=50, given=given).to_record())
        append_line(file, replace(own, metric="active_units", value=9.0).to_record())
    return run


def test_a_page_says_which_prior_its_pictures_come_from(store: RunStore, open_page: OpenPage) -> None:
    words = "all scores draw from a mixture"
    plain_vae = QUICK_VAE.with_settings({"prior": "standard_normal"})
    assert words in texts(watch(open_page, write_run(store, QUICK_VAE, steps=20)))
    assert words not in texts(watch(open_page, write_run(store, plain_vae, steps=20)))


def test_a_page_says_when_the_networks_see_black_and_white(store: RunStore, open_page: OpenPage) -> None:
    words = "each pixel drawn black or white"
    assert words in texts(watch(open_page, write_run(store, preset("binary-vae"), steps=20)))
    assert words not in texts(watch(open_page, write_run(store, QUICK_VAE, steps=20)))


def test_figures_of_the_model_itself_stand_without_real_pictures(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, with_figures_of_the_model(write_run(store, QUICK_VAE, steps=100), -95.04))
    shown = {metric.label: metric for metric in page.metric}
    bound = shown["Log-likelihood, at least (IWAE bound)"]
    assert (bound.value, bound.delta) == ("-95 nats per picture", "")
    assert "1,000 test pictures, 50 codes for each" in bound.help
    assert shown["Numbers of the code in use"].value == "9"


def test_figures_of_the_model_itself_are_compared_where_present(store: RunStore, open_page: OpenPage) -> None:
    vae = with_figures_of_the_model(write_run(store, QUICK_VAE, steps=100), -95.04)
    page, cells = facts(open_page, write_run(store, QUICK_GAN, steps=100), vae)
    assert cells["Log-likelihood, at least (IWAE bound)"] == ["–", "-95 nats per picture"]
    assert cells["Numbers of the code in use"] == ["–", "9"]
    assert "(IWAE bound): 1,000 test pictures, 50 codes for each." in texts(page)
    (line,) = csv.DictReader(io.StringIO(comparison_tables.facts_file([(vae, "Mine")]).decode("utf-8-sig")))
    assert (line["iwae_bound"], line["iwae_bound: draws"]) == ("-95.04", "50")


def test_what_a_fresh_discriminator_says_is_shown_as_measured(store: RunStore, open_page: OpenPage) -> None:
    run, other = (write_run(store, QUICK_GAN, steps=100) for _ in range(2))
    (score, *_) = read_scores(RecordReader(run.path / layout.METRICS).read())
    network = "mnist-fresh-discriminator"
    bound = replace(score, metric="jensen_shannon_bound", value=-0.0021, floor=0.0014, network=network)
    with open_records(run.path / layout.METRICS) as file:
        append_line(file, bound.to_record())
    title = "Jensen–Shannon divergence, at least"
    rows = [row for _, row in watch(open_page, run).table[0].value.iterrows() if row.iloc[0] == title]
    assert [list(row.iloc[1:3]) for row in rows] == [["-0.0021 nats", "0.0014"]]
    _, cells = facts(open_page, run, other)
    assert cells[title] == ["-0.0021 nats (real data: 0.0014)", "–"]


def test_a_duality_gap_is_shown_first_and_not_held_against_that_of_another_game(
    store: RunStore, open_page: OpenPage
) -> None:
    runs = []
    for loss, value in (("relativistic", 3.516), ("hinge", 1.25)):
        run = write_run(store, QUICK_GAN.with_settings({"loss": loss}), steps=100)
        (score, *_) = read_scores(RecordReader(run.path / layout.METRICS).read())
        gap = replace(score, metric="duality_gap", value=value, floor=0.0, network=f"mnist-{loss}-game")
        with open_records(run.path / layout.METRICS) as file:
            append_line(file, gap.to_record())
        runs.append(run)
    title = "Duality gap, at least"
    assert [metric.value for metric in watch(open_page, runs[0]).metric if metric.label == title] == ["3.52"]
    page, cells = facts(open_page, *runs)
    assert cells[title][0].startswith("3.52 (real data: 0), ")
    assert "game mnist-hinge-game" in cells[title][1]
    assert f"{title}: not comparable here." in texts(page)


@pytest.mark.parametrize(("dataset", "given"), [("mnist", "class"), ("fashion_mnist", "")])
def test_likelihoods_of_other_pictures_or_given_the_class_are_marked(
    dataset: str, given: str, store: RunStore, open_page: OpenPage
) -> None:
    first = with_figures_of_the_model(write_run(store, QUICK_VAE, steps=100), -95.04)
    other = write_run(store, QUICK_VAE.with_settings({"dataset": dataset}), steps=100)
    page, cells = facts(open_page, first, with_figures_of_the_model(other, -80.0, given))
    bounds = cells["Log-likelihood, at least (IWAE bound)"]
    assert bounds[0] == "-95 nats per picture, 1,000 test pictures, 50 codes for each"
    assert bounds[1].endswith(", given the class") == bool(given)
    assert "(IWAE bound): not comparable here." in texts(page)


def facts(open_page: OpenPage, *runs: Run) -> tuple[AppTest, dict[str, list[str]]]:
    page = open_page("compare", {"runs": ",".join(run.run_id for run in runs)})
    assert not page.exception
    table = page.table[0].value
    cells = {row.iloc[0]: [plain(cell) for cell in row.iloc[1:-1]] for _, row in table.iterrows()}
    return page, cells


def test_runs_measured_alike_are_compared(store: RunStore, open_page: OpenPage) -> None:
    page, cells = facts(open_page, write_run(store, QUICK_GAN, steps=200), write_run(store, QUICK_VAE, steps=50))
    assert cells["Fréchet distance"] == ["6.66 (real data: 0.6)", "258 (real data: 0.6)"]
    assert cells["Classes that appear"] == ["10 of 10", "8 of 10 (without 4, 7)"]
    assert "Fréchet distance: 10,000 samples, network mnist-classifier version 1." in texts(page)
    assert "not comparable" not in texts(page)


def test_how_often_the_class_is_the_one_asked_for_is_compared_where_it_was_asked_for(
    store: RunStore, open_page: OpenPage
) -> None:
    told = [write_run(store, preset(key), steps=200) for key in ("conditional-gan", "conditional-vae")]
    page, cells = facts(open_page, *told, write_run(store, QUICK_VAE, steps=200))
    assert cells["Class as asked"] == ["0.984 (real data: 0.99)"] * 2 + ["–"]
    assert "Class as asked: 10,000 samples, network mnist-classifier version 1." in texts(page)
    _, cells = facts(open_page, write_run(store, QUICK_GAN, steps=200), write_run(store, QUICK_VAE, steps=200))
    assert "Class as asked" not in cells


def test_how_far_the_kinds_are_classes_is_shown_where_kinds_were_looked_for(
    store: RunStore, open_page: OpenPage
) -> None:
    assert metrics(watch(open_page, write_run(store, preset("info-gan"), steps=200)))["Kinds that are classes"] == (
        "0.984",
        "real data: 0.99",
    )
    assert "Kinds that are classes" not in metrics(watch(open_page, write_run(store, QUICK_GAN, steps=200)))


def test_a_finished_run_and_one_in_training_are_compared_on_the_same_number_of_samples(
    store: RunStore, open_page: OpenPage
) -> None:
    running = write_run(store, QUICK_VAE, state=RunState.RUNNING, steps=50)
    page, cells = facts(open_page, write_run(store, QUICK_GAN, steps=200), running)
    assert cells["Fréchet distance"] == ["9.06 (real data: 3)", "261 (real data: 3)"]
    assert "Fréchet distance: 2,000 samples" in texts(page)


def test_runs_on_different_pictures_are_not_compared(store: RunStore, open_page: OpenPage) -> None:
    clothes = write_run(store, QUICK_GAN.with_settings({"dataset": "fashion_mnist"}), steps=200)
    page, cells = facts(open_page, write_run(store, QUICK_GAN, steps=200), clothes)
    assert cells["Fréchet distance"][1].endswith("10,000 samples, network fashion_mnist-classifier version 1")
    assert "Fréchet distance: not comparable here" in texts(page)


def test_a_run_without_scores_leaves_its_cell_empty(store: RunStore, open_page: OpenPage) -> None:
    unmeasured = write_run(store, QUICK_VAE.with_settings({"evaluate": False}), steps=50)
    _, cells = facts(open_page, write_run(store, QUICK_GAN, steps=200), unmeasured)
    assert cells["Fréchet distance"][1] == "–"
    other = write_run(store, QUICK_GAN.with_settings({"evaluate": False}), steps=50)
    _, cells = facts(open_page, unmeasured, other)
    assert "Fréchet distance" not in cells


def test_the_facts_file_has_each_score_with_its_floor_and_samples(store: RunStore) -> None:
    file = comparison_tables.facts_file([(write_run(store, QUICK_GAN, steps=200), "Mine")]).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(file))
    name = "frechet_distance in mnist-classifier 1"
    assert float(line[name]) == pytest.approx(6.66, abs=0.01)
    assert (float(line[f"{name}: real data"]), line[f"{name}: samples"]) == (0.6, "10000")


def test_a_card_of_the_runs_page_has_the_distance(store: RunStore, open_page: OpenPage) -> None:
    write_run(store, QUICK_GAN, steps=200)
    write_run(store, QUICK_VAE.with_settings({"evaluate": False}), steps=20)
    page = open_page("runs")
    assert not page.exception
    assert texts(page).count("Fréchet distance 6.66 (real data 0.6; 10,000 samples)") == 1
    assert texts(page).count("Fréchet distance") == 1


@pytest.mark.parametrize("is_conditional", [False, True])
def test_a_conditional_run_says_that_columns_are_classes(
    store: RunStore, open_page: OpenPage, is_conditional: bool
) -> None:
    for config in (QUICK_GAN, QUICK_VAE):
        run = write_run(store, config.with_settings({"conditional": is_conditional}), steps=50)
        said = texts(watch(open_page, run))
        assert ("Each column of the generated pictures is one class" in said) == is_conditional
        is_prior_of_classes = is_conditional and config is QUICK_VAE
        assert ("Each class has a Gaussian, and a mixture, of its own." in said) == is_prior_of_classes
