"""The figures of the page “Learn”: numbers from `theory` in, Plotly figure out."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ganlib.charts.theme import DISCRIMINATOR, GAN, NEUTRAL, REAL, VAE, base_layout
from ganlib.i18n import N_, Translate

if TYPE_CHECKING:
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

Numbers = npt.NDArray[np.float64]

_HEIGHT = 320
_PULLS: dict[
    str, Callable[[Numbers], Numbers]
] = {  # loss → |dL_G/dD(x)| where the discriminator's probability that x is real is p
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
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    areas = [
        go.Scatter(
            x=_thinned(places),
            y=_thinned(density),
            name=translate(name),
            line={"color": colour},
            fill="tozeroy",
            hoverinfo="skip",
        )
        for name, density, colour in (
            (N_("real: p_data"), real, REAL),
            (N_("drawn: p_G"), fake, GAN),
        )
    ]
    judge = go.Scatter(
        x=_thinned(places),
        y=_thinned(judged),
        name=translate(N_("the best discriminator: D*")),
        line={"color": DISCRIMINATOR, "width": 3, "dash": "dash"},
        yaxis="y2",
        hovertemplate="%{y:.0%}",
    )
    layout: dict[str, Any] = _layout(translate(N_("a picture: one number"))) | {
        "yaxis": _axis(translate(N_("how often (density)"))) | {"rangemode": "tozero"},
        "yaxis2": _axis(translate(N_("D*: how sure that it is real")))
        | {
            "overlaying": "y",
            "side": "right",
            "range": [-0.02, 1.02],
            "tickvals": [0.0, 0.5, 1.0],
            "tickformat": ".0%",
            "showgrid": False,
        },
    }
    return go.Figure(data=[*areas, judge], layout=layout)


def pulls_figure(titles: Mapping[str, str], *, translate: Translate) -> "go.Figure":
    """How hard the generator's loss pulls a sample, by how real the discriminator finds it.

    Args:
        titles: of the losses “minimax”, “non_saturating” and “wasserstein”.
    """
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    sure = np.linspace(0.0, 1.0, 101)
    lines = [
        go.Scatter(
            x=sure.round(4).tolist(),
            y=pull(sure).round(4).tolist(),
            name=titles[key],
            line={"color": _COLOURS[key], "width": 3, "dash": _DASHES[key]},
            hovertemplate="%{y:.2f}",
        )
        for key, pull in _PULLS.items()
    ]
    layout = _layout(translate(N_("how sure the discriminator is that the sample is real"))) | {
        "yaxis": _axis(translate(N_("pull on the sample"))) | {"range": [-0.03, 1.1]}
    }
    layout["xaxis"] |= {"tickformat": ".0%", "hoverformat": ".0%"}
    return go.Figure(data=lines, layout=layout)


def path_figure(path: Numbers, reach: float, *, translate: Translate) -> "go.Figure":
    """The path of the smallest GAN, `[n, 2]`: its number across, its discriminator's slope upwards."""
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    marks = (
        (N_("start"), path[0], "circle", GAN),
        (N_("after the last step"), path[-1], "square", GAN),
        (N_("the end of the game"), np.zeros(2), "x", REAL),
    )
    line = go.Scatter(
        x=path[:, 0].round(4).tolist(),
        y=path[:, 1].round(4).tolist(),
        name=translate(N_("what they do")),
        mode="lines+markers",
        line={"color": GAN, "width": 1},
        marker={"size": 4},
        hovertemplate="%{x:.2f}, %{y:.2f}",
    )
    points = [
        go.Scatter(
            x=[float(place[0])],
            y=[float(place[1])],
            name=translate(name),
            mode="markers",
            marker={"symbol": symbol, "size": 13, "color": colour},
            hoverinfo="skip",
        )
        for name, place, symbol, colour in marks
    ]
    layout = _layout(translate(N_("the number that the generator draws"))) | {
        "hovermode": "closest",
        "height": 420,
        "yaxis": _axis(translate(N_("slope of the discriminator"))) | {"range": [-reach, reach]},
    }
    layout["xaxis"] |= {"range": [-reach, reach]}
    return go.Figure(data=[line, *points], layout=layout)


def copies_figure(
    codes: Numbers, copies: Numbers, densities: tuple[Numbers, Numbers], *, translate: Translate
) -> "go.Figure":
    """The best copy of each code, above how often either picture has that code."""
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    areas = [
        go.Scatter(
            x=_thinned(codes),
            y=_thinned(density),
            name=translate(name),
            line={"color": colour},
            fill="tozeroy",
            yaxis="y2",
            hoverinfo="skip",
        )
        for name, density, colour in (
            (N_("codes of the picture −1"), densities[0], NEUTRAL),
            (N_("codes of the picture 1"), densities[1], REAL),
        )
    ]
    best = go.Scatter(
        x=_thinned(codes),
        y=_thinned(copies),
        name=translate(N_("the best copy")),
        line={"color": VAE, "width": 3},
        hovertemplate="%{y:.2f}",
    )
    layout = _layout(translate(N_("code"))) | {
        "yaxis": _axis(translate(N_("copy"))) | {"range": [-1.1, 1.1]},
        "yaxis2": _axis(translate(N_("how often (density)")))
        | {"overlaying": "y", "side": "right", "rangemode": "tozero", "showgrid": False, "showticklabels": False},
    }
    return go.Figure(data=[*areas, best], layout=layout)


def _thinned(values: Numbers) -> list[float]:
    """Every fifth, as they travel to the browser: a screen shows no more."""
    shown: list[float] = values[::5].round(4).tolist()
    return shown


def _layout(across: str) -> dict[str, Any]:
    return base_layout(height=_HEIGHT) | {
        "showlegend": True,
        "xaxis": {"title": {"text": across, "standoff": 8}, "zeroline": False, "hoverformat": ".2f"},
    }


def _axis(title: str) -> dict[str, Any]:
    return {"title": {"text": title, "standoff": 6}, "zeroline": False, "automargin": True}
