"""Settings of one Adam optimizer."""

from dataclasses import dataclass

from ganlib.config.base import Config, setting


@dataclass(frozen=True, kw_only=True)
class OptimizerConfig(Config):
    """Adam (Kingma & Ba 2014, arXiv:1412.6980)."""

    learning_rate: float = setting(1e-3, 1e-7, 1.0)
    beta_1: float = setting(0.9, 0.0, 0.9999)
    beta_2: float = setting(0.999, 0.0, 0.99999)
