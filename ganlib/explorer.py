"""A walk through the latent space of a finished model, and the search for a picture in it."""

from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganlib import sampling
from ganlib.directions import principal_directions, spread
from ganlib.inversion import MOST_STEPS, Found, invert
from ganlib.latent_space import Latents, sheet
from ganlib.store.images import Pixels

MOST_DIRECTIONS = 8
_MANY = 2_000  # latents that a model's spread is taken from
_SIDE, _SIDE_OF_LARGE, _LARGE = 15, 9, 48  # pictures across a sheet; fewer where they have more pixels across than that


class Explorer:
    """A finished model, opened once; of one class, where it is told one. Several threads may share one.

    Raises:
        ModelNotReadyError, UnknownClassError: as `sampling.Sampler`; also when something is asked of it.
    """

    def __init__(self, model_dir: Path, label: int | None = None) -> None:
        self._sampler = sampling.Sampler(model_dir, label)

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
        """`[count, latent_dim]`; see `principal_directions`."""
        return principal_directions(self._sampler.pictures, self._latents, MOST_DIRECTIONS)

    def origin(self, seed: int) -> Latents:
        """Where a walk begins, `[latent_dim]`: such as the model draws from, or in the middle of a map."""
        return spread(self._latents)[0] if self.has_map else self._sampler.latents(1, seed)[0]

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
        return invert(self._sampler.pictures, self._latents, seen, view, seed=0, most_steps=most_steps)

    @cached_property
    def _latents(self) -> npt.NDArray[np.float32]:
        return self._sampler.latents(_MANY, seed=0)

    def _drawn(self, latents: Latents) -> Pixels:
        return sampling.to_pixels(self._sampler.pictures(latents))
