"""The health line: what the measured signals mean, and what to try."""

from collections.abc import Mapping
from dataclasses import dataclass

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

Condition = tuple[str, str, float]  # scalar key, "<" or ">", threshold


@dataclass(frozen=True, kw_only=True)
class HealthRule(Spec):
    """One reading of the signals.

    Attributes:
        when: all of these must hold for the medians over the last `WINDOW` logged rows.
        needs: a scalar that only the kind of model logs of which the rule speaks.
        unless: a scalar that only the kind of model logs for which this is no illness.
        advice: what to try.
        after_step: too early to say before this step.
        is_warning: whether something should be changed.
    """

    when: tuple[Condition, ...]
    needs: str = ""
    unless: str = ""
    advice: str = ""
    after_step: int = 0
    is_warning: bool = True

    def holds(self, signals: Mapping[str, float], step: int) -> bool:
        """Whether the rule applies to the median signals of the latest rows."""
        if step < self.after_step or (self.needs and self.needs not in signals) or self.unless in signals:
            return False
        return all(
            key in signals and (signals[key] < threshold if sign == "<" else signals[key] > threshold)
            for key, sign, threshold in self.when
        )


WINDOW = 30  # logged rows whose median counts: a single step neither raises an alarm nor hides one

RULES: dict[str, HealthRule] = by_key(
    HealthRule(
        key="discriminator_winning",
        title=N_("The discriminator is winning: it is {confidence:.0%} sure of itself."),
        why=N_("When it always knows the answer, the generator gets no useful hint any more."),
        advice=N_("Try a lower learning rate for the discriminator, or a higher R1 penalty."),
        when=(("probability/real", ">", 0.97), ("probability/fake", "<", 0.03)),
        unless="distance/critic",  # a critic that ranks every picture rightly still pulls
        after_step=50,
    ),
    HealthRule(
        key="samples_alike",
        title=N_("The samples look alike ({diversity:.0%} of the variety of real ones)."),
        why=N_("The generator may have found one sample that works and repeats it: mode collapse."),
        advice=N_(
            "Give it a little more time; if it stays, try the relativistic loss with R1 and R2, or a lower learning rate for the generator."
        ),
        when=(("samples/diversity", "<", 0.6),),
        needs="probability/fake",
        unless="loss/features",  # a decoder that must copy every picture cannot draw always the same
        after_step=200,
    ),
    HealthRule(
        key="generator_stuck",
        title=N_("The generator hardly moves: its gradient has almost vanished."),
        why=N_("Without a gradient it cannot get better."),
        advice=N_("Try the non-saturating loss, a higher R1 penalty, or start again with another seed."),
        when=(("grad_norm/g", "<", 1e-5),),
        after_step=50,
    ),
    HealthRule(
        key="discriminator_lost",
        title=N_("The discriminator is only guessing."),
        why=N_(
            "The samples vary less than real ones do, and it does not see that: it learns too slowly to lead anywhere."
        ),
        advice=N_("Try a higher learning rate for the discriminator, or a larger one."),
        when=(("probability/real", "<", 0.52), ("probability/fake", ">", 0.48), ("samples/diversity", "<", 0.9)),
        after_step=500,
    ),
    HealthRule(
        key="code_ignored",
        title=N_("The VAE ignores its code (KL {kl:.2f} nats)."),
        why=N_("All samples then look like one average picture: posterior collapse."),
        advice=N_("Try a smaller β, or wait: at the very start this is normal."),
        when=(("loss/kl", "<", 1.0),),
        after_step=200,
    ),
    HealthRule(
        key="codebook_unused",
        title=N_("The codebook is hardly used ({codes:.1f} entries)."),
        why=N_("With so few entries to choose from, copies and new pictures stay coarse."),
        advice=N_("Try a larger codebook, a smaller commitment weight, or wait: at the very start this is normal."),
        when=(("codebook/perplexity", "<", 4.0),),
        after_step=200,
    ),
    HealthRule(
        key="hard_to_tell",
        title=N_("The discriminator can hardly tell the samples from real ones."),
        why=N_("That is where training is meant to end, if they are good: the scores say whether they are."),
        advice=N_("If they are poor, try a higher learning rate for the discriminator."),
        when=(("probability/real", "<", 0.52), ("probability/fake", ">", 0.48), ("samples/diversity", ">", 0.9)),
        after_step=500,
        is_warning=False,
    ),
    HealthRule(
        key="critic_leading",
        title=N_("Healthy: the critic is ahead, and the generator follows."),
        why=N_("With the Wasserstein loss it should be: it measures a distance and does not judge."),
        when=(("distance/critic", ">", 0.0),),
        after_step=50,
        is_warning=False,
    ),
    HealthRule(
        key="vae_gan_learning",
        title=N_("Healthy: the VAE-GAN is learning."),
        why=N_("The code carries information, and neither discriminator nor decoder has won."),
        when=(("loss/kl", ">", 1.0), ("probability/real", "<", 1.01)),
        needs="loss/features",
        after_step=50,
        is_warning=False,
    ),
    HealthRule(
        key="gan_balanced",
        title=N_("Healthy: generator and discriminator are well matched."),
        why=N_("The discriminator is neither sure of itself nor guessing, so the generator keeps learning."),
        when=(("probability/real", "<", 1.01),),
        after_step=50,
        is_warning=False,
    ),
    HealthRule(
        key="vae_learning",
        title=N_("Healthy: the VAE is learning."),
        why=N_("The code carries information, and the copies follow the originals."),
        when=(("loss/kl", ">", 0.0),),
        after_step=50,
        is_warning=False,
    ),
    HealthRule(
        key="vq_vae_learning",
        title=N_("Healthy: the VQ-VAE is learning."),
        why=N_("Many entries of the codebook are in use, and the copies follow the originals."),
        when=(("codebook/perplexity", ">", 4.0),),
        after_step=50,
        is_warning=False,
    ),
    HealthRule(
        key="rae_learning",
        title=N_("Healthy: the autoencoder is learning."),
        why=N_("The code carries information, and the copies follow the originals."),
        when=(("penalty/codes", ">", 0.0),),
        after_step=50,
        is_warning=False,
    ),
)


@dataclass(frozen=True)
class Reading:
    """The rule that applies now, the numbers that its sentence names, and what was measured.

    Attributes:
        evidence: the rule's conditions, each with the median that fulfils it.
    """

    rule: HealthRule
    values: Mapping[str, float]
    evidence: tuple[tuple[Condition, float], ...]


def diagnose(signals: Mapping[str, float], step: int) -> Reading | None:
    """The most important rule that holds, or None while it is too early to say.

    Args:
        signals: scalar key → median over the latest rows.
        step: updates so far.
    """
    for rule in RULES.values():
        if rule.holds(signals, step):
            real, fake = signals.get("probability/real", 0.0), signals.get("probability/fake", 1.0)
            values = {
                "confidence": (real + 1.0 - fake) / 2.0,
                "diversity": signals.get("samples/diversity", 0.0),
                "kl": signals.get("loss/kl", 0.0),
                "codes": signals.get("codebook/perplexity", 0.0),
            }
            return Reading(rule, values, tuple((condition, signals[condition[0]]) for condition in rule.when))
    return None
