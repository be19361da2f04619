"""The histogram of the discriminator's judgement."""

import pytest

from ganlib.charts.histograms import histogram_figure, histogram_record
from ganlib.charts.theme import GAN, REAL


def test_counts_become_shares_over_the_whole_range() -> None:
    record = histogram_record({"step": 5, "real": [0, 1, 1, 2], "fake": [4, 0, 0, 0]})
    assert record is not None
    assert record.real == (0.0, 0.25, 0.25, 0.5)
    assert record.fake == (1.0, 0.0, 0.0, 0.0)
    assert record.middles == (0.125, 0.375, 0.625, 0.875)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"step": 1, "real": [], "fake": []},
        {"step": 1, "real": [1, 2], "fake": [1, 2, 3]},
        {"step": 1, "real": [0, 0], "fake": [0, 0]},
        {"step": 1, "real": "12", "fake": "12"},
        {"step": None, "real": [1], "fake": [1]},
    ],
)
def test_a_damaged_row_makes_no_histogram(row: dict) -> None:
    assert histogram_record(row) is None


def test_real_and_generated_have_their_own_colours() -> None:
    record = histogram_record({"step": 5, "real": [0, 1], "fake": [1, 0]})
    assert record is not None
    figure = histogram_figure(record, translate=lambda text: text)
    assert [bar.marker.color for bar in figure.data] == [REAL, GAN]
    assert tuple(figure.layout.xaxis.range) == (0, 1)
