"""Scores over the steps, and which of them compare."""

from ganlib.charts.scores import score_figure, score_record, side_by_side
from ganlib.store.scores import Score


def score(value: float = 10.0, step: int = 1, num_samples: int = 2_000, network: str = "mnist-classifier") -> Score:
    return Score(
        metric="frechet_distance",
        value=value,
        floor=2.0,
        num_samples=num_samples,
        network=network,
        version=1,
        step=step,
        seconds=1.0,
        seed=1,
    )


def english(text: str) -> str:
    return text


def test_no_scores_are_no_curve() -> None:
    assert score_record([]) is None


def test_a_network_stands_in_for_the_one_that_there_is_none_of() -> None:
    both = [score(40.0, 1), score(3.0, 1, network="mnist-encoder")]
    for scores, value in ((both, 40.0), (both[1:], 3.0)):
        record = score_record(scores)
        assert record is not None
        assert record.values == (value,)


def test_the_curve_holds_points_of_one_number_of_samples() -> None:
    record = score_record([score(40.0, 1), score(20.0, 2), score(5.0, 2, num_samples=10_000)])
    assert record is not None
    assert (record.num_samples, record.steps, record.values, record.floor) == (2_000, (1, 2), (40.0, 20.0), 2.0)


def test_the_floor_is_a_line_as_long_as_the_curve() -> None:
    record = score_record([score(40.0, 10), score(20.0, 20), score(9.0, 30)])
    assert record is not None
    curve, floor = score_figure(record, translate=english).to_plotly_json()["data"]
    assert tuple(curve["y"]) == (40.0, 20.0, 9.0)
    assert (tuple(floor["x"]), tuple(floor["y"])) == ((10, 30), (2.0, 2.0))


def test_an_axis_is_logarithmic_where_values_are_above_zero_and_span_more_than_a_decade() -> None:
    def axis(*values: float) -> str:
        record = score_record([score(value, step) for step, value in enumerate(values)])
        assert record is not None
        return str(score_figure(record, translate=english).to_plotly_json()["layout"]["yaxis"]["type"])

    assert axis(300.0, 3.0) == "log"
    assert axis(300.0, 0.0) == "linear"
    assert axis(19.0, 3.0) == "linear"


def test_what_both_runs_have_is_compared_on_the_most_samples() -> None:
    first = [score(40.0, 1), score(30.0, 2), score(20.0, 2, 10_000)]
    second = [score(70.0, 1), score(60.0, 3, 10_000)]
    found, are_comparable = side_by_side([first, second], "frechet_distance", "classifier")
    assert ([one.value for one in found if one], are_comparable) == ([20.0, 60.0], True)
    found, are_comparable = side_by_side([first, second[:1], []], "frechet_distance", "classifier")
    assert ([one and one.value for one in found], are_comparable) == ([30.0, 70.0, None], True)


def test_without_anything_in_common_nothing_compares() -> None:
    other = [score(5.0, network="fashion_mnist-classifier")]
    found, are_comparable = side_by_side([[score(40.0)], other], "frechet_distance", "classifier")
    assert ([one.value for one in found if one], are_comparable) == ([40.0, 5.0], False)
    assert side_by_side([[], []], "frechet_distance", "classifier") == ([None, None], True)
