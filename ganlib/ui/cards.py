"""Small displays of a run that several pages use: its name, its state, its health."""

import streamlit as st

from ganlib.catalog.datasets import DRAWN_POINTS
from ganlib.catalog.presets import PRESETS
from ganlib.catalog.scalars import SCALARS
from ganlib.catalog.states import PHASES, STATES
from ganlib.charts.health import read_health
from ganlib.config.drawn import DRAWN
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError, DamagedRunError
from ganlib.i18n import N_
from ganlib.runner.reconcile import current_status
from ganlib.store.records import Record
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from ganlib.ui.words import plain, t

_STATE_LOOK = {
    "queued": ("gray", ":material/schedule:"),
    "running": ("blue", ":material/play_arrow:"),
    "paused": ("violet", ":material/pause:"),
    "completed": ("green", ":material/check:"),
    "stopped": ("yellow", ":material/stop:"),
    "failed": ("red", ":material/error:"),
    "lost": ("orange", ":material/link_off:"),
    "damaged": ("red", ":material/broken_image:"),
}

_NETWORKS = {
    "generator": N_("generator"),
    "discriminator": N_("discriminator"),
    "recogniser": N_("recogniser"),
    "encoder": N_("encoder"),
    "decoder": N_("decoder"),
}


def network_title(name: str) -> str:
    """A network as the status names it → in the session's language."""
    return t(_NETWORKS.get(name, name))


def config_of(run: Run) -> RunConfig | None:
    """None: damaged, or made by a newer GAN Studio."""
    try:
        return run.config()
    except (ConfigError, DamagedRunError):
        return None


def status_of(run: Run) -> Status | None:
    """None: damaged."""
    try:
        return current_status(run)
    except DamagedRunError:
        return None


def run_title(run: Run) -> str:
    """What a person calls the run, else its preset. Plain text: `words.plain` makes it safe for markdown."""
    name = run.about().name.strip()
    if name:
        return name
    config = config_of(run)
    if config is None:
        return run.run_id
    if config.kind_of_data == DRAWN:
        return t(DRAWN_POINTS.title)
    return t(PRESETS[config.preset].title) if config.preset in PRESETS else config.preset


def state_badge(status: Status | None) -> None:
    """The state as a coloured word (and what it is at, while it runs); its meaning as help."""
    key = status.state.value if status else "damaged"
    spec = STATES[key]
    label = t(spec.title)
    if status and status.state is RunState.RUNNING and status.phase in PHASES:
        label = t(PHASES[status.phase].title)
    colour, icon = _STATE_LOOK[key]
    st.badge(label, color=colour, icon=icon, help=t(spec.why))


def health_line(rows: list[Record]) -> None:
    """What the curves say about the run, and what to try; nothing while it is too early to say."""
    reading = read_health(rows)
    if reading is None:
        return
    rule = reading.rule
    text = " ".join([f"**{t(rule.title, **reading.values)}**", t(rule.why), t(rule.advice)]).strip()
    show, icon = (st.warning, ":material/lightbulb:") if rule.is_warning else (st.success, ":material/favorite:")
    show(text, icon=icon)
    if rule.is_warning:
        facts = [
            f"{t(SCALARS[key].title)} {measured:.3g} ({sign} {threshold:g})"
            for (key, sign, threshold), measured in reading.evidence
        ]
        st.caption(t("Why it says so, measured lately: {facts}", facts=plain("; ".join(facts))))
