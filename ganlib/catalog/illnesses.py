"""How training goes wrong, in plain words, and in what a GAN and a VAE differ."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_


@dataclass(frozen=True, kw_only=True)
class Illness(Spec):
    """How training goes wrong. `why` says what is behind it.

    Attributes:
        signs: what one sees.
        cure: what helps.
        preset: where it can be seen; "": none shows it surely.
    """

    signs: str
    cure: str
    preset: str = ""


ILLNESSES = by_key(
    Illness(
        key="collapse",
        title=N_("Mode collapse"),
        signs=N_("The samples look alike; whole kinds are missing. The losses do not tell."),
        why=N_(
            "The generator has found a few pictures that pass. Nothing in its own loss says that others are missing: only a discriminator that notices how often a picture comes could say so."
        ),
        cure=N_(
            "A loss that compares real with drawn pictures (relativistic) with R1 and R2; a discriminator that sees several pictures at once; one that is not too strong."
        ),
        preset="article-gan",
    ),
    Illness(
        key="too_sure",
        title=N_("The discriminator wins"),
        signs=N_("It is sure of nearly everything, its loss is close to 0, and the pictures stop getting better."),
        why=N_(
            "Where it is sure it is flat, and what is flat does not pull. With few pictures it may also know the real ones by heart."
        ),
        cure=N_(
            "A penalty on its slope (R1, gradient penalty), the Wasserstein loss, a lower learning rate for it; with few pictures, augmentation: it sees them shifted and recoloured."
        ),
    ),
    Illness(
        key="oscillation",
        title=N_("Going round in circles"),
        signs=N_("The losses swing, and from grid to grid the samples change into something else and back."),
        why=N_("Each player learns to beat the other's last move: the figure above shows it."),
        cure=N_(
            "R1; a lower learning rate; an average of the generator's weights over many steps: what swings about the goal has its average there."
        ),
        preset="plain-ring-gan",
    ),
    Illness(
        key="blur",
        title=N_("Blurred pictures"),
        signs=N_("A VAE's samples are soft, as if several pictures lay on top of each other."),
        why=N_(
            "Its decoder answers a code that may mean several pictures with their average: the figure above shows it."
        ),
        cure=N_(
            "More latents or a smaller β, so that codes tell more; a likelihood that fits the data; a prior fitted to the codes, so that none is drawn from where nothing was learned; or a discriminator in place of the squared error (VAE-GAN)."
        ),
        preset="conv-vae",
    ),
    Illness(
        key="code_ignored",
        title=N_("Posterior collapse"),
        signs=N_("A VAE's KL loss is nearly 0, and all its samples look like one average picture."),
        why=N_("The noise has drowned the codes, so the decoder has learned to do without them."),
        cure=N_("A smaller β, or one that grows from 0 (warm-up); free bits: so much of the KL loss costs nothing."),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something in which the two families differ, and what is true of either."""

    title: str
    gan: str
    vae: str


GAN_AND_VAE = (
    Difference(
        title=N_("Who teaches it"),
        gan=N_("an opponent that learns, too"),
        vae=N_("a measure that stays: how good is the copy, how much does the code tell"),
    ),
    Difference(
        title=N_("What a falling loss means"),
        gan=N_("nothing by itself: the opponent may have become weaker"),
        vae=N_("that it got better"),
    ),
    Difference(title=N_("Pictures"), gan=N_("sharp"), vae=N_("soft, unless one takes care")),
    Difference(
        title=N_("Variety"), gan=N_("may forget kinds (mode collapse)"), vae=N_("must have a place for every example")
    ),
    Difference(title=N_("Training"), gan=N_("a game: it may swing or break off"), vae=N_("downhill: it arrives")),
    Difference(
        title=N_("What else it can do"),
        gan=N_("judge pictures: the discriminator"),
        vae=N_("code pictures, copy them, say how likely one is"),
    ),
)
