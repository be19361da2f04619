"""Which groups of alike pictures are drawn more often than real ones are seen, and how probably to keep one of them."""

from dataclasses import dataclass

import numpy as np

_REAL_PER_GROUP = 200  # on average: then a group's share is known to some 7 %
_PRIOR_COUNT = 10  # added to each group's counts, real and drawn
_LEAST_KEPT = 0.5  # of all that is drawn


@dataclass(frozen=True)
class GroupShares:
    """p(kept) of the group that a picture belongs to: the one with the largest of `features @ kernel + bias`.

    Attributes:
        kernel: `[d, groups]`.
        bias: `[groups]`.
        kept: `[groups]`, in (0, 1].
    """

    kernel: np.ndarray
    bias: np.ndarray
    kept: np.ndarray

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """Of features `[n, d]` → `[n]`."""
        return self.kept[self._groups(features)]

    def _groups(self, features: np.ndarray) -> np.ndarray:
        return np.argmax(features @ self.kernel + self.bias, axis=1)


def fit_group_shares(real_features: np.ndarray, fake_features: np.ndarray, seed: int) -> GroupShares | None:
    """Groups real pictures by k-means, of features scaled to variance 1, and counts how many of either fall into each.

    With q and p the shares of a group among the drawn and among the real, p(kept) = min(1, (p/q)/C): rejection sampling
    by a density ratio that is constant within a group. C is the largest ratio, so that each group comes to its true
    share, or as much less as keeps half of what is drawn.

    Args:
        real_features, fake_features: `[n, d]` and `[m, d]`.

    Returns:
        None if a feature is not finite, or there are too few real pictures for two groups.
    """
    groups = len(real_features) // _REAL_PER_GROUP
    if groups < 2 or not np.isfinite(real_features).all() or not np.isfinite(fake_features).all():
        return None
    from sklearn.cluster import KMeans  # here: most runs never need it, and it takes a second

    scale = real_features.std(axis=0)
    scale[scale == 0.0] = 1.0  # a feature in which nothing varies
    centres = KMeans(groups, n_init=1, random_state=seed).fit(real_features / scale).cluster_centers_
    # The nearest centre c is the one with the largest f·c − |c|²/2, for |f|² is the same for all.
    kernel = np.float32((centres / scale).T)
    found = GroupShares(kernel, np.float32(-0.5 * (centres**2).sum(axis=1)), np.ones(groups, np.float32))
    real, fake = (
        np.bincount(found._groups(features), minlength=groups) + _PRIOR_COUNT
        for features in (real_features, fake_features)
    )
    real_shares, fake_shares = real / real.sum(), fake / fake.sum()
    ratios = real_shares / fake_shares
    largest = ratios.max()
    while fake_shares @ np.minimum(1.0, ratios / largest) < _LEAST_KEPT:
        largest *= 0.95
    return GroupShares(found.kernel, found.bias, np.float32(np.minimum(1.0, ratios / largest)))
