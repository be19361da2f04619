"""What every test starts from."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest

os.environ["NVIDIA_TF32_OVERRIDE"] = "0"  # a GPU multiplies with all bits of a float32, as the tests' tolerances expect


@pytest.fixture(autouse=True)
def _same_draws() -> None:
    """Fresh weights and other unseeded draws are the same in every run of the suite: what fails once fails again."""
    if keras := sys.modules.get("keras"):
        keras.utils.set_random_seed(1)


@pytest.fixture(autouse=True)
def _quick_graphs(request: pytest.FixtureRequest) -> None:
    """TensorFlow improves each graph before its first use: a fifth of the processor time of a test that trains two
    steps. The slow tests, and those that start a worker, train with graphs as a person's run has them.
    """
    if tensorflow := sys.modules.get("tensorflow"):
        is_quick = request.node.get_closest_marker("slow") is None
        tensorflow.config.optimizer.set_experimental_options({"disable_meta_optimizer": is_quick})


@pytest.fixture(autouse=True)
def _short_collections() -> Iterator[None]:
    """What TensorFlow keeps for ever is not looked through at every collection: half the suite went there."""
    yield
    gc.collect()
    gc.freeze()
