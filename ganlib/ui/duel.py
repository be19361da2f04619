"""GAN against VAE: a preset of each, on the same pictures or points, seed and time, one after the other."""

import streamlit as st

from ganlib.catalog.datasets import DATASETS
from ganlib.catalog.settings import SETTINGS
from ganlib.config.own import own_pictures
from ganlib.config.presets import preset
from ganlib.ui import datasets, resources
from ganlib.ui.choose_runs import AT_PARAMETER, RUNS_PARAMETER
from ganlib.ui.start import attempt, once
from ganlib.ui.words import duration, t

DUELLISTS = ("quick-gan", "quick-vae")
DUELLISTS_OF_POINTS = {
    "ring": ("ring-gan", "grid-vae"),
    "grid": ("grid-gan", "grid-vae"),
    "hills": ("hills-gan", "spiral-vae"),
    "islands": ("islands-gan", "spiral-vae"),
    "spiral": ("spiral-gan", "spiral-vae"),
}
DEFAULT_MINUTES = 2.0


def start_duel(dataset: str = "mnist", minutes: float = DEFAULT_MINUTES, seed: int = 1) -> dict[str, str]:
    """Create both runs and put them into the queue.

    Args:
        minutes: of training for each.

    Returns:
        The address parameters with which the Compare page shows them.

    Raises:
        ConfigError, LimitError: a value cannot be used, or there is no room; nothing was created.
    """
    same = {"dataset": dataset, "budget": "minutes", "minutes": minutes, "seed": seed}
    own = own_pictures(dataset)
    starts = [preset(key) for key in DUELLISTS_OF_POINTS.get(dataset, DUELLISTS)]
    configs = [(datasets.fitted(start, own) if own else start).with_settings(same) for start in starts]
    runs = resources.engine().start_all(configs)
    return {RUNS_PARAMETER: ",".join(run.run_id for run in runs)}


def duel_form() -> None:
    """One big button, and the three settings that both runs share."""
    with st.container(border=True, key="duel"):
        st.subheader(t("GAN against VAE"))
        st.write(
            t(
                "A GAN and a VAE learn from the same pictures, with the same seed and for the same time, one after the "
                "other. Then you see side by side what each of them draws."
            )
        )
        left, middle, right = st.columns(3)
        with left:
            dataset = st.selectbox(
                t(SETTINGS["dataset"].title),
                [*DATASETS, *datasets.own_names()],
                format_func=datasets.title_of,
                key="duel-dataset",
                help=" ".join([t(SETTINGS["dataset"].why), *(t(DATASETS[key].why) for key in DATASETS)]),
            )
        with middle:
            minutes = st.number_input(
                t("Minutes for each"),
                value=DEFAULT_MINUTES,
                step=1.0,
                format=SETTINGS["minutes"].number_format,
                key="duel-minutes",
                help=t(SETTINGS["minutes"].why),
            )
        with right:
            seed = st.number_input(
                t(SETTINGS["seed"].title),
                value=1,
                key="duel-seed",
                help=t(SETTINGS["seed"].why),
            )
        starts = st.button(
            t("Start GAN against VAE"), key="duel-start", type="primary", icon=":material/swords:", width="stretch"
        )
        st.caption(t("Takes about {time} in all on this machine.", time=duration(2 * 60 * minutes)))
    if starts:
        params = attempt(lambda: once(("duel", dataset, minutes, seed), lambda: start_duel(dataset, minutes, seed)))
        if params:
            st.query_params.pop(AT_PARAMETER, None)
            st.query_params.update(params)
            st.rerun()
