"""The page “Playground”: a game about points, small enough to see all of it. The address says what is played."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from ganlib.catalog.experiments import EXPERIMENTS, SCENES, Experiment
from ganlib.catalog.presets import PRESETS as WORDS
from ganlib.catalog.settings import SETTINGS
from ganlib.catalog.states import STATES
from ganlib.config.drawn import HEART, dots_of, drawn_points
from ganlib.config.link import to_params
from ganlib.config.run import RunConfig
from ganlib.errors import RunNotFoundError
from ganlib.runner.speed import seconds_needed
from ganlib.store.pictures import Pictures
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.ui import cards, drawings, frame, live, pace, panels, readers, resources, run_actions, state
from ganlib.ui.canvas import canvas
from ganlib.ui.forms import option_title, settings_form
from ganlib.ui.limits import is_within, warn_when_nearly_full
from ganlib.ui.live_chart import live_chart
from ganlib.ui.start import go_button, set_address, start
from ganlib.ui.time_lapse import show_over_time
from ganlib.ui.words import duration, number, plain, t

_FIRST = SCENES[0]
_CHOSEN = ":material/radio_button_checked:"
_OWN_DRAWING = {"preset": "spiral-gan", "dataset": HEART}
_CARD_WIDTH = 300  # pixels that a card needs at least
_SETTINGS = (
    "dataset",
    "loss",
    "d_steps_per_g_step",
    "g_optimizer.learning_rate",
    "d_optimizer.learning_rate",
    "r1_weight",
    "beta",
    "optimizer.learning_rate",
    "latent_dim",
    "generator_units",
    "discriminator_units",
    "encoder_units",
    "decoder_units",
    "minutes",
    "num_steps",
    "seed",
)


def choose(params: Mapping[str, str]) -> None:
    """The page of an address that names no run."""
    st.title(t("Playground"), anchor=False)
    st.markdown(
        t(
            "A whole GAN on one page. It draws points instead of pictures, so that nothing is hidden: what is real, "
            "what is drawn, what the discriminator says, what the best one would say, and where each point is pulled."
        )
    )
    warn_when_nearly_full()
    scenes = st.container()
    config, is_usable = settings_form(params, _FIRST, {}, frozenset(), _SETTINGS)
    with scenes:
        _scenes(to_params(config))
    if not config.draws_points:
        _send_to_train(t("This is about pictures. The playground is for points."), to_params(config))
        return
    seconds = seconds_needed(resources.store(), config)
    if seconds is not None:
        st.caption(t("Takes about {time} here.", time=duration(seconds)))
    with st.container(horizontal=True, vertical_alignment="center"):
        is_ready = is_within(config) and is_usable
        if st.button(
            t("Start"), type="primary", icon=":material/play_arrow:", key="start-playing", disabled=not is_ready
        ):
            start(config)
        st.page_link(
            frame.file_of("train"),
            label=t("All settings"),
            icon=":material/tune:",
            query_params=to_params(config),
        )
    st.subheader(t("Things to try"), anchor=False)
    with st.grid(min_column_width=_CARD_WIDTH, gap="medium"):
        for experiment in EXPERIMENTS.values():
            _card(experiment)


def _scenes(params: Mapping[str, str]) -> None:
    """What there is to learn, and words about it or a sheet to draw it on."""
    is_drawn = drawn_points(params.get("dataset", "")) is not None
    named = "" if is_drawn else params.get("preset", _FIRST)
    with st.container(horizontal=True):
        for key in SCENES:
            icon = _CHOSEN if key == named else ":material/radio_button_unchecked:"
            go_button(t(WORDS[key].title), {"preset": key}, key=f"scene-{key}", icon=icon)
        icon = _CHOSEN if is_drawn else ":material/edit:"
        go_button(t("Your own drawing"), dict(params) if is_drawn else _OWN_DRAWING, key="scene-own", icon=icon)
    if is_drawn:
        _sheet(params)
    elif named in WORDS:
        st.markdown(t(WORDS[named].why))


def _sheet(params: Mapping[str, str]) -> None:
    """Where one draws what the points are to be."""
    st.markdown(
        t("Draw with mouse or finger where the real points are to lie. The address holds the drawing: send it on.")
    )
    canvas(params["dataset"], _learn_from, key="canvas")


def _learn_from(drawing: str) -> None:
    """Somebody has drawn: the address, as it is now, gets the drawing."""
    params = {key: value for key, value in st.query_params.to_dict().items() if key != state.LANGUAGE}
    set_address(params | {"dataset": drawing})


def _card(experiment: Experiment) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{t(experiment.title)}**")
        st.markdown(t(experiment.why))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(t("Start"), key=f"try-{experiment.key}", icon=":material/play_arrow:"):
                start(experiment.config)
            go_button(
                t("Change settings"),
                to_params(experiment.config),
                key=f"change-{experiment.key}",
                icon=":material/tune:",
            )


def watch(run_id: str) -> None:
    """The page of an address that names a run."""
    try:
        run = resources.store().open(run_id)
    except RunNotFoundError as error:
        st.title(t("Playground"), anchor=False)
        st.error(plain(error.text(t)[:200]))
        go_button(t("Play something else"), {}, key="another-game", icon=":material/arrow_back:")
        return
    config, status = cards.config_of(run), cards.status_of(run)
    is_active = status is not None and status.state.is_active
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.title(plain(cards.run_title(run)), width="content", anchor=False)
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if config is not None:
                go_button(t("Change settings"), to_params(config), key="change", icon=":material/tune:")
            st.page_link(
                frame.file_of("train"),
                label=t("Scores and more"),
                icon=":material/monitoring:",
                query_params={"run": run.run_id},
            )
    if config is None or not config.draws_points:
        _send_to_train(t("This run is about pictures. The playground is for points."), {"run": run.run_id})
        return
    _what_to_look_for(config)
    live.refresh(_progress, run, is_active, active=is_active, seconds=1.0)
    if status is not None and not is_active:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            run_actions.after_the_end(run, status, config)
    show_over_time(run, is_active, "moment", _moment, seconds=1.0)
    live.refresh(_health, run, active=is_active, seconds=partial(pace.of_charts, run))
    live.refresh(panels.game, run, active=is_active, seconds=partial(pace.of_charts, run))


def _what_to_look_for(config: RunConfig) -> None:
    """The words of the experiment or preset that this is; else what was changed in the preset."""
    experiment = next((one for one in EXPERIMENTS.values() if one.config == config), None)
    preset, *changed = to_params(config).items()
    if experiment is not None:
        st.markdown(f"**{t(experiment.title)}.** {t(experiment.why)}")
    elif changed:
        values = config.settings()
        said = ", ".join(f"{t(SETTINGS[key].title)}: {option_title(key, values[key])}" for key, _ in changed)
        st.caption(t("Changed: {settings}", settings=plain(said)))
    else:
        st.markdown(t(WORDS[preset[1]].why))


def _send_to_train(why: str, params: dict[str, str]) -> None:
    st.info(why)
    st.page_link(
        frame.file_of("train"), label=t("Open it under Train"), icon=":material/arrow_forward:", query_params=params
    )


def _progress(run: Run, was_active: bool) -> None:
    status = cards.status_of(run)
    live.full_rerun_when(was_active and not (status and status.state.is_active))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cards.state_badge(status)
        if status is not None:
            if status.step:
                st.caption(t("{steps} steps", steps=number(status.step)), width="content")
            run_actions.while_active(run, status)
    run_actions.show_problem(run)
    if status is not None and status.state.is_active:
        text = t("{share:.0%} done", share=status.progress)
        if status.state is RunState.QUEUED and (place := resources.queue_place(run)) is not None:
            text = t("Place {place} in the queue.", place=place) + " " + t(STATES["queued"].why)
        st.progress(min(1.0, max(0.0, status.progress)), text=text)


def _health(run: Run) -> None:
    cards.health_line(readers.scalar_rows(run))


def _moment(run: Run, moments: Pictures, step: int) -> None:
    """All there is to see of one step."""
    config = cards.config_of(run)
    dots = config and dots_of(config.data.dataset)
    if config is None or dots is None:
        return
    drawing = drawings.points(moments[step], config)
    if drawing is None:
        st.caption(t("What was recorded of this step is missing or damaged."))
        return
    after = t("after {steps} steps", steps=number(step))
    if dots.dimensions == 1:
        alt = t("Real and generated numbers, what the discriminator says of each, and what the best one would say")
        live_chart(drawing.says, key=f"game-{run.run_id}", alt=f"{alt}, {after}")
        _explain_line(drawing)
        return
    left, right = st.columns(2) if drawing.best else (st.container(), None)
    with left:
        heading = t("What the discriminator says") if drawing.has_ground else t("What it draws")
        st.markdown(f"**{heading}**  \n{after}")
        live_chart(drawing.says, key=f"game-{run.run_id}", alt=f"{heading}, {after}")
    if right is not None and drawing.best is not None:
        with right:
            heading, note = t("What the best one would say"), t("p_data / (p_data + p_G), counted")
            st.markdown(f"**{heading}**  \n{note}")
            alt = t("What the best discriminator would say of every place")
            live_chart(drawing.best, key=f"best-{run.run_id}", alt=alt)
    _explain_plane(drawing, is_vae=config.family == "vae")


def _explain_line(drawing: drawings.MomentDrawing) -> None:
    words = [t("Green: how often each number is real. Blue: how often it is drawn, counted from 20,000.")]
    if drawing.has_net:
        words.append(t("Below, random numbers z from the left to the right, and where the generator sends each."))
    if drawing.has_arrows:
        words.append(
            t("Small arrows: where its loss pulls the points it has drawn, the longer the stronger (not to scale).")
        )
    st.caption(" ".join(words))


def _explain_plane(drawing: drawings.MomentDrawing, is_vae: bool) -> None:
    words = [t("Blue: generated points. Green: real ones.")]
    if is_vae:
        words.append(
            t("A VAE has no discriminator. The best one there could be would tell its points from real ones like this.")
        )
    if drawing.has_ground or drawing.best:
        words.append(
            t(
                "The ground is green where points are taken for real, pink where not, and clear where that cannot be "
                "told."
            )
        )
    if drawing.has_arrows:
        words.append(t("Arrows: where the generator's loss pulls its points, the longer the stronger (not to scale)."))
    if drawing.has_net:
        words.append(t("Grey net: where the generator lays a net of squares, each as probable as the others."))
    st.caption(" ".join(words))
