"""The smallest GAN there is, and where alternating gradient steps lead it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FAR = 4.0  # from the end of the game, in either number: the path is cut off there

Loss = Literal["minimax", "non_saturating", "wasserstein"]
Course = Literal["too_short", "arrives", "nearer", "round", "away", "flies_off"]
_ARRIVED = 0.05  # as near to the end of the game
_SAME = 0.03  # so much nearer or farther, of the distance, is neither


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How it is played.

    Attributes:
        takes_turns: the generator moves after the discriminator has; else both at once.
        loss: of both players.
        learning_rate: of both players, above zero.
        r1_weight: γ of the penalty γ/2·|∇D|² at real pictures.
        steps: of each player.
    """

    takes_turns: bool
    loss: Loss
    learning_rate: float
    r1_weight: float
    steps: int


def play(rules: Rules, start: tuple[float, float] = (1.5, 0.0)) -> npt.NDArray[np.float64]:
    """The Dirac-GAN of Mescheder et al. 2018, arXiv:1801.04406, section 2.

    The only real picture is the number 0. The generator draws one number θ, and the discriminator is the line
    D(x) = ψ·x; at (0, 0) neither can gain anything. With L_D = −log σ(D(0)) − log(1 − σ(D(θ))) + γ/2·ψ² a step takes
    ψ ← ψ − η(θ·σ(ψθ) + γψ). With L_G = log(1 − σ(D(θ))), the minimax loss, θ ← θ + ηψ·σ(ψθ); with the non-saturating
    one, L_G = −log σ(D(θ)), it has σ(−ψθ) there; the Wasserstein losses have 1 in place of each σ.

    Without R1, infinitely small steps of the minimax and of the Wasserstein game keep θ² + ψ²: they go round for ever.
    The non-saturating game changes half of it by −u·tanh(u/2), u = ψθ: it does come nearer, but ever more slowly.

    Args:
        start: θ and ψ.

    Returns:
        θ and ψ before the first and after each step, `[n, 2]`; it ends early where they are `FAR` away.
    """
    theta, psi = start
    path = [start]
    for _ in range(rules.steps):
        slope = psi - rules.learning_rate * (theta * _d_pull(rules.loss, psi * theta) + rules.r1_weight * psi)
        seen = slope if rules.takes_turns else psi
        theta += rules.learning_rate * seen * _g_pull(rules.loss, seen * theta)
        psi = slope
        path.append((theta, psi))
        if max(abs(theta), abs(psi)) > FAR:
            break
    return np.array(path)


def course(path: npt.NDArray[np.float64]) -> Course:
    """Where a path leads: once it has been round, how far from (0, 0) its second half gets, against its first."""
    distances = np.linalg.norm(path, axis=1)
    if np.abs(path[-1]).max() > FAR:
        return "flies_off"
    if distances[-1] < _ARRIVED:
        return "arrives"
    if np.ptp(np.unwrap(np.arctan2(path[:, 1], path[:, 0]))) < 2.0 * np.pi:
        return "too_short"
    middle = len(distances) // 2
    before, after = distances[:middle].max(), distances[middle:].max()
    if after < (1.0 - _SAME) * before:
        return "nearer"
    return "away" if after > (1.0 + _SAME) * before else "round"


def _d_pull(loss: Loss, logit: float) -> float:
    return 1.0 if loss == "wasserstein" else _sigmoid(logit)


def _g_pull(loss: Loss, logit: float) -> float:
    if loss == "wasserstein":
        return 1.0
    return _sigmoid(logit if loss == "minimax" else -logit)


def _sigmoid(value: float) -> float:
    return float(0.5 * (1.0 + np.tanh(0.5 * value)))
