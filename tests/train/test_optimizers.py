"""From settings to an optimizer: known steps, known memory."""

import keras
import numpy as np
import pytest

from ganlib.config.optimizer import OptimizerConfig
from ganlib.train.optimizers import make_optimizer


def positions(gradients: list[float], **settings: object) -> list[float]:
    """Where a weight that starts at 0 is after each of these gradients."""
    weight, optimizer = keras.Variable(0.0), make_optimizer(OptimizerConfig(**settings))
    optimizer.build([weight])
    found = []
    for gradient in gradients:
        optimizer.apply([np.float32(gradient)], [weight])
        found.append(float(weight.value))
    return found


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"method": "sgd", "beta_1": 0.0}, [-0.2, -0.6]),
        ({"method": "sgd", "beta_1": 0.5}, [-0.2, -0.7]),  # the second step: 0.5 · 0.2 + 0.1 · 4
        ({"method": "rmsprop", "beta_1": 0.0, "beta_2": 0.75}, [-0.2, -0.2 - 0.4 / np.sqrt(4.75)]),  # v: 1, 4.75
        ({"method": "rmsprop", "beta_1": 0.5, "beta_2": 0.75}, [-0.2, -0.3 - 0.4 / np.sqrt(4.75)]),
        ({"method": "adam", "beta_1": 0.0, "beta_2": 0.75}, [-0.1, -0.1 - 0.4 / np.sqrt(4.75 / 0.4375)]),
    ],
)
def test_two_steps_are_those_worked_out_by_hand(settings: dict[str, object], expected: list[float]) -> None:
    assert positions([2.0, 4.0], learning_rate=0.1, **settings) == pytest.approx(expected, rel=1e-4)


def test_the_second_memory_of_gradient_descent_changes_nothing() -> None:
    one, other = (positions([2.0, 4.0], method="sgd", beta_2=beta_2) for beta_2 in (0.1, 0.9))
    assert one == other


@pytest.mark.parametrize("method", ["adam", "rmsprop", "sgd"])
@pytest.mark.parametrize("beta_1", [0.0, 0.5])
def test_facts_tell_how_much_an_optimizer_keeps_for_each_weight(method: str, beta_1: float) -> None:
    settings = OptimizerConfig(method=method, beta_1=beta_1)
    optimizer, weight = make_optimizer(settings), keras.Variable(0.0)
    before = len(optimizer.variables)
    optimizer.build([weight])
    slots = {"adam": 2, "rmsprop": 1, "sgd": 0}[method] + bool(settings.slot_facts().get("beta_1", False))
    assert len(optimizer.variables) - before == slots
