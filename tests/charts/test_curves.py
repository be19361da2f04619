"""Curves: what the record says, and that the figure shows it."""

import pytest

from ganlib.charts.curves import (
    MOST_POINTS,
    Curve,
    Panel,
    curves_figure,
    curves_record,
    moving_average,
    scalar_panel,
)
from ganlib.charts.losses import loss_panels
from ganlib.charts.theme import DISCRIMINATOR, GAN, VAE, Style
from ganlib.store.records import Record


def same(text: str) -> str:
    return text


def rows_of(values: list[float | None], key: str = "loss/g") -> list[Record]:
    return [{"step": step, "seconds": step / 10, key: value} for step, value in enumerate(values, start=1)]


def line_of(rows: list[Record], x: str = "step", key: str = "loss/g"):
    panel = Panel(title="", curves=(Curve(rows=rows, key=key),))
    return curves_record([panel], x=x, translate=same).panels[0].lines[0]


def test_a_short_curve_is_drawn_as_it_was_logged() -> None:
    line = line_of(rows_of([3.0, 2.0, 1.0]))
    assert line.x == (1, 2, 3)
    assert line.raw == (3.0, 2.0, 1.0)
    assert line.smooth == line.raw
    assert line.averaged == 1


def test_the_horizontal_axis_may_be_training_time() -> None:
    assert line_of(rows_of([3.0, 2.0]), x="seconds").x == (0.1, 0.2)


def test_a_long_curve_is_thinned_and_keeps_its_first_and_last_point() -> None:
    line = line_of(rows_of([float(step) for step in range(1, 12_001)]))
    assert len(line.x) <= MOST_POINTS
    assert (line.x[0], line.raw[0]) == (1, 1.0)
    assert (line.x[-1], line.raw[-1]) == (12_000, 12_000.0)


def test_a_value_that_is_not_a_number_is_a_gap_in_both_lines() -> None:
    line = line_of(rows_of([1.0, None, 3.0, float("inf"), 5.0]))
    assert line.raw == (1.0, None, 3.0, None, 5.0)
    assert [value is None for value in line.smooth] == [False, True, False, True, False]


@pytest.mark.parametrize("gap", [700, 7_003])
def test_a_gap_survives_thinning(gap: int) -> None:
    values: list[float | None] = [1.0] * 10_000
    values[gap] = None
    line = line_of(rows_of(values))
    assert line.raw.count(None) == 1
    assert line.raw[-1] == 1.0


def test_the_average_follows_a_constant_exactly_and_calms_noise() -> None:
    assert moving_average([2.0] * 50, span=10) == pytest.approx([2.0] * 50)
    noisy = moving_average([float(step % 2) for step in range(200)], span=20)
    assert all(abs(value - 0.5) < 0.1 for value in noisy[60:])


def test_the_average_is_announced_and_the_raw_line_stays() -> None:
    rows = rows_of([float(step % 2) for step in range(400)])
    record = curves_record([Panel(title="", curves=(Curve(rows=rows, key="loss/g"),))], x="step", translate=same)
    assert "8 values" in record.note
    figure = curves_figure(record, translate=same)
    raw, smooth = figure.data
    assert raw.opacity < 0.5 < smooth.line.width
    assert not raw.showlegend
    assert not smooth.connectgaps


def test_a_rare_scalar_is_no_gap_between_its_values() -> None:
    rows: list[Record] = [{"step": step, "loss/g": 1.0} for step in range(10)]
    rows[3]["samples/diversity"], rows[9]["samples/diversity"] = 0.2, 0.4
    assert line_of(rows, key="samples/diversity").raw == (0.2, 0.4)


def test_a_gan_has_both_players_in_one_panel_in_their_own_colours() -> None:
    rows: list[Record] = [{"step": 1, "loss/g": 1.0, "loss/d": 2.0}]
    (panel,) = curves_record(loss_panels("gan", rows, same), x="step", translate=same).panels
    assert [line.style.colour for line in panel.lines] == [GAN, DISCRIMINATOR]


def test_a_vae_has_a_panel_and_an_axis_for_each_term() -> None:
    rows: list[Record] = [{"step": 1, "loss/total": -5.0, "loss/reconstruction": -25.0, "loss/kl": 20.0}]
    record = curves_record(loss_panels("vae", rows, same), x="step", translate=same)
    assert [line.key for panel in record.panels for line in panel.lines] == [
        "loss/total",
        "loss/reconstruction",
        "loss/kl",
    ]
    assert {line.style.colour for panel in record.panels for line in panel.lines} == {VAE}
    figure = curves_figure(record, translate=same)
    assert {trace.yaxis for trace in figure.data} == {"y", "y2", "y3"}
    assert figure.layout.xaxis2.matches == "x"


def test_a_vae_gan_has_its_terms_and_its_players_and_these_keep_their_colours() -> None:
    rows: list[Record] = [{"step": 1, "loss/features": 200.0, "loss/kl": 20.0, "loss/g": 0.8, "loss/d": 1.2}]
    panels = loss_panels("vae", rows, same, style=Style(colour=VAE))
    record = curves_record(panels, x="step", translate=same)
    assert [[line.key for line in panel.lines] for panel in record.panels] == [
        ["loss/features"],
        ["loss/kl"],
        ["loss/g", "loss/d"],
    ]
    assert [[line.style.colour for line in panel.lines] for panel in record.panels] == [
        [VAE],
        [VAE],
        [GAN, DISCRIMINATOR],
    ]


def test_a_vq_vae_shows_its_prior_where_others_show_the_kl_term() -> None:
    rows: list[Record] = [{"step": 1, "loss/total": 200.0, "loss/reconstruction": 100.0, "loss/prior": 50.0}]
    record = curves_record(loss_panels("vae", rows, same), x="step", translate=same)
    keys = [[line.key for line in panel.lines] for panel in record.panels]
    assert keys == [["loss/total"], ["loss/reconstruction"], ["loss/prior"]]


def test_the_logarithm_is_refused_where_values_are_not_above_zero() -> None:
    def axis_type(value: float) -> str:
        record = curves_record(loss_panels("gan", rows_of([1.0, value]), same), x="step", translate=same)
        return str(curves_figure(record, is_log=True, translate=same).layout.yaxis.type)

    assert axis_type(0.5) == "log"
    assert axis_type(-0.5) == "linear"


def test_several_runs_are_told_apart_by_label_and_style() -> None:
    style = Style(colour=VAE, dash="dash")
    panels = loss_panels("vae", rows_of([1.0], key="loss/total"), same, label="Mine", style=style)
    line = curves_record(panels, x="step", translate=same).panels[0].lines[0]
    assert line.label == "Mine: VAE loss"
    assert line.style == style


def test_scalars_that_a_run_does_not_log_are_left_out() -> None:
    panel = scalar_panel(("grad_norm/g", "grad_norm/vae"), rows_of([1.0], key="grad_norm/vae"), "Gradients", same)
    assert [curve.key for curve in panel.curves] == ["grad_norm/vae"]


def test_a_constant_stands_on_an_axis_that_begins_at_zero() -> None:
    rows = rows_of([0.002, 0.002], key="learning_rate/g")
    panel = scalar_panel(["learning_rate/g"], rows, "Learning rate", same, is_from_zero=True)
    record = curves_record([panel], x="step", translate=same)
    assert curves_figure(record, translate=same).layout.yaxis.rangemode == "tozero"


def test_no_rows_make_an_empty_figure() -> None:
    record = curves_record(loss_panels("gan", [], same), x="step", translate=same)
    assert not curves_figure(record, translate=same).data


def test_zoom_survives_because_the_figure_says_so() -> None:
    record = curves_record(loss_panels("gan", rows_of([1.0]), same), x="step", translate=same)
    assert curves_figure(record, translate=same).layout.uirevision
