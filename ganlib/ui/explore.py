"""The page “Explore”: a walk through the latent space of a finished model. The address says which, and where one is."""

from itertools import islice

import streamlit as st

from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.errors import GanlibError, LimitError, RunNotFoundError
from ganlib.explorer import Explorer
from ganlib.latent_space import Latents
from ganlib.model_files import is_there
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.ui import cards, choose_runs, frame, latents, resources, seek, state
from ganlib.ui.address_controls import choice, put, say_impossible, slider
from ganlib.ui.datasets import kinds_of
from ganlib.ui.latents import Space
from ganlib.ui.pad import pad
from ganlib.ui.start import set_address
from ganlib.ui.words import number, plain, t

_RUN, _KIND, _SEED, _AT, _PAIR, _REACH = "run", "kind", "seed", "at", "ways", "reach"  # in the address
_WIDE, _NARROW = 5, 2  # of the page: the sheet, and what it shows
_MOST_OFFERED = 50  # the newest models; the pages of older runs lead here too
_CHOICE_WIDTH = 480  # pixels
_FARTHEST = 1_000.0  # standard deviations from where the walk began
_LARGEST_SEED = 2**31 - 1


def show() -> None:
    """The whole page."""
    st.title(t("Explore a model"), anchor=False)
    st.markdown(
        t(
            "A trained model makes every picture of a few numbers, its **latents**; drawn at random, they give random "
            "pictures. All the latents there can be are a space, with a picture at every place of it. Walk through "
            "it, or look for the place of a picture of your own."
        )
    )
    run = _choose()
    if run is None:
        return
    config = run.config()
    try:
        space = latents.space_of(run, _kind(config))
        _walk(run, space)
        st.divider()
        seek.show(run, space, config)
    except LimitError as error:
        st.info(plain(error.text(t)), icon=":material/info:")
    except GanlibError:  # it names files of this computer
        st.error(t("The model of this run is damaged and cannot be opened. Train it again."))


def _choose() -> Run | None:
    """The run in the address, else the newest that can be explored; None: there is none."""
    explored = (run for run in resources.engine().runs() if why_not(run) is None)
    offered = {run.run_id: run for run in islice(explored, _MOST_OFFERED)}
    wanted = st.query_params.get(_RUN)
    if wanted is not None and wanted not in offered:
        try:
            run = resources.store().open(wanted)
            problem = why_not(run)
        except RunNotFoundError as error:
            problem = plain(error.text(t)[:200])
        if problem is None:
            offered = {run.run_id: run} | offered
        else:
            st.info(problem, icon=":material/info:")
    if not offered:
        st.write(t("There is no finished model of pictures yet. A minute of training is enough for a first walk."))
        st.page_link(frame.file_of("train"), label=t("Train one"), icon=":material/rocket_launch:")
        return None
    labels = choose_runs.labels_of(list(offered.values()))
    chosen = wanted if wanted in offered else next(iter(offered))
    if wanted is None:
        st.query_params[_RUN] = chosen  # a newer one must not take its place while somebody walks
    st.session_state[state.EXPLORE_RUN] = chosen
    st.selectbox(
        t("Model"),
        list(offered),
        format_func=lambda run_id: labels[run_id],
        key=state.EXPLORE_RUN,
        on_change=lambda: set_address({_RUN: st.session_state[state.EXPLORE_RUN]}),
        width=_CHOICE_WIDTH,
    )
    return offered[chosen]


def why_not(run: Run) -> str | None:
    """Why there is nothing to explore; None: there is."""
    config = cards.config_of(run) if is_there(run.path / layout.MODEL) else None
    if config is None:
        return t("This run has no finished model yet. Its latent space can be explored when its training is over.")
    if config.draws_points:
        return t("This model draws points. The Playground shows where each of its latents goes.")
    if isinstance(config.model, VaeConfig) and config.model.objective == "vq_vae":
        return t("A VQ-VAE puts its pictures together piece by piece, by chance: it has no space to walk through.")
    return None


def _kind(config: RunConfig) -> int | None:
    """The class or kind that the model is told; None: it is told none."""
    names = kinds_of(config)
    if not names:
        return None
    wanted = st.query_params.get(_KIND, "0")
    if wanted not in map(str, range(len(names))):
        say_impossible(t("What to draw"), wanted)
        wanted = "0"
    st.session_state[state.EXPLORE_KIND] = int(wanted)
    chosen = st.selectbox(
        t("What to draw"),
        range(len(names)),
        format_func=lambda kind: names[kind],
        key=state.EXPLORE_KIND,
        on_change=lambda: put(_KIND, str(st.session_state[state.EXPLORE_KIND]), "0"),
        width=280,
        help=t("The random numbers stay the same: what changes is what the model is told to make of them."),
    )
    return int(chosen)


def _walk(run: Run, space: Space) -> None:
    explorer = latents.explorer(space)
    with st.spinner(t("Looking for the directions in which its pictures change most …"), show_time=False):
        count = len(explorer.directions)
    origin, seed = _origin(run, space)
    offsets = _offsets(count)
    wide, narrow = st.columns([_WIDE, _NARROW], gap="large")
    with narrow:
        first, reach = _controls(explorer, count, seed, is_away=any(offsets))
        _explain(first, count, explorer.has_map)
    pictures, columns = latents.pictures_around(space, origin, offsets, first, reach)
    rows = len(pictures) // columns

    def go(column: int, row: int) -> None:
        moved = [*offsets, *[0.0] * (count - len(offsets))]
        moved[first] += reach * (2 * column / (columns - 1) - 1)
        if rows > 1:
            moved[first + 1] += reach * (1 - 2 * row / (rows - 1))
        put(_AT, ",".join(f"{round(step, 2):g}" for step in moved), "")

    with wide:
        pad(pictures, columns, reach, go, key="explore-pad")


def _controls(explorer: Explorer, count: int, seed: int, is_away: bool) -> tuple[int, float]:
    """The first of the two directions of the sheet, and how far it reaches."""
    first = _pair(count)
    reach = slider(
        t("How far"),
        0.5,
        4.0,
        2.0,
        0.5,
        key=_REACH,
        explanation=t("From the middle to the edge of the sheet, in standard deviations of the latents."),
    )
    with st.container(horizontal=True):
        if not explorer.has_map:
            st.button(
                t("Begin elsewhere"),
                icon=":material/casino:",
                key="explore-elsewhere",
                help=t("Draws other latents to begin with."),
                on_click=lambda: set_address(_kept() | {_SEED: str(seed + 1)}),
            )
        st.button(
            t("Back to the beginning"),
            icon=":material/undo:",
            key="explore-back",
            disabled=not is_away,
            on_click=lambda: st.query_params.pop(_AT, None),
        )
    return first, reach


def _origin(run: Run, space: Space) -> tuple[Latents, int]:
    """Where the walk begins, and its seed; −1: where a search has led."""
    text = st.query_params.get(_SEED, "0")
    if text == seek.FOUND:
        found = seek.found_in(run)
        if found is not None:
            return found, -1
        st.info(t("This walk began where a search had led, and the link cannot hold that place. Search again."))
        text = "0"
    seed = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else _LARGEST_SEED + 1
    if seed > _LARGEST_SEED:
        say_impossible(t("the beginning"), text)
        seed = 0
    return latents.explorer(space).origin(seed), seed


def _offsets(count: int) -> tuple[float, ...]:
    """How far one has walked along each direction."""
    text = st.query_params.get(_AT, "")
    try:
        offsets = tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError:
        offsets = (_FARTHEST + 1,)
    if len(offsets) > count or not all(abs(step) <= _FARTHEST for step in offsets):
        say_impossible(t("the place"), text)
        return ()
    return offsets


def _pair(count: int) -> int:
    """The first of the two directions that the sheet shows."""
    firsts = [*range(0, count - 1, 2), *([count - 2] if count % 2 and count > 1 else [])]
    pairs = {str(first): f"{first + 1} / {first + 2}" for first in firsts}
    if len(pairs) < 2:
        return 0
    return int(
        choice(
            t("Directions"),
            pairs,
            key=_PAIR,
            explanation=t(
                "Ordered by how much the pictures change along them, on average over the whole space. Nobody has "
                "named them: find out what each of them does."
            ),
        )
    )


def _kept() -> dict[str, str]:
    """What of the address stays when a walk begins elsewhere."""
    return {key: st.query_params[key] for key in (_RUN, _KIND, _PAIR, _REACH) if key in st.query_params}


def _explain(first: int, count: int, has_map: bool) -> None:
    if count == 1:
        text = t("The model has one latent: everything that it draws is somewhere on this line.")
    elif has_map:
        text = t("This model has no more latents than these: the sheet is a map of all that it can draw.")
    else:
        text = t(
            "To the right direction {first}, upwards direction {second}; along all the others nothing moves. So the "
            "sheet is a slice through a space of many dimensions, and each of its pictures is what the model draws at "
            "that place, unpicked. Where they change bit by bit the model has learned what pictures have in common. "
            "Far out, where latents hardly ever fall, it was never trained.",
            first=number(first + 1),
            second=number(first + 2),
        )
    st.caption(text)
