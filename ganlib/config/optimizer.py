"""Settings of one optimizer."""

from dataclasses import dataclass

from ganlib.config.base import Config, setting

OPTIMIZERS = ("adam", "rmsprop", "sgd")


@dataclass(frozen=True, kw_only=True)
class OptimizerConfig(Config):
    """Adam (Kingma & Ba 2014, arXiv:1412.6980), RMSprop or plain gradient descent (SGD), both with momentum."""

    method: str = setting("adam", choices=OPTIMIZERS)
    learning_rate: float = setting(1e-3, 1e-7, 1.0)
    beta_1: float = setting(0.9, 0.0, 0.9999)  # Adam's β₁; the momentum of the others
    beta_2: float = setting(0.999, 0.0, 0.99999)  # Adam's β₂, RMSprop's ρ; SGD has none

    def slot_facts(self) -> dict[str, object]:
        """Setting → what it means for the numbers that a checkpoint holds beside each weight."""
        facts: dict[str, object] = {"method": self.method}
        if self.method != "adam":  # the others remember a direction only where they have momentum
            facts["beta_1"] = self.beta_1 > 0.0
        return facts
