"""The charts of one run: losses, the discriminator's judgement, and what only the curious want."""

from typing import TYPE_CHECKING

import streamlit as st

from ganlib.catalog.scalars import SCALARS
from ganlib.catalog.spec import Spec
from ganlib.i18n import N_
from ganlib.store.records import Record
from ganlib.store.runs import Run
from ganlib.ui import drawings, readers, state
from ganlib.ui.live_chart import live_chart
from ganlib.ui.words import number, t

if TYPE_CHECKING:
    from ganlib.charts.curves import Axis, Panel

_CURIOUS = (
    (N_("Gradients"), ("grad_norm/g", "grad_norm/d", "grad_norm/vae")),
    (N_("Time per step"), ("time/step_ms",)),
    (N_("Learning rate"), ("learning_rate/g", "learning_rate/d", "learning_rate/vae")),
    (N_("Variety of the samples"), ("samples/diversity",)),
    (N_("KL of each level"), ("loss/kl_upper", "loss/kl_lower")),
    (N_("Penalties"), ("penalty/r1", "penalty/r2", "penalty/gradient", "penalty/dragan", "penalty/commitment")),
    (N_("Codebook entries in use"), ("codebook/perplexity",)),
    (N_("Surprise about the kind"), ("loss/information",)),
    (N_("Kinds recognised"), ("codes/recognised",)),
    (N_("Distance found by the critic"), ("distance/critic",)),
    (N_("Noise on what the discriminator sees"), ("noise/instance",)),
    (N_("Augmentation"), ("augment/probability", "augment/sign")),
)
_GAME = ("game/divergence", "game/found")
_JUDGEMENT = ("probability/real", "probability/fake", "probability/copies")


def losses(run: Run) -> None:
    """The losses, and how the curves of this run are drawn."""
    from ganlib.charts.losses import loss_groups, loss_panels

    rows = readers.scalar_rows(run)
    st.subheader(t("Curves"), anchor=False)
    if not any(key.startswith("loss/") for row in rows[-1:] for key in row):  # the row of step 0 has none yet
        st.caption(t("The first curves appear as soon as training begins."))
        return
    axis, is_log = _controls(run)
    family = "gan" if "loss/g" in rows[-1] and "loss/kl" not in rows[-1] else "vae"
    _chart(run, "loss", loss_panels(family, rows, t), axis, is_log, t("Loss curves of this run"))
    _meanings(tuple(key for keys in loss_groups(family, rows) for key in keys))


def judgement(run: Run) -> None:
    """What a discriminator makes of real and generated pictures; nothing where there is none."""
    from ganlib.charts.curves import scalar_panel

    rows = readers.scalar_rows(run)
    keys = tuple(key for key in _JUDGEMENT if rows and key in rows[-1])
    if not keys:
        return
    st.subheader(t("What the discriminator thinks"), anchor=False)
    trend, now = st.columns(2, gap="large")
    with trend:
        panel = scalar_panel(keys, rows, t("Judgement"), t, is_from_zero=True)
        alt = t("How real the discriminator finds both kinds of pictures, over time")
        _chart(run, "judgement", [panel], _axis(run), False, alt)
        _meanings(keys)
    with now:
        _histogram(run)


def game(run: Run) -> None:
    """How far generated points are from real ones, and how much of it the discriminator has found."""
    from ganlib.charts.curves import scalar_panel

    rows = [row for row in readers.scalar_rows(run) if _GAME[0] in row]
    if not rows:
        return
    st.subheader(t("How far apart they are"), anchor=False)
    panel = scalar_panel(_GAME, rows, t("Divergence"), t, is_from_zero=True)
    _chart(run, "game", [panel], _axis(run), False, t("What there is to find, and what the discriminator finds of it"))
    _meanings(tuple(key for key in _GAME if key in rows[-1]))


def curious(run: Run) -> None:
    """Gradients, time per step, learning rates and the rest of the signals."""
    from ganlib.charts.curves import scalar_panel

    rows = readers.scalar_rows(run)
    if not rows:
        st.caption(t("The first curves appear as soon as training begins."))
        return
    axis: Axis = _axis(run)
    with st.grid(min_column_width=360, gap="medium"):
        for title, keys in _CURIOUS:
            panel = scalar_panel(keys, rows, t(title), t, is_from_zero=True)
            if panel.curves:
                with st.container():
                    st.markdown(f"**{t(title)}**", help=_explained(keys, rows))
                    _chart(run, keys[0], [panel], axis, False, t(title))


def _chart(run: Run, name: str, panels: "list[Panel]", axis: "Axis", is_log: bool, alt: str) -> None:
    drawing, note = drawings.curves(panels, axis, is_log)
    live_chart(drawing, key=f"chart-{name}-{axis}-{run.run_id}", alt=alt)
    if note and name in ("loss", "judgement"):
        st.caption(note)


def _histogram(run: Run) -> None:
    row = readers.newest_histogram(run)
    drawing = drawings.histogram(row) if row else None
    if row is None or drawing is None:
        return
    alt = t("Histogram of the discriminator's judgement of one batch")
    live_chart(drawing, key=f"chart-histogram-{run.run_id}", alt=alt)
    st.caption(
        t(
            "One batch, after {steps} steps. Two separate hills: it can tell real from generated. One hill: it cannot.",
            steps=number(row["step"]),
        )
    )


def _controls(run: Run) -> "tuple[Axis, bool]":
    titles = {"step": t("steps"), "seconds": t("seconds")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("Along the horizontal axis"),
            list(titles),
            default="step",
            required=True,
            format_func=titles.__getitem__,
            key=_axis_key(run),
            help=t("A step is one update; seconds are training time."),
        )
        is_log = st.toggle(
            t("Logarithmic"),
            key=f"{state.CURVES}-log-{run.run_id}",
            help=t("Each grid line is ten times the one below: small values become visible."),
        )
    return _axis(run), is_log


def _axis(run: Run) -> "Axis":
    return "seconds" if st.session_state.get(_axis_key(run)) == "seconds" else "step"


def _axis_key(run: Run) -> str:
    return f"{state.CURVES}-x-{run.run_id}"


def _meanings(keys: tuple[str, ...]) -> None:
    with st.popover(t("What do these curves mean?"), icon=":material/help:", type="tertiary"):
        for key in keys:
            st.markdown(_sentence(SCALARS[key]))


def _explained(keys: tuple[str, ...], rows: list[Record]) -> str:
    return "\n\n".join(_sentence(SCALARS[key]) for key in keys if key in rows[-1] or key in rows[0])


def _sentence(spec: Spec) -> str:
    healthy = t(getattr(spec, "healthy", ""))
    return f"**{t(spec.title)}**: {t(spec.why)} {healthy}".strip()
