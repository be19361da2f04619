"""What every test starts from."""

import sys

import pytest


@pytest.fixture(autouse=True)
def _same_draws() -> None:
    """Fresh weights and other unseeded draws are the same in every run of the suite: what fails once fails again."""
    if keras := sys.modules.get("keras"):
        keras.utils.set_random_seed(1)
