"""The figures of the page “Learn”."""

import json

import numpy as np

from ganlib.charts.theme import DISCRIMINATOR, GAN, REAL
from ganlib.charts.theory import copies_figure, densities_figure, path_figure, pulls_figure

ACROSS = np.linspace(0.0, 1.0, 101)


def as_is(text: str) -> str:
    return text


def test_each_player_has_its_own_colour_and_the_judge_an_axis_from_0_to_1() -> None:
    figure = densities_figure(ACROSS, ACROSS, 2 * ACROSS, 1 - ACROSS, translate=as_is)
    assert [trace.line.color for trace in figure.data] == [REAL, GAN, DISCRIMINATOR]
    assert figure.data[2].yaxis == "y2"
    assert figure.layout.yaxis2.range[0] < 0 < 1 < figure.layout.yaxis2.range[1]
    assert figure.data[0].x[-1] == 1.0, "the end is kept"


def test_losses_pull_as_their_gradients_do() -> None:
    titles = {key: key for key in ("minimax", "non_saturating", "wasserstein")}
    found = {trace.name: trace for trace in pulls_figure(titles, translate=as_is).data}
    sure = np.array(found["minimax"].x)[1:-1]
    logits = np.log(sure / (1.0 - sure))
    h = 1e-5
    losses = {
        "minimax": lambda d: -np.logaddexp(0.0, d),  # log(1 − σ(D))
        "non_saturating": lambda d: np.logaddexp(0.0, -d),  # −log σ(D)
        "wasserstein": lambda d: -d,
    }
    for key, loss in losses.items():
        slope = abs(loss(logits + h) - loss(logits - h)) / (2 * h)
        np.testing.assert_allclose(np.array(found[key].y)[1:-1], slope, atol=1e-3)


def test_a_path_has_its_start_and_its_end_and_travels_as_json() -> None:
    path = np.array([[1.5, 0.0], [1.4, -0.2], [1.1, -0.5]])
    figure = path_figure(path, 2.0, translate=as_is)
    assert [(trace.x[0], trace.y[0]) for trace in figure.data[1:]] == [(1.5, 0.0), (1.1, -0.5), (0.0, 0.0)]
    assert figure.layout.xaxis.range == (-2.0, 2.0)
    for one in (figure, copies_figure(ACROSS, ACROSS, (ACROSS, ACROSS), translate=as_is)):
        assert json.dumps(one.to_plotly_json())
