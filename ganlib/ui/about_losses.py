"""What may be compared of the losses of several runs."""

from collections.abc import Sequence

from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.ui.words import t


def about_losses(configs: Sequence[RunConfig]) -> str:
    """Whether these numbers may be compared, and what may be."""
    families = {config.family for config in configs}
    if any(isinstance(config.model, VaeConfig) and config.model.has_discriminator for config in configs):
        return t(
            "A VAE-GAN measures its copies in its own discriminator, which changes while it learns: none of its losses "
            "can be compared with those of another run, be it a VAE, a GAN or a VAE-GAN. Compare the pictures, the "
            "copies and the variety, after the same time on the same data."
        )
    if families == {"gan"}:
        return t(
            "A lower GAN loss does not mean better pictures: each run is a game against its own opponent. "
            "Compare the pictures and their variety, after the same time on the same data."
        )
    if families == {"vae"}:
        return t(
            "VAE losses can be compared when data, kind, likelihood and β are the same; lower is then better. "
            "Otherwise compare the pictures, the copies and the variety."
        )
    return t(
        "The loss of a GAN cannot be compared with that of a VAE. A GAN's losses say who is ahead in a game of two "
        "networks; a VAE's loss says how well it copies. What can be compared, on the same data and after the same "
        "time: the pictures, their variety, the seconds, the pictures seen and the number of parameters."
    )
