"""Points and the game about them: what is real and what is drawn, what the discriminator says, where points are pulled.

On a line all of it are curves (Goodfellow et al. 2014, arXiv:1406.2661, figure 1), in the plane a map.
"""

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ganlib.charts.theme import DISCRIMINATOR, GAN, NEUTRAL, REAL, base_layout
from ganlib.config.dots import Dots
from ganlib.i18n import N_, Translate
from ganlib.store.moments import STEPS_OF_A_LINE, STEPS_OF_A_NET, Moment
from ganlib.store.plane import ground
from ganlib.theory.cells import best_discriminator, middles, real_shares
from ganlib.theory.points import draw_points

if TYPE_CHECKING:
    import plotly.graph_objects as go

Numbers = npt.NDArray[np.float64]
Trace = dict[str, Any]

_HEIGHT = 520  # pixels
_SHOWN = 500  # real points
_CELLS_PER_BAR = 3  # of a line
_FEWEST = 4.0  # points in a cell or a bar, real ones to be expected among them; of fewer, no share can be told
_LONGEST = 0.16  # of an arrow, in parts of the extent
_HALF_WAY = 3.0  # of a pull: its arrow is half as long as the longest


@dataclass(frozen=True, kw_only=True, eq=False)
class PointsRecord:
    """What one moment shows.

    Attributes:
        real: `[n, dimensions]`, always the same.
        shares: how much of p_data and of p_G lies in each cell, on a line in each bar; None: nobody counted.
        best: what the best discriminator would say of each, NaN where hardly a point is; None: not shown.
        arrows: from where to where, `[m, 2, dimensions]`.
    """

    dots: Dots
    moment: Moment
    real: Numbers
    shares: tuple[Numbers, Numbers] | None
    best: Numbers | None
    arrows: Numbers


def points_record(dots: Dots, moment: Moment, *, has_best: bool = True) -> PointsRecord:
    """Moment → record.

    Args:
        has_best: whether the best discriminator is to be shown, where somebody counted.
    """
    points, _ = draw_points(dots, _SHOWN, np.random.default_rng(0))
    shares, best = None, None
    if moment.counts is not None:
        number = max(1.0, float(moment.counts.sum()))
        real, fake = real_shares(dots), moment.counts / number
        if dots.dimensions == 1:
            real, fake = (cells.reshape(-1, _CELLS_PER_BAR).sum(axis=1) for cells in (real, fake))
        shares = real, fake
        if has_best:
            best = np.where((real + fake) * number >= _FEWEST, best_discriminator(real, fake), np.nan)
    return PointsRecord(
        dots=dots,
        moment=moment,
        real=points.astype(np.float64),
        shares=shares,
        best=best,
        arrows=_arrows(moment, dots.extent),
    )


def _arrows(moment: Moment, extent: float) -> Numbers:
    """The stronger a pull, the longer its arrow, up to a length that no pull exceeds."""
    if moment.pull is None:
        return np.zeros((0, 2, moment.fake.shape[1]))
    strength = np.linalg.norm(moment.pull, axis=1, keepdims=True)
    begin = moment.fake[: len(moment.pull)]
    return np.stack([begin, begin + _LONGEST * extent * moment.pull / (strength + _HALF_WAY)], axis=1)


def line_figure(record: PointsRecord, *, translate: Translate) -> "go.Figure":
    """Points on a line: the densities and both discriminators above, the generator below."""
    dots, moment = record.dots, record.moment
    width = _CELLS_PER_BAR * 2.0 * dots.extent / dots.cells
    places = middles(dots).astype(np.float64)[:, 0]
    bars = places.reshape(-1, _CELLS_PER_BAR).mean(axis=1)
    assert record.shares is not None  # on a line cells are always fine enough
    real, fake = (shares / width for shares in record.shares)
    steps: Trace = {"line": {"color": GAN, "width": 2, "shape": "hvh"}, "hovertemplate": "%{y:.2f}"}
    traces = [
        _trace(translate(N_("real")), bars, real) | {"fill": "tozeroy", "line": {"color": REAL}, "hoverinfo": "skip"},
        _trace(translate(N_("generated")), bars, fake) | steps,
    ]
    on_the_right: Trace = {"yaxis": "y2", "hovertemplate": "%{y:.0%}"}
    if moment.belief is not None:
        says = _trace(translate(N_("what the discriminator says")), places, moment.belief)
        traces.append(says | on_the_right | {"line": {"color": DISCRIMINATOR, "width": 3}})
        if record.best is not None:
            best = _trace(translate(N_("what the best one would say")), bars, record.best)
            traces.append(best | on_the_right | {"line": {"color": NEUTRAL, "width": 2, "dash": "dash"}})
    below: Trace = {"yaxis": "y3", "hoverinfo": "skip", "mode": "lines", "line": {"color": GAN, "width": 1}}
    if moment.warp is not None and len(moment.warp) == STEPS_OF_A_LINE:
        z = np.linspace(-dots.extent, dots.extent, len(moment.warp))
        x = np.stack([z, moment.warp[:, 0], np.full(len(z), np.nan)], axis=1)
        y = np.tile([0.0, 0.8, np.nan], len(z))
        traces.append(_trace(translate(N_("from z to G(z)")), x.ravel(), y) | below)
    if len(record.arrows):
        ends = record.arrows[..., 0]
        traces.append(_arrow_trace(ends, np.full_like(ends, 0.9), translate) | {"yaxis": "y3"})
    layout = _layout(dots) | {"hovermode": "x unified"}
    layout["xaxis"] |= {"title": {"text": "x", "standoff": 8}, "anchor": "y3", "hoverformat": ".2f"}
    layout["yaxis"] = _axis(translate(N_("how often (density)"))) | {
        "domain": [0.3, 1.0],
        "range": [0.0, 2.4 * float(real.max())],
    }
    layout["yaxis2"] = _axis(translate(N_("probability of being real"))) | {
        "overlaying": "y",
        "side": "right",
        "showgrid": False,
        "range": [-0.02, 1.02],
        "tickvals": [0.0, 0.25, 0.5, 0.75, 1.0],
        "tickformat": ".0%",
    }
    layout["yaxis3"] = {"domain": [0.0, 0.24], "range": [0.0, 1.0], "visible": False, "fixedrange": True}
    return _figure(traces, layout)


def plane_figure(record: PointsRecord, belief: Numbers | None, *, is_best: bool, translate: Translate) -> "go.Figure":
    """Points in the plane, on what a discriminator says of every place.

    Args:
        belief: in each cell; None: no ground.
        is_best: it is the best one's, to be held against the other figure: without arrows and warped net.
    """
    moment = record.moment
    traces = []
    if moment.warp is not None and not is_best:
        traces.append(_net(moment.warp, translate))
    for name, points, colour in (
        (N_("real"), record.real, REAL),
        (N_("generated"), moment.fake, GAN),
    ):
        dots: Trace = {"mode": "markers", "marker": {"color": colour, "size": 4}, "hoverinfo": "skip"}
        traces.append(_trace(translate(name), points[:, 0], points[:, 1]) | dots)
    if len(record.arrows) and not is_best:
        traces.append(_arrow_trace(record.arrows[..., 0], record.arrows[..., 1], translate))
    layout = _layout(record.dots) | {"hovermode": False}
    layout["yaxis"] = {"range": layout["xaxis"]["range"], "scaleanchor": "x", "constrain": "domain", "zeroline": False}
    layout["xaxis"] |= {"constrain": "domain"}
    if belief is not None:
        extent = record.dots.extent
        image = base64.b64encode(ground(record.dots, belief)).decode()
        layout["images"] = [
            {
                "source": f"data:image/png;base64,{image}",
                "xref": "x",
                "yref": "y",
                "x": -extent,
                "y": extent,
                "sizex": 2.0 * extent,
                "sizey": 2.0 * extent,
                "sizing": "stretch",
                "layer": "below",
            }
        ]
    return _figure(traces, layout)


def _net(warp: Numbers, translate: Translate) -> Trace:
    """The latents' net of squares, as the generator lays it out: lines across and lines down, with gaps between. A
    single latent is a thread.
    """
    places = warp if len(warp) == STEPS_OF_A_LINE else _lines_of_a_net(warp.reshape(STEPS_OF_A_NET, STEPS_OF_A_NET, 2))
    line: Trace = {"line": {"color": NEUTRAL, "width": 0.7}, "hoverinfo": "skip"}
    return _trace(translate(N_("net of z")), places[:, 0], places[:, 1]) | line


def _lines_of_a_net(net: Numbers) -> Numbers:
    gaps = np.full((STEPS_OF_A_NET, 1, 2), np.nan)
    across, down = (np.concatenate([lines, gaps], axis=1).reshape(-1, 2) for lines in (net, net.swapaxes(0, 1)))
    return np.concatenate([across, down])


def _arrow_trace(x: Numbers, y: Numbers, translate: Translate) -> Trace:
    """Arrows from `x[:, 0], y[:, 0]` to `x[:, 1], y[:, 1]` as one trace."""
    gap = np.full((len(x), 1), np.nan)
    across, up = (np.concatenate([side, gap], axis=1).ravel() for side in (x, y))
    heads = {"symbol": "arrow", "angleref": "previous", "size": [0, 8, 0] * len(x), "color": GAN}
    line: Trace = {"mode": "lines+markers", "line": {"color": GAN, "width": 1}, "marker": heads, "hoverinfo": "skip"}
    return _trace(translate(N_("pull")), across, up) | line


def _trace(name: str, x: Numbers, y: Numbers) -> Trace:
    return {"type": "scatter", "mode": "lines", "name": name, "x": _travelling(x), "y": _travelling(y)}


def _travelling(values: Numbers) -> list[float | None]:
    """As they travel to the browser; a gap is None."""
    return [None if np.isnan(value) else value for value in values.round(3).tolist()]


def _layout(dots: Dots) -> dict[str, Any]:
    axis = {"range": [-dots.extent, dots.extent], "zeroline": False}
    return base_layout(height=_HEIGHT) | {"showlegend": True, "xaxis": axis}


def _axis(title: str) -> dict[str, Any]:
    return {"title": {"text": title, "standoff": 6}, "zeroline": False, "automargin": True}


def _figure(traces: list[Trace], layout: dict[str, Any]) -> "go.Figure":
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    return go.Figure(data=traces, layout=layout)
