"""Pictures from a finished model, by onnxruntime alone: no TensorFlow is imported."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ganlib.errors import ModelNotReadyError, UnknownClassError
from ganlib.i18n import N_
from ganlib.latent_space import arcs, lines, plane
from ganlib.model_files import POINT_SIZE, damage_in_words, open_acceptance, open_model
from ganlib.rejection import Judgement, redraw_rejected
from ganlib.store import layout
from ganlib.store.prior import FittedPrior, read_prior

if TYPE_CHECKING:
    import onnxruntime

PRIORS = ("fitted", "standard_normal")
Samples = npt.NDArray[np.uint8] | npt.NDArray[np.float32]
_BATCH_SIZE = 250  # pictures at a time: large enough to keep the cores busy, small enough for any memory


def sample(
    model_dir: Path, n: int, seed: int, prior: str = "", label: int | None = None, is_all_kept: bool = False
) -> Samples:
    """Draw `n` pictures; the same seed gives the same pictures.

    Args:
        prior: one of `PRIORS`; "": the model's own, the fitted one if it has one.
        label: the class to draw, where the model can be told one; None: one class after the other, again and again.
        is_all_kept: what the discriminator rejects too (`rejects`).

    Returns:
        uint8 [n, height, width, channels]; of a model of points float32 [n, 2], on a line [n, 1].

    Raises:
        ModelNotReadyError: there is no finished model in `model_dir`, it is damaged, or it has no fitted prior.
        UnknownClassError: the model cannot draw this class, or none that one asks for.
    """
    session = open_model(model_dir)
    labels = _labels(session, n, label)
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal((n, _latent_dim(session)), dtype=np.float32)
    fitted = None if prior == "standard_normal" else _fitted_prior(model_dir, session)
    if prior == "fitted" and fitted is None:
        raise ModelNotReadyError(
            N_("The model in {folder} has no fitted prior: its latents are N(0, I)."), folder=model_dir
        )
    acceptance = None if is_all_kept or not rejects(model_dir) else open_acceptance(model_dir, session)
    with damage_in_words(model_dir):  # one may open and yet fail at its work
        if fitted is not None:
            return _decode(session, fitted.latents(noise, chance.random(n), labels), labels)
        samples = _decode(session, noise, labels)
        return samples if acceptance is None else _without_rejected(samples, noise, session, acceptance, labels, chance)


def _without_rejected(
    samples: Samples,
    latents: npt.NDArray[np.float32],
    session: "onnxruntime.InferenceSession",
    acceptance: "onnxruntime.InferenceSession",
    labels: npt.NDArray[np.float32] | None,
    chance: np.random.Generator,
) -> Samples:
    """In place of the samples that the discriminator rejects others of the same class."""
    by_look, *by_share = [one.name for one in acceptance.get_outputs()]

    def told(places: npt.NDArray[np.intp]) -> npt.NDArray[np.float32] | None:
        return None if labels is None else labels[places]

    def chance_by(output: str) -> Judgement:
        def chances(some: Samples, places: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
            return acceptance.run([output], _given(acceptance, _as_judged(some), told(places)))[0][:, 0]

        return chances

    def draw(latents: npt.NDArray[np.float32], places: npt.NDArray[np.intp]) -> Samples:
        return _decode(session, latents, told(places))

    share = chance_by(by_share[0]) if by_share else None
    return redraw_rejected(samples, latents, chance_by(by_look), draw, chance, share)


class Sampler:
    """A finished model that is asked again and again: it is opened once. Several threads may share one.

    Attributes:
        latent_dim: the size of z.
        shape: height, width and channels of its pictures.
        is_prior_fitted: else its latents are from N(0, I).

    Raises:
        ModelNotReadyError, UnknownClassError: as `sample`; also when it is asked.
    """

    def __init__(self, model_dir: Path, label: int | None = None) -> None:
        self._model_dir = model_dir
        self._session = open_model(model_dir)
        self._fitted = _fitted_prior(model_dir, self._session)
        self._label = _labels(self._session, 1, label)
        self.is_prior_fitted = self._fitted is not None
        self.latent_dim = _latent_dim(self._session)
        height, width, channels = self._session.get_outputs()[0].shape[1:]
        self.shape: tuple[int, int, int] = (height, width, channels)

    def latents(self, n: int, seed: int) -> npt.NDArray[np.float32]:
        """Such as it draws from: `[n, latent_dim]`."""
        chance = np.random.default_rng(seed)
        noise = chance.standard_normal((n, self.latent_dim), dtype=np.float32)
        return noise if self._fitted is None else self._fitted.latents(noise, chance.random(n), self._told(n))

    def pictures(self, latents: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Pictures in [0, 1], not rounded: `[n, latent_dim]` → `[n, height, width, channels]`."""
        given = _given(self._session, latents, self._told(len(latents)))
        pictures = np.empty((len(latents), *self.shape), np.float32)
        with damage_in_words(self._model_dir):
            for place, batch in enumerate(_batches(given)):
                drawn = self._session.run(None, batch)[0]
                pictures[place * _BATCH_SIZE : place * _BATCH_SIZE + len(drawn)] = drawn
            if not np.isfinite(pictures).all():
                raise ValueError("pictures that are no numbers")
        return pictures

    def _told(self, n: int) -> npt.NDArray[np.float32] | None:
        return None if self._label is None else self._label.repeat(n, axis=0)


def decode(model_dir: Path, latents: npt.NDArray[np.float32], label: int | None = None) -> Samples:
    """The pictures of given latents, float32 [n, latent_dim]; as `sample`."""
    session = open_model(model_dir)
    labels = _labels(session, len(latents), label)
    with damage_in_words(model_dir):
        return _decode(session, latents, labels)


def walks(model_dir: Path, n: int, steps: int, seed: int, label: int | None = None) -> Samples:
    """The ways between `n` pairs of samples, one after the other: each of `steps` samples, its ends among them.

    Latents from N(0, I) go along an arc, codes of a fitted prior straight. The class stays the same all the way; None:
    one for each way. Whatever a discriminator would reject is there too. Returns and raises as `sample`.
    """
    session = open_model(model_dir)
    labels = _labels(session, n, label)
    chance = np.random.default_rng(seed)
    ends = chance.standard_normal((2 * n, _latent_dim(session)), dtype=np.float32)
    fitted = _fitted_prior(model_dir, session)
    if fitted is not None:
        ends = fitted.latents(ends, chance.random(2 * n), None if labels is None else np.concatenate([labels, labels]))
    ways = (arcs if fitted is None else lines)(ends[:n], ends[n:], steps)
    with damage_in_words(model_dir):
        told = None if labels is None else labels.repeat(steps, axis=0)
        return _decode(session, ways.reshape(n * steps, -1), told)


def has_map(model_dir: Path) -> bool:
    """Whether the latents are two numbers from N(0, I), so that there is a map of them. Raises ModelNotReadyError."""
    session = open_model(model_dir)
    return _latent_dim(session) == 2 and _fitted_prior(model_dir, session) is None


def latent_map(model_dir: Path, side: int, label: int | None = None) -> Samples:
    """The samples at `side` × `side` places of a model that `has_map`, row by row; otherwise as `decode`."""
    return decode(model_dir, plane(side), label)


def latent_dim(model_dir: Path) -> int:
    """The size of z. Raises ModelNotReadyError."""
    return _latent_dim(open_model(model_dir))


def rejects(model_dir: Path) -> bool:
    """Whether the model has a discriminator that rejects samples."""
    return (model_dir / layout.ACCEPTANCE).is_file()


def _fitted_prior(model_dir: Path, session: "onnxruntime.InferenceSession") -> FittedPrior | None:
    expected = _latent_dim(session), _num_classes(session)
    try:
        prior = read_prior(model_dir)
        if prior is not None and (prior.latent_dim, prior.num_classes) != expected:
            raise ValueError(f"got {prior.latent_dim} dimensions, {prior.num_classes} classes, expected {expected}")
    except (OSError, ValueError) as error:
        raise ModelNotReadyError(
            N_("The model file {file} is damaged and cannot be opened. Train the run again."),
            file=model_dir / layout.PRIOR,
        ) from error
    return prior


def _latent_dim(session: "onnxruntime.InferenceSession") -> int:
    return int(session.get_inputs()[0].shape[1])


def _num_classes(session: "onnxruntime.InferenceSession") -> int:
    """How many classes the model can be told apart; 0: it is not a conditional one."""
    _, *labels = session.get_inputs()
    return int(labels[0].shape[1]) if labels else 0


def _labels(session: "onnxruntime.InferenceSession", n: int, label: int | None) -> npt.NDArray[np.float32] | None:
    """One-hot [n, classes]; None: the model takes none. Raises UnknownClassError."""
    num_classes = _num_classes(session)
    if label is not None and not num_classes:
        raise UnknownClassError(
            N_("This model cannot be told what to draw: it was trained without the setting “conditional”.")
        )
    if label is not None and not 0 <= label < num_classes:
        raise UnknownClassError(
            N_("There is no class {label}: this model draws the classes 0 – {last}."), label=label, last=num_classes - 1
        )
    if not num_classes:
        return None
    wanted = np.arange(n) % num_classes if label is None else np.full(n, label)
    return np.eye(num_classes, dtype=np.float32)[wanted]


def _decode(
    session: "onnxruntime.InferenceSession",
    latents: npt.NDArray[np.float32],
    labels: npt.NDArray[np.float32] | None,
) -> Samples:
    given = _given(session, latents, labels)
    return np.concatenate([_as_kept(session.run(None, batch)[0]) for batch in _batches(given)])


def _batches(given: dict[str, npt.NDArray[np.float32]]) -> Iterator[dict[str, npt.NDArray[np.float32]]]:
    """At least one, which may be empty."""
    count = len(next(iter(given.values())))
    for start in range(0, max(1, count), _BATCH_SIZE):
        yield {name: rows[start : start + _BATCH_SIZE] for name, rows in given.items()}


def _given(
    session: "onnxruntime.InferenceSession",
    first: npt.NDArray[np.float32],
    labels: npt.NDArray[np.float32] | None,
) -> dict[str, npt.NDArray[np.float32]]:
    """The inputs of a network by name: latents or pictures, and labels where it takes them."""
    names = [one.name for one in session.get_inputs()]
    return dict(zip(names, [first] if labels is None else [first, labels], strict=True))


def _as_kept(images: npt.NDArray[np.float32]) -> Samples:
    """Pictures as bytes, batch by batch: they take a quarter of the memory. Points `[n, dimensions]` as they are."""
    return images[:, 0, 0] if images.shape[1:3] == POINT_SIZE else to_pixels(images)


def _as_judged(samples: Samples) -> npt.NDArray[np.float32]:
    """What `_as_kept` made, as networks see it."""
    if samples.dtype == np.uint8:
        return samples.astype(np.float32) / np.float32(255.0)
    return samples[:, None, None]


def to_pixels(images: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """[0, 1] → 0 … 255, rounded."""
    return np.rint(np.clip(images, 0.0, 1.0) * 255.0).astype(np.uint8)
