"""What every test starts from."""

import gc
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _same_draws() -> None:
    """Fresh weights and other unseeded draws are the same in every run of the suite: what fails once fails again."""
    if keras := sys.modules.get("keras"):
        keras.utils.set_random_seed(1)


@pytest.fixture(autouse=True)
def _short_collections() -> Iterator[None]:
    """What TensorFlow keeps for ever is not looked through at every collection: half the suite went there."""
    yield
    gc.collect()
    gc.freeze()
