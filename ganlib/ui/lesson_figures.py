"""The figures of the page “Learn” that one can play with. Each runs alone when one of its own controls is moved."""

import math

import streamlit as st

from ganlib.catalog.choices import LOSSES
from ganlib.catalog.lessons import DISTANCES, SCENES, Scene
from ganlib.charts.theory import copies_figure, densities_figure, path_figure, pulls_figure
from ganlib.theory import densities, noisy_code, smallest_gan
from ganlib.ui import state
from ganlib.ui.address_controls import choice, put, slider
from ganlib.ui.live_chart import Drawing, live_chart
from ganlib.ui.words import number, t

_FIRST_SCENE = SCENES["far"]
_PER_METRIC, _PER_SLIDER = 150, 220  # pixels at least
_LOSSES: tuple[smallest_gan.Loss, ...] = ("minimax", "non_saturating", "wasserstein")
_ONE, _TWO = "one", "two"
_TOGETHER, _IN_TURNS = "together", "in-turns"


@st.fragment
def two_players() -> None:
    """p_data, p_G and the best discriminator between them."""
    scenes = st.container(horizontal=True)
    bumps, middle, width = st.columns(3, vertical_alignment="bottom")
    with bumps:
        words = {_ONE: t("one bump"), _TWO: t("two bumps")}
        shape = choice(t("What is drawn"), words, key=state.LEARN_SHAPE)
    with middle:
        centre = slider(
            t("Where"),
            -5.0,
            5.0,
            _FIRST_SCENE.middle,
            0.1,
            key=state.LEARN_MIDDLE,
            explanation=t("The middle of the bump; of two, they stand there and at the mirror image."),
        )
    with width:
        spread = slider(
            t("How wide"),
            0.2,
            2.5,
            _FIRST_SCENE.width,
            0.1,
            key=state.LEARN_WIDTH,
            explanation=t("Standard deviation. Each of the real bumps has 0.5."),
        )
    fake = densities.Bumps((-centre, centre) if shape == _TWO else (centre,), spread)
    shown = _scene(shape, centre, spread)
    with scenes:
        for key, scene in SCENES.items():
            st.button(
                t(scene.title),
                key=f"{state.LEARN_SCENE}-{key}",
                type="primary" if key == shown else "secondary",
                on_click=_set_scene,
                args=(scene,),
            )
    found = densities.distances(densities.REAL, fake)
    figure = densities_figure(
        densities.PLACES,
        densities.REAL.density(),
        fake.density(),
        densities.best_discriminator(densities.REAL, fake),
        translate=t,
    )
    alt = t("How often each number is real and how often it is drawn, and what the best discriminator says of it")
    live_chart(Drawing.of(figure), key="learn-densities", alt=alt)
    with st.grid(min_column_width=_PER_METRIC, gap="small"):
        for key, spec in DISTANCES.items():
            value = f"{getattr(found, key):.2f}"
            st.metric(t(spec.title), f"{value} {t(spec.unit)}" if spec.unit else value, help=t(spec.why))
    if shown:
        st.info(t(SCENES[shown].why))


def _set_scene(scene: Scene) -> None:
    put(state.LEARN_SHAPE, _TWO if scene.is_double else _ONE, _ONE)
    put(state.LEARN_MIDDLE, scene.middle, _FIRST_SCENE.middle)
    put(state.LEARN_WIDTH, scene.width, _FIRST_SCENE.width)


def _scene(shape: str, centre: float, spread: float) -> str | None:
    """Which scene the controls show, if they show one."""
    shown = shape == _TWO, round(centre, 1), round(spread, 1)
    return next((key for key, scene in SCENES.items() if shown == (scene.is_double, scene.middle, scene.width)), None)


def pull() -> None:
    """How hard three losses pull the generator's samples."""
    titles = {key: t(LOSSES[key].title) for key in _LOSSES}
    alt = t(
        "How hard each loss pulls a sample, by how real the discriminator finds it: minimax from 0 up to 1, "
        "non-saturating from 1 down to 0, Wasserstein always 1"
    )
    live_chart(Drawing.of(pulls_figure(titles, translate=t)), key="learn-pulls", alt=alt)


@st.fragment
def circles() -> None:
    """Where the smallest GAN goes."""
    orders = {_TOGETHER: t("both at once"), _IN_TURNS: t("in turns")}
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        order = choice(
            t("They move"),
            orders,
            key=state.LEARN_ORDER,
            explanation=t("In turns: the generator moves when the discriminator has moved. Most GANs are trained so."),
        )
        loss = choice(t("Loss"), {key: t(LOSSES[key].title) for key in _LOSSES}, key=state.LEARN_LOSS)
    with st.grid(min_column_width=_PER_SLIDER, gap="medium"):
        rate = slider(
            t("Learning rate"),
            0.02,
            0.5,
            0.2,
            0.02,
            key=state.LEARN_RATE,
            explanation=t("How far one step goes, η."),
        )
        weight = slider(
            t("R1 penalty"),
            0.0,
            1.0,
            0.0,
            0.05,
            key=state.LEARN_R1,
            explanation=t("γ: how much a steep discriminator costs. 0 = off."),
        )
        steps = slider(t("Steps"), 20, 1_000, 300, 20, key=state.LEARN_STEPS)
    rules = smallest_gan.Rules(
        takes_turns=order == _IN_TURNS,
        loss=loss,
        learning_rate=rate,
        r1_weight=weight,
        steps=steps,
    )
    path = smallest_gan.play(rules)
    said = _said(smallest_gan.course(path), len(path) - 1)
    reach = min(smallest_gan.FAR, max(1.8, 1.1 * float(abs(path).max())))
    alt = t("The way of the two players, step by step.") + f" {said}"
    live_chart(Drawing.of(path_figure(path, reach, translate=t)), key="learn-path", alt=alt)
    st.info(said)


def _said(course: smallest_gan.Course, steps: int) -> str:
    """Where it leads, in words."""
    return {
        "too_short": t("They have not been round once yet: give them more steps."),
        "arrives": t("It arrives: after {steps} steps both stand at the end of the game.", steps=number(steps)),
        "nearer": t("It comes nearer and nearer, round by round. Give it more steps."),
        "round": t("It goes round and round: no nearer, no farther."),
        "away": t("It drifts away, round by round."),
        "flies_off": t("It flies off: after {steps} steps it has left the figure.", steps=number(steps)),
    }[course]


@st.fragment
def noisy_codes() -> None:
    """The best copies that noisy codes allow."""
    noise = slider(
        t("Noise on the codes"),
        0.1,
        3.0,
        0.4,
        0.1,
        key=state.LEARN_NOISE,
        explanation=t("Standard deviation σ of what is added to each code. The two pictures have the codes −1 and 1."),
    )
    figure = copies_figure(
        noisy_code.CODES, noisy_code.best_copies(noise), noisy_code.code_densities(noise), translate=t
    )
    told, blurred = noisy_code.information(noise), noisy_code.blurred_share(noise)
    alt = t("The best copy of each code: a step from −1 to 1, the softer the noisier the codes are")
    live_chart(Drawing.of(figure), key="learn-copies", alt=alt)
    with st.grid(min_column_width=_PER_METRIC, gap="small"):
        st.metric(
            t("What a code tells"),
            t("{part:.2f} of {whole:.2f} nats", part=told, whole=math.log(2.0)),
            help=t(
                "The information about the picture that comes through the noise; log 2 nats, one bit, would be all "
                "of it. The KL loss cannot be less."
            ),
        )
        st.metric(
            t("Blurred copies"),
            f"{blurred:.0%}",
            help=t("Copies between −0.5 and 0.5: neither of the two pictures, but something of both."),
        )
    if blurred < 0.01:
        st.info(
            t("Each code means one picture, and the copies are sharp. But what lies between the two was never seen.")
        )
    elif told > 0.1:
        st.info(
            t(
                "A code near 0 may mean either picture. The smallest error is made by answering with their average: "
                "that is the blur of a VAE."
            )
        )
    else:
        st.info(t("The codes tell next to nothing, so nearly every copy is the same average: posterior collapse."))
