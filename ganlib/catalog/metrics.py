"""What is measured on a model, in plain words."""

from dataclasses import dataclass
from typing import Literal

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

Direction = Literal["lower", "higher", "near_floor", "neither"]

DIRECTIONS: dict[Direction, str] = {
    "lower": N_("Lower is better."),
    "higher": N_("Higher is better."),
    "near_floor": N_("Best near the value of real data."),
    "neither": N_("Neither high nor low is good in itself."),
}


@dataclass(frozen=True, kw_only=True)
class MetricSpec(Spec):
    """One score. One of samples stands beside the same number for real pictures.

    Attributes:
        direction: what is better.
    """

    direction: Direction


SAMPLE_METRICS: dict[str, MetricSpec] = by_key(
    MetricSpec(
        key="frechet_distance",
        title=N_("Fréchet distance"),
        direction="lower",
        why=N_(
            "How far the generated pictures as a whole are from the real ones: in their average, and in how they vary. It notices blur, noise and missing kinds of pictures."
        ),
        formula=r"\lVert\mu_1-\mu_2\rVert^2+\mathrm{Tr}\bigl(\Sigma_1+\Sigma_2-2(\Sigma_1\Sigma_2)^{1/2}\bigr)",
        paper="Heusel et al. 2017, arXiv:1706.08500, eq. 6",
    ),
    MetricSpec(
        key="kid_mean",
        title=N_("Kernel distance (KID)"),
        direction="lower",
        why=N_(
            "A second opinion on the distance between generated and real pictures, right on average for few pictures too; it may come out a little below zero."
        ),
        formula=r"\mathrm{MMD}^2\ \text{with}\ k(x,y)=\bigl(\tfrac{x\cdot y}{d}+1\bigr)^3",
        paper="Bińkowski et al. 2018, arXiv:1801.01401, sec. 4",
    ),
    MetricSpec(
        key="kid_std",
        title=N_("Kernel distance: spread"),
        direction="near_floor",
        why=N_("How much the kernel distance varies between random subsets of the pictures."),
        paper="Bińkowski et al. 2018, arXiv:1801.01401, sec. 4",
    ),
    MetricSpec(
        key="precision",
        title=N_("Precision"),
        direction="higher",
        why=N_("Which share of the generated pictures looks like some real picture: are they good?"),
        paper="Kynkäänniemi et al. 2019, arXiv:1904.06991, eq. 1 (k = 3)",
    ),
    MetricSpec(
        key="recall",
        title=N_("Recall"),
        direction="higher",
        why=N_("Which share of the real pictures looks like some generated picture: is everything there?"),
        paper="Kynkäänniemi et al. 2019, arXiv:1904.06991, eq. 2 (k = 3)",
    ),
    MetricSpec(
        key="density",
        title=N_("Density"),
        direction="higher",
        why=N_(
            "How closely generated pictures crowd around real ones, 1 being normal. Unusual real pictures count less than in precision."
        ),
        paper="Naeem et al. 2020, arXiv:2002.09797, eq. 3 (k = 5)",
    ),
    MetricSpec(
        key="coverage",
        title=N_("Coverage"),
        direction="higher",
        why=N_("Which share of the real pictures has a generated one close by: how much of the variety is there?"),
        paper="Naeem et al. 2020, arXiv:2002.09797, eq. 4 (k = 5)",
    ),
    MetricSpec(
        key="class_coverage",
        title=N_("Classes that appear"),
        direction="higher",
        why=N_(
            "Which share of the classes comes up at all, as a small classifier sees it. A class is missing when it comes up less than a tenth as often as among real pictures. Bad pictures are taken for some class too."
        ),
    ),
    MetricSpec(
        key="kinds_found",
        title=N_("Kinds that appear"),
        direction="higher",
        why=N_(
            "How many of the thousand kinds of pictures (triples of digits) come up at least once, as a small classifier reads them. Few samples cannot show all: compare with as many real pictures. Noise is read as some digit too."
        ),
        paper="Metz et al. 2017, arXiv:1611.02163",
    ),
    MetricSpec(
        key="kinds_kl",
        title=N_("Balance of the kinds"),
        unit=N_("nats"),
        direction="lower",
        why=N_(
            "Reverse KL divergence: how unevenly the samples are shared out among the thousand kinds, 6.9 (the logarithm of 1,000) when all are of one. The fewer samples, the higher it is even for real pictures."
        ),
        formula=r"\sum_k q_k\log\frac{q_k}{1/K}",
        paper="Lin et al. 2018, arXiv:1712.04086",
    ),
    MetricSpec(
        key="class_agreement",
        title=N_("Class as asked"),
        direction="higher",
        why=N_(
            "The share of samples that a small classifier takes for the class that was asked for, beside how often it is right about real test pictures."
        ),
    ),
    MetricSpec(
        key="kind_purity",
        title=N_("Kinds that are classes"),
        direction="higher",
        why=N_(
            "The share of samples that a small classifier takes for the class most common in their kind: 1 when each kind that the GAN has found is one class and nothing else. Two kinds may be the same class, and a kind that is always one and the same picture counts in full: see coverage too. It stands beside how often the classifier is right about real test pictures."
        ),
        formula=r"\frac1N\sum_k\max_j N_{kj}",
        paper="Manning, Raghavan & Schütze 2008 (purity), Introduction to Information Retrieval, sec. 16.3",
    ),
    MetricSpec(
        key="mean_confidence",
        title=N_("Confidence of the classifier"),
        direction="near_floor",
        why=N_(
            "How sure a small classifier is of what it sees. Well below real pictures: many samples look like nothing."
        ),
    ),
    MetricSpec(
        key="class_similarity",
        title=N_("Sameness within a class (SSIM)"),
        direction="near_floor",
        why=N_(
            "How alike two generated pictures of the same class are, pixel by pixel: 1 is the same picture, 0 nothing in common. Well above real pictures: the model draws the same few again and again. A small classifier says which pictures are of one class."
        ),
        formula=r"\frac{(2\mu_x\mu_y+c_1)(2\sigma_{xy}+c_2)}{(\mu_x^2+\mu_y^2+c_1)(\sigma_x^2+\sigma_y^2+c_2)}",
        paper="Odena et al. 2017, arXiv:1610.09585, sec. 4.2; Wang et al. 2004, eq. 13",
    ),
    MetricSpec(
        key="nearest_distance",
        title=N_("Copying check"),
        direction="near_floor",
        why=N_(
            "How far a typical generated picture is from the training picture most like it, beside the same for real pictures that were not trained on. Far below that: the model has learned pictures by heart."
        ),
    ),
)

# Of points, where the truth is known and no network need be asked.
POINT_METRICS: dict[str, MetricSpec] = by_key(
    MetricSpec(
        key="histogram_divergence",
        title=N_("Distance of the clouds"),
        unit=N_("nats"),
        direction="lower",
        why=N_(
            "Jensen–Shannon divergence: how differently generated and real points are spread over a fine net of squares. 0 is alike, 0.69 (the logarithm of 2) nothing in common. It notices both points in the wrong place and clouds that are missing."
        ),
        formula=r"\tfrac12 KL(p\Vert m)+\tfrac12 KL(q\Vert m),\quad m=\tfrac{p+q}2",
        paper="Goodfellow et al. 2014, arXiv:1406.2661, sec. 4.1",
    ),
    MetricSpec(
        key="modes_found",
        title=N_("Clouds that were found"),
        direction="higher",
        why=N_("Which share of the clouds has at least one generated point within three standard deviations."),
        paper="Srivastava et al. 2017, arXiv:1705.07761, sec. 5.1",
    ),
    MetricSpec(
        key="high_quality",
        title=N_("Points that hit a cloud"),
        direction="near_floor",
        why=N_(
            "Which share of the generated points lies within three standard deviations of a cloud's centre. Of real ones 989 in 1,000 do, on a line 997, and more where clouds overlap; more than of real ones means that the clouds are drawn too small."
        ),
        paper="Srivastava et al. 2017, arXiv:1705.07761, sec. 5.1",
    ),
    MetricSpec(
        key="reverse_kl",
        title=N_("Balance of the clouds"),
        unit=N_("nats"),
        direction="lower",
        why=N_(
            "Reverse KL divergence: how unevenly the points that hit are shared out among the clouds. 0 when all get as many."
        ),
        formula=r"\sum_k q_k\log\frac{q_k}{1/K}",
        paper="Lin et al. 2018, arXiv:1712.04086, sec. 4.1",
    ),
    MetricSpec(
        key="mode_spread",
        title=N_("Size of the clouds"),
        direction="near_floor",
        why=N_(
            "How far the points that hit lie from the centre of their cloud, against how far they should: 1 is right."
        ),
    ),
)

# Of samples of either kind, by a discriminator that is trained for this alone when a run is over.
FRESH_METRICS: dict[str, MetricSpec] = by_key(
    MetricSpec(
        key="jensen_shannon_bound",
        title=N_("Jensen–Shannon divergence, at least"),
        unit=N_("nats"),
        direction="lower",
        why=N_(
            "How surely a fresh discriminator, trained for this alone, tells generated from test pictures, on some that it has not learned from: 0 not at all, 0.69 (the logarithm of 2) always. It is a lower bound of the Jensen–Shannon divergence: one that learns longer or from more pictures may tell more, so it does not rank two good models; chance may take it a little below zero. Any trace counts, even one that nobody would see. The loss of the run's own discriminator does not show this: that one is judged on pictures that it learns from, while the generator moves on and penalties hold it back."
        ),
        formula=r"JSD(p_{data}\Vert p_g)\ge\ln2+\tfrac12\,\mathbb{E}\ln D(x)+\tfrac12\,\mathbb{E}\ln(1-D(G(z)))",
        paper="Goodfellow et al. 2014, arXiv:1406.2661, sec. 4.1",
    ),
)

# Of a GAN's own game, when a run that asked for it is over.
GAME_METRICS: dict[str, MetricSpec] = by_key(
    MetricSpec(
        key="duality_gap",
        title=N_("Duality gap, at least"),
        direction="lower",
        why=N_(
            "What the two players of this game could still gain: the discriminator alone against the finished generator, and the generator alone against the finished discriminator, each in 200 more steps, in units of the discriminator's loss and on test pictures. 0: neither can gain, the game is at its end. It needs no network that knows the pictures, but it compares only models that were trained with the same loss; who searches longer may find a larger gap; chance may take it below zero."
        ),
        formula=r"\max_{D'}V(D',G)-\min_{G'}V(D,G'),\quad V=-L_D",
        paper="Grnarova et al. 2019, arXiv:1811.05512",
    ),
)

# Of the model itself, a VAE: how likely it finds test pictures, and how much of its code is in use.
MODEL_METRICS: dict[str, MetricSpec] = by_key(
    MetricSpec(
        key="iwae_bound",
        title=N_("Log-likelihood, at least (IWAE bound)"),
        unit=N_("nats per picture"),
        direction="higher",
        why=N_(
            "How likely the model finds unseen pictures: a lower bound of their log-likelihood, tighter than the ELBO. Each grey pixel is made black or white by chance first, always alike; the codes' prior is the standard normal one. A model that is told the class bounds log p(x | y), the likelihood given the class: compare it only with others that are told."
        ),
        formula=r"\log p(x)\ge\mathbb{E}\,\log\tfrac1K\sum_k\frac{p(x\mid z_k)\,p(z_k)}{q(z_k\mid x)}",
        paper="Burda et al. 2016, arXiv:1509.00519, eq. 8",
    ),
    MetricSpec(
        key="elbo",
        title=N_("ELBO on unseen pictures"),
        unit=N_("nats per picture"),
        direction="higher",
        why=N_(
            "The bound that a VAE is trained with, with β = 1: minus the reconstruction, minus the KL term. On the same black-and-white pictures as the IWAE bound, and like it given the class where the model is told that."
        ),
        paper="Kingma & Welling 2013, arXiv:1312.6114, eq. 3",
    ),
    MetricSpec(
        key="test_reconstruction",
        title=N_("Reconstruction of unseen pictures"),
        unit=N_("nats per picture"),
        direction="lower",
        why=N_("How far copies of unseen black-and-white pictures are from them; the first part of the ELBO."),
    ),
    MetricSpec(
        key="test_kl",
        title=N_("KL term on unseen pictures"),
        unit=N_("nats per picture"),
        direction="neither",
        why=N_("How much the code says about an unseen picture beyond pure chance; the second part of the ELBO."),
    ),
    MetricSpec(
        key="active_units",
        title=N_("Numbers of the code in use"),
        direction="neither",
        why=N_(
            "How many numbers of the code depend on the picture at all: their mean varies by more than 0.01 between unseen pictures. The others have fallen silent."
        ),
        formula=r"\#\{j:\mathrm{Var}_x\,\mathbb{E}_{q}[z_j\mid x]>0.01\}",
        paper="Burda et al. 2016, arXiv:1509.00519, sec. 5.2",
    ),
)

METRICS: dict[str, MetricSpec] = SAMPLE_METRICS | POINT_METRICS | FRESH_METRICS | GAME_METRICS | MODEL_METRICS
# The scores that are shown first, the most telling first → the network they are taken from; those of points from none.
HEADLINES = {
    "frechet_distance": "classifier",
    "coverage": "encoder",
    "precision": "encoder",
    "kind_purity": "classifier",
    "kinds_kl": "classifier",
    "histogram_divergence": "plane",
    "high_quality": "plane",
    "reverse_kl": "plane",
}
COUNTS = ("class_coverage", "kinds_found", "modes_found")  # shares of kinds that came up at all

NETWORKS = {  # how the name of what was measured in ends → what it is
    "classifier": N_("a small classifier trained on the labels"),
    "encoder": N_("a small network that has seen no labels"),
    "plane": N_("the plane itself, where the truth is known"),
    "fresh-discriminator": N_("a discriminator that is trained anew for each measurement"),
    "game": N_("the game that the model's own two networks play, by its loss"),
}
