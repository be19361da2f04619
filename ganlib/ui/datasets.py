"""What data sets are called on the screen: those of the studio, and those that a person brought."""

import streamlit as st

from ganlib.catalog.datasets import CLASSES, DATASETS, OWN_PICTURES, about_dataset
from ganlib.config.base import Scalar
from ganlib.config.own import OwnPictures, own_pictures
from ganlib.config.run import RunConfig
from ganlib.errors import DataMissingError
from ganlib.ui import resources
from ganlib.ui.words import number, t

_SHOWN_DIGITS = 4  # of a digest, where nothing else tells two sets apart
_FEW = 5_000  # pictures; so many, and fewer, a discriminator soon knows by heart


def own_names() -> list[str]:
    """The sets of own pictures that are here, the newest first; at most a moment old."""
    return list(_titles(str(resources.store().root)))


def title_of(dataset: str) -> str:
    """Its name in the session's language, or as the person called it. Plain text."""
    own = own_pictures(dataset)
    if own is None:
        return t(about_dataset(dataset).title)
    titles = _titles(str(resources.store().root))
    title = titles.get(dataset) or t(OWN_PICTURES.title)
    is_taken = list(titles.values()).count(title) > 1 or title in {t(spec.title) for spec in DATASETS.values()}
    is_clear = titles.get(dataset) and not is_taken  # a list of choices knows its choices by what they are called
    return title if is_clear else f"{title} ({facts_of(own)}, {own.digest[:_SHOWN_DIGITS]})"


def words_of(dataset: str) -> str:
    """What it is, in a sentence or two."""
    own, words = own_pictures(dataset), t(about_dataset(dataset).why)
    return words if own is None else f"{facts_of(own)}. {words}"


def facts_of(own: OwnPictures) -> str:
    """`300 pictures, 64×64, in colour`."""
    height, width, channels = own.shape
    colours = t("in colour") if channels == 3 else t("grey")
    return t(
        "{count} pictures, {height}×{width}, {colours}",
        count=number(own.count),
        height=height,
        width=width,
        colours=colours,
    )


def kinds_of(config: RunConfig) -> list[str]:
    """What a model can be told to draw: classes, or the kinds that it has found by itself; none if it is told none."""
    if config.is_conditional:
        return [t(name) for name in CLASSES[config.data.dataset]]
    return [t("kind {place}", place=place + 1) for place in range(config.num_codes)]


def fitted(start: RunConfig, own: OwnPictures) -> RunConfig:
    """A preset on these pictures, with what digits have no need of (docs/adr/0034).

    That is, for a GAN, help against learning few pictures by heart; for a VAE, pictures that are the mean of what the
    decoder says, which is truer of photos than the λ of the continuous Bernoulli.
    """
    changes: dict[str, Scalar] = {"dataset": own.name}
    if start.family == "vae":
        changes["likelihood"] = "gaussian"
    elif own.count <= _FEW:
        changes["adaptive_augmentation"] = True
    return start.with_settings(changes)


def is_here(dataset: str) -> bool:
    """Whether it can be learnt from on this computer."""
    try:
        return own_pictures(dataset) is None or bool(resources.engine().pictures.open(dataset))
    except DataMissingError:
        return False


def look_again() -> None:
    """Somebody has added, renamed or deleted pictures."""
    _titles.clear()


@st.cache_data(ttl=2.0, max_entries=4, show_spinner=False)
def _titles(root: str) -> dict[str, str]:
    """Name → title of each set, the newest first; a page asks for each of its runs."""
    return {pictures.name: pictures.about().title for pictures in resources.engine().pictures}
