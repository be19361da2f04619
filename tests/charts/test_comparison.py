"""The records of the Compare page."""

import csv
import io

import pytest

from ganlib.charts.comparison import MarkRange, Side, differences, facts_csv, latest, mark_range, scalars_csv


def side(**changes: object) -> Side:
    about = {
        "run_id": "a",
        "name": "A",
        "preset": "quick-gan",
        "family": "gan",
        "dataset": "mnist",
        "state": "completed",
    }
    return Side(**about | changes)  # type: ignore[arg-type]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("furthest", [0.4, 7.0, 199.5, 200.0, 201.0, 640.0, 12_345.0, 50_000.0])
def test_the_slider_reaches_the_end_of_a_finished_comparison(furthest: float) -> None:
    marks = mark_range([1.0, furthest], is_growing=False)
    assert furthest <= marks.end < furthest + marks.step
    assert marks.end % marks.step == 0
    assert marks.end / marks.step <= 210


def test_the_slider_keeps_its_range_for_a_while_when_runs_grow() -> None:
    assert {mark_range([seconds], is_growing=True) for seconds in range(21, 50)} == {MarkRange(end=50, step=1)}


def test_a_growing_range_is_ahead_of_the_runs() -> None:
    for seconds in (0, 3, 10, 11, 99, 101, 5_001):
        assert mark_range([seconds], is_growing=True).end >= seconds


def test_nothing_trained_yet_is_a_range_without_length() -> None:
    assert mark_range([0.0, 0.0], is_growing=False) == MarkRange(end=0, step=1)
    assert mark_range([], is_growing=False).end == 0


@pytest.mark.parametrize(("wanted", "found"), [(-5, 0), (0, 0), (14, 10), (16, 20), (99, 60)])
def test_a_mark_from_a_link_goes_to_the_nearest_position(wanted: float, found: int) -> None:
    assert MarkRange(end=60, step=10).nearest(wanted) == found


def test_the_latest_value_skips_rows_without_it_and_gaps() -> None:
    rows = [{"step": 1, "x": 0.5}, {"step": 2, "x": 0.75}, {"step": 3, "x": None}, {"step": 4}]
    assert latest(rows, "x") == 0.75
    assert latest(rows, "y") is None


def test_only_settings_that_differ_are_listed_in_the_order_of_the_catalog() -> None:
    found = differences([{"seed": 1, "batch_size": 64, "minutes": 2.0}, {"seed": 2, "batch_size": 128, "minutes": 2.0}])
    assert list(found.differing.items()) == [("batch_size", (64, 128)), ("seed", (1, 2))]
    assert not found.exclusive


def test_settings_that_only_one_run_has_are_kept_apart() -> None:
    found = differences([{"seed": 1, "r1_weight": 0.1}, {"seed": 1, "beta": 1.0}])
    assert not found.differing
    assert dict(found.exclusive) == {"r1_weight": (0.1, None), "beta": (None, 1.0)}


def test_the_same_run_twice_differs_in_nothing() -> None:
    found = differences([{"seed": 1}, {"seed": 1}, {"seed": 1}])
    assert not found.differing
    assert not found.exclusive


def test_the_facts_table_has_a_line_for_each_run_with_parameters_of_each_network() -> None:
    gan = side(seconds=60.0, step=400, images_seen=25_600, parameters={"generator": 10, "discriminator": 20})
    vae = side(run_id="b", name="B", family="vae", diversity=0.9, settings={"beta": 1.0}, parameters={"encoder": 5})
    first, second = read(facts_csv([gan, vae]))
    assert (first["run_id"], first["seconds"], first["steps"], first["images_seen"]) == ("a", "60.0", "400", "25600")
    assert (first["parameters_generator"], first["parameters_encoder"], first["parameters_total"]) == ("10", "", "30")
    assert (second["samples/diversity"], second["beta"], second["parameters_total"]) == ("0.9", "1.0", "5")


def test_the_curves_table_keeps_gaps_empty_and_every_column() -> None:
    lines = read(
        scalars_csv({"a": [{"step": 1, "loss/g": 0.5}, {"step": 2, "loss/g": None}], "b": [{"step": 1, "loss/kl": 3}]})
    )
    assert [line["run_id"] for line in lines] == ["a", "a", "b"]
    assert [line["loss/g"] for line in lines] == ["0.5", "", ""]
    assert lines[2]["loss/kl"] == "3"


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1"])
def test_a_name_never_becomes_a_formula_of_a_spreadsheet(name: str) -> None:
    assert read(facts_csv([side(name=name)]))[0]["name"] == f"'{name}"


def test_names_with_commas_quotes_and_line_breaks_survive() -> None:
    name = 'a "b", c\nd – 数字'
    assert read(facts_csv([side(name=name)]))[0]["name"] == name
