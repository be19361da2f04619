"""Scores: complete or not at all, written and read back past what is damaged."""

import json
import math
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from ganlib.store.files import append_line, open_records
from ganlib.store.history import cut_history
from ganlib.store.records import RecordReader
from ganlib.store.scores import Score, latest_of, read_scores

FACTS: dict[str, Any] = {
    "metric": "frechet_distance",
    "value": 12.5,
    "floor": 1.5,
    "num_samples": 2_000,
    "network": "mnist-classifier",
    "version": 1,
    "step": 100,
    "seconds": 9.5,
    "seed": 7,
}


@pytest.mark.parametrize("missing", FACTS)
def test_a_score_without_one_of_its_facts_cannot_be_made(missing: str) -> None:
    with pytest.raises(TypeError):
        Score(**{key: value for key, value in FACTS.items() if key != missing})


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": math.nan},
        {"value": "12"},
        {"value": True},
        {"floor": math.inf},
        {"floor": None},
        {"num_samples": 0},
        {"num_samples": 2.0},
        {"network": ""},
        {"metric": ""},
        {"version": -1},
        {"step": -1},
        {"shares": (0.5, math.nan)},
        {"missing": ("2",)},
        {"floor": ""},
        {"version": None},
        {"network": None},
        {"network": "", "floor": None},
        {"draws": 1.5},
        {"given": "nothing"},
    ],
)
def test_a_score_that_makes_no_sense_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Score(**FACTS | wrong)


def test_a_likelihood_has_neither_network_nor_floor() -> None:
    score = Score(**FACTS | {"metric": "iwae_bound", "floor": None, "network": "", "version": None, "draws": 50})
    assert read_scores([json.loads(json.dumps(score.to_record()))]) == [score]
    assert score.basis != Score(**FACTS).basis
    assert score.basis != replace(score, given="class").basis, "log p(x | y) is another thing than log p(x)"


def test_scores_come_back_as_they_were_written_past_damaged_and_torn_lines(tmp_path: Path) -> None:
    scores = [Score(**FACTS), Score(**FACTS | {"metric": "class_coverage", "shares": (0.9, 0.1), "missing": (1,)})]
    path = tmp_path / "metrics.jsonl"
    with open_records(path) as file:
        append_line(file, scores[0].to_record())
        file.write(b'{"metric": "frechet_distance"}\n[1]\nnonsense\n')
        append_line(file, scores[1].to_record() | {"of_a_later_version": 1})
        append_line(file, scores[1].to_record() | {"value": None, "shares": 5})
        file.write(json.dumps(scores[0].to_record()).encode()[:40])
    assert read_scores(RecordReader(path).read()) == scores


def test_no_file_is_no_score(tmp_path: Path) -> None:
    assert read_scores(RecordReader(tmp_path / "metrics.jsonl").read()) == []


def test_every_fact_is_written() -> None:
    assert set(Score(**FACTS).to_record()) == {field.name for field in fields(Score)}


def test_the_latest_is_of_its_metric_and_network() -> None:
    first, second = Score(**FACTS), Score(**FACTS | {"step": 200})
    other = Score(**FACTS | {"step": 200, "network": "mnist-encoder"})
    assert latest_of([first, second, other], "frechet_distance", "classifier") == second
    assert latest_of([first, second, other], "frechet_distance") == other
    assert latest_of([first], "recall") is None


def test_a_run_that_goes_on_takes_back_the_scores_that_come_again(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    with open_records(path) as file:
        for step in (100, 200):
            append_line(file, Score(**FACTS | {"step": step}).to_record())
    cut_history(tmp_path, last_step=150)
    assert [score.step for score in read_scores(RecordReader(path).read())] == [100]
