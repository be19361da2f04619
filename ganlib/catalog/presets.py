"""What each named starting point shows."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_


@dataclass(frozen=True, kw_only=True)
class PresetSpec(Spec):
    """A starting point as the front page shows it."""

    family: str


PRESETS: dict[str, PresetSpec] = by_key(
    PresetSpec(
        key="quick-gan",
        family="gan",
        title=N_("Quick GAN"),
        why=N_(
            "Good digits in minutes on a laptop: a small generator and discriminator with the recipe that learns soonest."
        ),
        paper="Huang et al. 2024 (R3GAN), arXiv:2501.05441; Mescheder et al. 2018 (R1, R2), arXiv:1801.04406",
    ),
    PresetSpec(
        key="quick-vae",
        family="vae",
        title=N_("Quick VAE"),
        why=N_(
            "Readable digits in a minute: an autoencoder learns to copy pictures through a small code, then draws from random codes."
        ),
        paper="Kingma & Welling 2013, arXiv:1312.6114; Loaiza-Ganem & Cunningham 2019, arXiv:1907.06845; Ghosh et al. 2020, arXiv:1903.12436",
    ),
    PresetSpec(
        key="rae",
        family="vae",
        title=N_("Regularised autoencoder"),
        why=N_(
            "No chance in the code: an autoencoder that only copies, and afterwards a mixture of Gaussians fitted to its codes, from which it draws. Sharp pictures by simple means."
        ),
        paper="Ghosh et al. 2020, arXiv:1903.12436",
    ),
    PresetSpec(
        key="article-gan",
        family="gan",
        title=N_("Textbook GAN"),
        why=N_("The simplest GAN that one reads about first. Watch how slowly it learns, and how it wobbles."),
        paper="Goodfellow et al. 2014, arXiv:1406.2661",
    ),
    PresetSpec(
        key="tutorial-dcgan",
        family="gan",
        title=N_("Tutorial DCGAN"),
        why=N_(
            "The network of TensorFlow's well-known tutorial: the yardstick. Made for GPUs, it takes hours on a laptop."
        ),
        paper="Radford et al. 2015, arXiv:1511.06434; tensorflow.org/tutorials/generative/dcgan",
    ),
    PresetSpec(
        key="conv-vae",
        family="vae",
        title=N_("Two-number VAE"),
        why=N_(
            "The VAE of the Keras example: every digit becomes just two numbers, so that the latent space is a map one can look at."
        ),
        paper="Kingma & Welling 2013, arXiv:1312.6114; keras.io/examples/generative/vae",
    ),
)
