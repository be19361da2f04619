"""Stacks: three pictures in one, each in a colour of its own, so that it is known how many kinds there are."""

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]

NUM_TRAIN, NUM_TEST = 60_000, 10_000
_SEED = 0


def stack(train: Pair, test: Pair) -> tuple[Pair, Pair]:
    """Three grey pictures drawn at random for each stack, always alike; of 10 classes come 1,000.

    Made of MNIST by Metz et al. 2017, arXiv:1611.02163. Here training and test stacks share no picture.

    Args:
        train, test: uint8 `[n, height, width]`, and their classes `[n]`, 0 … 9.

    Returns:
        Training and test stacks: uint8 `[n, height, width, 3]`, and which of the thousand each is.
    """
    chance = np.random.default_rng(_SEED)
    return _stacked(*train, NUM_TRAIN, chance), _stacked(*test, NUM_TEST, chance)


def _stacked(pictures: np.ndarray, classes: np.ndarray, count: int, chance: np.random.Generator) -> Pair:
    chosen = chance.integers(len(pictures), size=(count, 3))
    stacks = np.stack([pictures[chosen[:, colour]] for colour in range(3)], axis=-1)
    return stacks, classes[chosen].astype(np.int64) @ (100, 10, 1)
