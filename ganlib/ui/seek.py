"""The search for a picture in a model's latent space: one's own, or a real one, whole or spoilt."""

from collections.abc import Mapping, Sequence

import streamlit as st

from ganlib.config.run import RunConfig
from ganlib.errors import PicturesError
from ganlib.i18n import N_
from ganlib.inversion import COARSE, LEFT, NOISY, UPPER, WHOLE, Found
from ganlib.latent_space import Latents
from ganlib.sampling import to_pixels
from ganlib.store.images import Pixels
from ganlib.store.one_picture import as_digit, in_colours, pictures_in_grid, sent_picture
from ganlib.store.runs import Run
from ganlib.ui import latents, state
from ganlib.ui.gallery import show_images
from ganlib.ui.latents import Space
from ganlib.ui.sketch import sketch
from ganlib.ui.start import set_address
from ganlib.ui.words import number, plain, t, what_went_wrong

FOUND = "found"  # in the address, in place of a seed: where the search has led
_DRAWN, _REAL, _SENT = "drawn", "real", "sent"
_SOURCES = {_DRAWN: N_("I draw it"), _REAL: N_("A real one"), _SENT: N_("From a file")}
_VIEWS = {
    WHOLE: N_("all of it"),
    UPPER: N_("the upper half"),
    LEFT: N_("the left half"),
    COARSE: N_("a coarse copy"),
    NOISY: N_("a noisy copy"),
}
_PICTURE_WIDTH = 150  # pixels


def show(run: Run, space: Space, config: RunConfig) -> None:
    """Raises ModelNotReadyError."""
    st.subheader(t("Find a picture in it"), anchor=False)
    st.markdown(
        t(
            "Give it a picture: the search goes through the space for the place whose picture comes closest. Show only "
            "a part, or a spoilt copy, and the model fills in the rest: it knows nothing but what pictures look like "
            "that it has learned from. That is how generative models enlarge, mend and clean pictures."
        )
    )
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = _picture(run, latents.explorer(space).shape, config)
    with right:
        _search(run, space, picture)


def found_in(run: Run) -> Latents | None:
    """Where the last search of this session has led in the model of this run."""
    run_id, latent = st.session_state.get(state.EXPLORE_FOUND, ("", None))
    return latent if run_id == run.run_id else None


def _picture(run: Run, shape: tuple[int, int, int], config: RunConfig) -> Pixels | None:
    """What is sought; None: there is nothing yet."""
    source = _choice(t("Which picture"), _SOURCES, key="explore-source")
    if source == _SENT:
        return _sent(shape)
    if source == _REAL:
        return _real(run, shape)
    return _drawn(shape, is_digit=config.data.dataset == "mnist")


def _choice(label: str, words: Mapping[str, str], key: str) -> str:
    """One of a few, the first to begin with."""
    options = list(words)
    return str(
        st.segmented_control(
            label, options, format_func=lambda option: t(words[option]), default=options[0], required=True, key=key
        )
    )


def _drawn(shape: tuple[int, int, int], is_digit: bool) -> Pixels | None:
    height, width, _ = shape
    ink = st.session_state.get(state.EXPLORE_INK, b"")

    def keep(drawn: bytes) -> None:
        st.session_state[state.EXPLORE_INK] = drawn

    sketch(width, height, ink, keep, key=f"explore-sketch-{width}-{height}")
    digit = t("Draw a digit. It is made as large as those of MNIST, and put into the middle as they are.")
    st.caption(digit if is_digit else t("Draw with mouse or finger."))
    return as_digit(ink, shape) if is_digit else in_colours(ink, shape)


def _real(run: Run, shape: tuple[int, int, int]) -> Pixels | None:
    path = run.real_picture()
    try:
        pictures = pictures_in_grid(path, shape) if path else None
    except (OSError, ValueError):
        pictures = None
    if pictures is None or not len(pictures):
        st.caption(t("The real pictures of this run are missing or damaged."))
        return None
    place = 1
    if len(pictures) > 1:
        place = st.slider(t("Which"), 1, len(pictures), key=f"explore-real-{run.run_id}")
    picture = pictures[place - 1]
    show_images(picture[None], 1, alt=t("A real picture"), width=_PICTURE_WIDTH)
    st.caption(t("One of those that the model has learned from."))
    return picture


def _sent(shape: tuple[int, int, int]) -> Pixels | None:
    file = st.file_uploader(t("A picture"), type=["png", "jpg", "jpeg", "webp"], key="explore-file")
    is_inverted = st.toggle(
        t("Swap light and dark"),
        key="explore-inverted",
        help=t("For dark ink on white paper, where the model knows light strokes on a dark ground."),
    )
    if file is None:
        return None
    try:
        picture = sent_picture(file.getvalue(), shape, is_inverted)
    except PicturesError as error:
        st.error(plain(what_went_wrong(error)), icon=":material/error:")
        return None
    show_images(picture[None], 1, alt=t("The picture, as the model would draw it"), width=_PICTURE_WIDTH)
    return picture


def _search(run: Run, space: Space, picture: Pixels | None) -> None:
    view = _choice(t("What the search is shown"), _VIEWS, key="explore-view")
    asked = None if picture is None else (space, picture.tobytes(), view)
    if st.button(t("Search"), type="primary", icon=":material/search:", key="explore-search", disabled=asked is None):
        st.session_state[state.EXPLORE_ASKED] = asked
    if picture is None or st.session_state.get(state.EXPLORE_ASKED) != asked:
        if picture is None:
            st.caption(t("There is nothing to search for yet."))
        return
    with st.spinner(t("Searching. This takes some seconds …"), show_time=True):
        found = latents.sought(space, picture, view)
    _show_found(run, picture, view, found)


def _show_found(run: Run, picture: Pixels, view: str, found: Sequence[Found]) -> None:
    """What was shown and what was found; of a whole picture the closest alone, the others are all but the same."""
    nearest = found[0]
    with st.container(horizontal=True, gap="medium"):
        _show_one(to_pixels(nearest.shown), t("what was shown"))
        if view != WHOLE:
            _show_one(picture, t("what it was in truth"))
    with st.container(horizontal=True, gap="medium"):
        for place, one in enumerate(found[:1] if view == WHOLE else found):
            with st.container(width=_PICTURE_WIDTH):
                _show_one(to_pixels(one.picture), t("what the model draws"))
                st.button(
                    t("Walk from there"),
                    icon=":material/explore:",
                    key=f"explore-from-found-{place}",
                    on_click=_walk_from,
                    args=(run, one.latent),
                )
    st.caption(
        t(
            "Where it was shown something, the first differs by {distance} on average (root mean square; 1 is the way "
            "from black to white).",
            distance=number(round(nearest.distance, 3)),
        )
        + " "
        + (
            t("What the model cannot draw, it does not find.")
            if view == WHOLE
            else t("Four searches from different beginnings: what was not shown, each settles in its own way.")
        )
    )
    st.caption(
        t(
            "A VAE's encoder would guess the place at once. This search needs none, so it works for GANs too: it "
            "begins at the best of a thousand random places and goes where the picture comes closer."
        )
    )


def _show_one(picture: Pixels, caption: str) -> None:
    with st.container(width=_PICTURE_WIDTH):
        show_images(picture[None], 1, alt=caption, width=_PICTURE_WIDTH)
        st.caption(caption)


def _walk_from(run: Run, latent: Latents) -> None:
    st.session_state[state.EXPLORE_FOUND] = (run.run_id, latent)
    kept = {key: st.query_params[key] for key in ("kind", "reach") if key in st.query_params}
    set_address({"run": run.run_id, "seed": FOUND} | kept)
