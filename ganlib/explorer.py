"""A walk through the latent space of a finished model, and the search for a picture in it."""

import math
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganlib import sampling
from ganlib.directions import principal_directions, spread
from ganlib.errors import LimitError, ModelNotReadyError
from ganlib.i18n import N_
from ganlib.inversion import MOST_STEPS, Found, invert
from ganlib.latent_space import Latents, sheet
from ganlib.model_files import POINT_SIZE
from ganlib.store.images import Pixels

MOST_DIRECTIONS = 8
_MANY = 2_000  # latents that a model's spread is taken from
_MOST_BYTES = 256 * 2**20  # of the pictures that one look in all directions needs
_SIDE, _SIDE_OF_LARGE, _LARGE = 15, 9, 48  # pictures across a sheet; fewer where they have more pixels across than that


class Explorer:
    """A finished model, opened once; of one class, where it is told one. Several threads may share one.

    Raises:
        ModelNotReadyError, UnknownClassError: as `sampling.Sampler`; also when something is asked of it.
        ModelNotReadyError: it draws points.
        LimitError: it is too large to be asked for so many pictures.
    """

    def __init__(self, model_dir: Path, label: int | None = None) -> None:
        self._model_dir, self._label = model_dir, label
        self._sampler = sampling.Sampler(model_dir, label)
        size = (self._sampler.latent_dim + 1) * 4 * math.prod(self.shape)
        if self.shape[:2] == POINT_SIZE:
            raise ModelNotReadyError(N_("The model in {folder} draws points, not pictures."), folder=model_dir)
        if size > _MOST_BYTES:
            raise LimitError(
                N_("This model is too large to be explored: a step in each of its latents would take {size} MiB."),
                size=f"{size / 2**20:,.0f}",
            )

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and channels of its pictures."""
        return self._sampler.shape

    @property
    def has_map(self) -> bool:
        """Whether it has no more than two latents, so that a sheet shows all there is."""
        return self._sampler.latent_dim <= 2

    @cached_property
    def directions(self) -> Latents:
        """`[count, latent_dim]`; see `principal_directions`. The same for all classes: those of the first."""
        if self._label:
            return Explorer(self._model_dir, 0).directions
        return principal_directions(self._sampler.pictures, self._latents, self._factor, MOST_DIRECTIONS)

    def origin(self, seed: int) -> Latents:
        """Where a walk begins, `[latent_dim]`: such as the model draws from, or in the middle of a map."""
        return self._latents.mean(axis=0) if self.has_map else self._sampler.latents(1, seed)[0]

    def pictures_around(
        self, origin: Latents, offsets: tuple[float, ...], first: int, reach: float
    ) -> tuple[Pixels, int]:
        """Pictures on a plane of latents, row by row, and how many are in a row.

        Args:
            offsets: of the plane's middle from `origin`, along the first directions.
            first: the plane's direction to the right; the one after it leads upwards, if there is one.
            reach: how far the outermost places are from the middle, in lengths of the directions.
        """
        side = _SIDE if self.shape[1] <= _LARGE else _SIDE_OF_LARGE
        middle = origin + np.float32(offsets) @ self.directions[: len(offsets)]
        up = self.directions[first + 1] if first + 1 < len(self.directions) else None
        return self._drawn(sheet(middle, self.directions[first], up, reach, side)), side

    def seek(self, picture: Pixels, view: str, most_steps: int = MOST_STEPS) -> list[Found]:
        """What the model can draw that comes closest to a picture of its shape, of which a view (`VIEWS`) is seen; the
        closest first. See `invert`.
        """
        seen = picture.astype(np.float32) / np.float32(255.0)
        draw, latents = self._sampler.pictures, self._latents
        return invert(draw, latents, self._factor, seen, view, seed=0, most_steps=most_steps)

    @cached_property
    def _latents(self) -> npt.NDArray[np.float32]:
        return self._sampler.latents(_MANY, seed=0)

    @cached_property
    def _factor(self) -> npt.NDArray[np.float32]:
        """L of the latents' covariance LLᵀ; of N(0, I) it is known."""
        if self._sampler.is_prior_fitted:
            return spread(self._latents)
        return np.eye(self._sampler.latent_dim, dtype=np.float32)

    def _drawn(self, latents: Latents) -> Pixels:
        return sampling.to_pixels(self._sampler.pictures(latents))
