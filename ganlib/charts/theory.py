"""The figures of the page “Learn”: numbers from `theory` in, Plotly figure out."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ganlib.charts.theme import DISCRIMINATOR, GAN, NEUTRAL, REAL, VAE, base_layout
from ganlib.i18n import N_, Translate

if TYPE_CHECKING:
    import plotly.graph_objects as go

Numbers = npt.NDArray[np.float64]
Trace = dict[str, Any]

_HEIGHT = 320
_SQUARER = 420  # for a figure whose two axes mean alike
# Loss → |dL_G/dD(x)|, where p is the discriminator's probability that x is real.
_PULLS: dict[str, Callable[[Numbers], Numbers]] = {
    "minimax": lambda p: p,  # of log(1 − σ(D)): σ(D)
    "non_saturating": lambda p: 1.0 - p,  # of −log σ(D): σ(D) − 1
    "wasserstein": lambda p: np.ones_like(p),  # of −D
}
_COLOURS = {"minimax": DISCRIMINATOR, "non_saturating": GAN, "wasserstein": NEUTRAL}
_DASHES = {"minimax": "dot", "non_saturating": "solid", "wasserstein": "dash"}


def densities_figure(
    places: Numbers, real: Numbers, fake: Numbers, judged: Numbers, *, translate: Translate
) -> "go.Figure":
    """p_data and p_G as areas, what the best discriminator says as a line with an axis of its own."""
    traces = [
        _area(translate(N_("real: p_data")), places, real, REAL),
        _area(translate(N_("drawn: p_G")), places, fake, GAN),
        _line(translate(N_("the best discriminator: D*")), places, judged, DISCRIMINATOR, ".0%")
        | {"yaxis": "y2", "line": {"color": DISCRIMINATOR, "width": 3, "dash": "dash"}},
    ]
    layout = _layout(translate(N_("a picture: one number")), translate(N_("how often (density)")))
    layout["yaxis"] |= {"rangemode": "tozero"}
    layout["yaxis2"] = _on_the_right(translate(N_("D*: how sure that it is real"))) | {
        "range": [-0.02, 1.02],
        "tickvals": [0.0, 0.5, 1.0],
        "tickformat": ".0%",
    }
    return _figure(traces, layout)


def pulls_figure(titles: Mapping[str, str], *, translate: Translate) -> "go.Figure":
    """How hard the generator's loss pulls a sample, by how real the discriminator finds it.

    Args:
        titles: of the losses “minimax”, “non_saturating” and “wasserstein”.
    """
    sure = np.linspace(0.0, 1.0, 101)
    traces = [
        _line(titles[key], sure, pull(sure), _COLOURS[key], ".2f")
        | {"line": {"color": _COLOURS[key], "width": 3, "dash": _DASHES[key]}}
        for key, pull in _PULLS.items()
    ]
    layout = _layout(
        translate(N_("how sure the discriminator is that the sample is real")), translate(N_("pull on the sample"))
    )
    layout["xaxis"] |= {"tickformat": ".0%", "hoverformat": ".0%"}
    layout["yaxis"] |= {"range": [-0.03, 1.1]}
    return _figure(traces, layout)


def path_figure(path: Numbers, reach: float, *, translate: Translate) -> "go.Figure":
    """The path of the smallest GAN, `[n, 2]`: its number across, its discriminator's slope upwards."""
    marks = (
        (N_("start"), path[0], "circle", GAN),
        (N_("after the last step"), path[-1], "square", GAN),
        (N_("the end of the game"), np.zeros(2), "x", REAL),
    )
    line: Trace = {
        "type": "scatter",
        "name": translate(N_("what they do")),
        "x": _numbers(path[:, 0]),
        "y": _numbers(path[:, 1]),
        "mode": "lines+markers",
        "line": {"color": GAN, "width": 1},
        "marker": {"size": 4},
        "hovertemplate": "%{x:.2f}, %{y:.2f}",
    }
    points: list[Trace] = [
        {
            "type": "scatter",
            "name": translate(name),
            "x": _numbers(place[:1]),
            "y": _numbers(place[1:]),
            "mode": "markers",
            "marker": {"symbol": symbol, "size": 13, "color": colour},
            "hoverinfo": "skip",
        }
        for name, place, symbol, colour in marks
    ]
    layout = _layout(translate(N_("the number that the generator draws")), translate(N_("slope of the discriminator")))
    layout |= {"hovermode": "closest", "height": _SQUARER}
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"range": [-reach, reach]}
    return _figure([line, *points], layout)


def copies_figure(
    codes: Numbers, copies: Numbers, densities: tuple[Numbers, Numbers], *, translate: Translate
) -> "go.Figure":
    """The best copy of each code, above how often either picture has that code."""
    traces = [
        _area(translate(N_("codes of the picture −1")), codes, densities[0], NEUTRAL) | {"yaxis": "y2"},
        _area(translate(N_("codes of the picture 1")), codes, densities[1], REAL) | {"yaxis": "y2"},
        _line(translate(N_("the best copy")), codes, copies, VAE, ".2f"),
    ]
    layout = _layout(translate(N_("code")), translate(N_("copy")))
    layout["yaxis"] |= {"range": [-1.1, 1.1]}
    layout["yaxis2"] = _on_the_right(translate(N_("how often (density)"))) | {
        "rangemode": "tozero",
        "showticklabels": False,
    }
    return _figure(traces, layout)


def _area(name: str, across: Numbers, density: Numbers, colour: str) -> Trace:
    return {
        "type": "scatter",
        "name": name,
        "x": _thinned(across),
        "y": _thinned(density),
        "line": {"color": colour},
        "fill": "tozeroy",
        "hoverinfo": "skip",
    }


def _line(name: str, across: Numbers, values: Numbers, colour: str, hover: str) -> Trace:
    return {
        "type": "scatter",
        "name": name,
        "x": _thinned(across),
        "y": _thinned(values),
        "line": {"color": colour, "width": 3},
        "hovertemplate": f"%{{y:{hover}}}",
    }


def _thinned(values: Numbers) -> list[float]:
    """Every fifth: a screen shows no more."""
    return _numbers(values[::5])


def _numbers(values: Numbers) -> list[float]:
    """As they travel to the browser."""
    rounded: list[float] = values.round(4).tolist()
    return rounded


def _layout(across: str, upwards: str) -> dict[str, Any]:
    return base_layout(height=_HEIGHT) | {
        "showlegend": True,
        "xaxis": {"title": {"text": across, "standoff": 8}, "zeroline": False, "hoverformat": ".2f"},
        "yaxis": _axis(upwards),
    }


def _on_the_right(title: str) -> dict[str, Any]:
    return _axis(title) | {"overlaying": "y", "side": "right", "showgrid": False}


def _axis(title: str) -> dict[str, Any]:
    return {"title": {"text": title, "standoff": 6}, "zeroline": False, "automargin": True}


def _figure(traces: list[Trace], layout: dict[str, Any]) -> "go.Figure":
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    return go.Figure(data=traces, layout=layout)
