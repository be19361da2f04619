"""A prior that was fitted to a model's codes: a mixture of Gaussians, or one for each class that the model is told;
drawn from, written and read by NumPy alone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ganlib.store import layout

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.float32] | None  # one-hot `[n, classes]`; None: the model is told none

LARGEST_FILE = 32 * 2**20  # bytes
_MOST_COMPONENTS, _LARGEST_LATENT, _MOST_CLASSES = 100, 10_000, 1_000
_LARGEST_NUMBER = 1e9  # no code of a trained model comes near it
_DIGITS = 9  # significant: all that a float32 has
_ONE_FOR_ALL, _ONE_FOR_EACH_CLASS = "gaussian_mixture", "gaussian_mixtures_by_class"


@dataclass(frozen=True, kw_only=True, eq=False)
class GaussianMixture:
    """p(z) = Σₖ πₖ N(z; μₖ, LₖLₖᵀ).

    Attributes:
        weights: πₖ `[k]`, positive, their sum is 1.
        means: μₖ `[k, latent_dim]`.
        factors: Lₖ `[k, latent_dim, latent_dim]`, lower triangular.

    Raises:
        ValueError: shapes that do not fit together, or numbers that are none.
    """

    weights: Floats
    means: Floats
    factors: Floats
    num_classes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        count, size = self.means.shape if self.means.ndim == 2 else (0, 0)
        if not (0 < count <= _MOST_COMPONENTS and 0 < size <= _LARGEST_LATENT):
            raise ValueError(f"got means of shape {self.means.shape}, expected [components, latent_dim]")
        if self.weights.shape != (count,) or self.factors.shape != (count, size, size):
            raise ValueError(f"got weights {self.weights.shape} and factors {self.factors.shape} for {count} means")
        if not all((np.abs(array) <= _LARGEST_NUMBER).all() for array in (self.weights, self.means, self.factors)):
            raise ValueError("got numbers that are none, or far too large")
        if (self.weights <= 0.0).any() or abs(self.weights.sum() - 1.0) > 1e-6:
            raise ValueError("got weights that are no shares of one")

    @property
    def latent_dim(self) -> int:
        return int(self.means.shape[1])

    def latents(
        self, noise: npt.NDArray[np.float32], chances: Floats, labels: Labels = None
    ) -> npt.NDArray[np.float32]:
        """Codes z = μₖ + Lₖ ε, one for each row of noise.

        Args:
            noise: ε ~ N(0, I) `[n, latent_dim]`.
            chances: uniform in [0, 1) `[n]`; they decide on k.
            labels: change nothing.
        """
        chosen = np.minimum(np.searchsorted(np.cumsum(self.weights), chances, side="right"), len(self.weights) - 1)
        latents = np.empty(noise.shape, np.float32)
        for component in range(len(self.weights)):
            rows = chosen == component
            latents[rows] = self.means[component] + noise[rows] @ self.factors[component].T
        return latents

    def to_record(self) -> dict[str, Any]:
        lower = np.tril_indices(self.latent_dim)
        return {
            "kind": _ONE_FOR_ALL,
            "weights": _rounded(self.weights),
            "means": _rounded(self.means),
            "factors": [_rounded(factor[lower]) for factor in self.factors],  # row by row, up to the diagonal
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "GaussianMixture":
        """Raises ValueError: this is no such mixture."""
        try:
            weights, means, rows = (np.asarray(record[key], np.float64) for key in ("weights", "means", "factors"))
            size = means.shape[1]
            if rows.shape != (len(means), size * (size + 1) // 2):  # so that no more is allocated than was given
                raise ValueError(f"got factors of shape {rows.shape} for means of shape {means.shape}")
            factors = np.zeros((len(means), size, size))
            factors[:, *np.tril_indices(size)] = rows
        except (KeyError, TypeError, IndexError, OverflowError) as error:
            raise ValueError("got something else than weights, means and factors") from error
        return cls(weights=weights, means=means, factors=factors)


@dataclass(frozen=True, kw_only=True, eq=False)
class ClassMixtures:
    """p(z | y): a mixture for each class y.

    Raises:
        ValueError: there are none, or they do not fit together.
    """

    mixtures: tuple[GaussianMixture, ...]

    def __post_init__(self) -> None:
        sizes = {mixture.latent_dim for mixture in self.mixtures}
        if not (0 < len(self.mixtures) <= _MOST_CLASSES and len(sizes) == 1):
            raise ValueError(f"got {len(self.mixtures)} classes with codes of sizes {sorted(sizes)}")

    @property
    def latent_dim(self) -> int:
        return self.mixtures[0].latent_dim

    @property
    def num_classes(self) -> int:
        return len(self.mixtures)

    def latents(
        self, noise: npt.NDArray[np.float32], chances: Floats, labels: Labels = None
    ) -> npt.NDArray[np.float32]:
        """Codes, each from the mixture of its class; as `GaussianMixture.latents`."""
        if labels is None or labels.shape != (len(noise), self.num_classes):
            raise ValueError(f"got no labels of {self.num_classes} classes for {len(noise)} codes")
        classes = labels.argmax(axis=1)
        latents = np.empty(noise.shape, np.float32)
        for label, mixture in enumerate(self.mixtures):
            rows = classes == label
            latents[rows] = mixture.latents(noise[rows], chances[rows])
        return latents

    def to_record(self) -> dict[str, Any]:
        return {"kind": _ONE_FOR_EACH_CLASS, "classes": [mixture.to_record() for mixture in self.mixtures]}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "ClassMixtures":
        """Raises ValueError: these are no such mixtures."""
        classes = record.get("classes")
        if not isinstance(classes, list) or not all(isinstance(one, dict) for one in classes):
            raise ValueError("got something else than a list of mixtures")
        return cls(mixtures=tuple(GaussianMixture.from_record(one) for one in classes[: _MOST_CLASSES + 1]))


FittedPrior = GaussianMixture | ClassMixtures


def write_prior(folder: Path, prior: FittedPrior) -> None:
    """Save beside the networks of a model."""
    text = json.dumps(prior.to_record(), allow_nan=False)
    (folder / layout.PRIOR).write_text(text, encoding="utf-8")


def read_prior(folder: Path) -> FittedPrior | None:
    """The fitted prior of the model in `folder`; None: it has none, its latents are N(0, I).

    Raises:
        ValueError: the file is damaged.
    """
    try:
        with open(folder / layout.PRIOR, "rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return None
    return parse_prior(content)


def parse_prior(content: bytes) -> FittedPrior:
    """The content of such a file, wherever it comes from. Raises ValueError: it is none."""
    if len(content) > LARGEST_FILE:
        raise ValueError("got a file that is far too large")
    try:
        record = json.loads(content)
    except RecursionError as error:
        raise ValueError("got lists within lists without end") from error
    if not isinstance(record, dict):
        raise ValueError(f"got {type(record).__name__}, expected an object")
    if record.get("kind") == _ONE_FOR_EACH_CLASS:
        return ClassMixtures.from_record(record)
    return GaussianMixture.from_record(record)


def _rounded(numbers: Floats) -> Any:
    """As lists of numbers that a float32 holds."""
    if numbers.ndim > 1:
        return [_rounded(row) for row in numbers]
    return [float(f"{number:.{_DIGITS}g}") for number in numbers]
