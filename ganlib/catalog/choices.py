"""The options of the settings that are a choice: data sets, networks, losses, objectives, likelihoods, priors, budgets."""

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

DATASETS = by_key(
    Spec(
        key="mnist",
        title=N_("MNIST digits"),
        why=N_("70,000 handwritten digits, 28×28, grey. Comes with GAN Studio, no network needed."),
        paper="LeCun, Cortes, Burges",
    ),
    Spec(
        key="fashion_mnist",
        title=N_("Fashion-MNIST"),
        why=N_("70,000 shirts, shoes and bags, 28×28, grey. Downloaded once (30 MB)."),
        paper="Xiao et al. 2017, arXiv:1708.07747",
    ),
    Spec(
        key="cifar10",
        title=N_("CIFAR-10"),
        why=N_("60,000 small colour photos, 32×32. Downloaded once (170 MB). Slow without a GPU."),
        paper="Krizhevsky 2009",
    ),
)

ARCHITECTURES = by_key(
    Spec(
        key="lean",
        title=N_("Lean"),
        why=N_(
            "Small convolutions at low resolution, then pixels are unfolded (depth-to-space): the most picture for the least arithmetic."
        ),
    ),
    Spec(
        key="article",
        title=N_("Dense generator"),
        why=N_("Two dense layers draw the whole picture at once; a small convolutional discriminator judges it."),
    ),
    Spec(
        key="tutorial_dcgan",
        title=N_("DCGAN"),
        why=N_("Transposed convolutions with batch normalisation, as in TensorFlow's tutorial."),
        paper="Radford et al. 2015, arXiv:1511.06434",
    ),
    Spec(
        key="conv",
        title=N_("Convolutional autoencoder"),
        why=N_("Two convolutions down, two transposed convolutions up, as in the Keras example."),
    ),
)

LOSSES = by_key(
    Spec(
        key="non_saturating",
        title=N_("Non-saturating"),
        why=N_(
            "The discriminator says real or fake; the generator wants its pictures to be called real. The usual start."
        ),
        formula=r"L_D=-\log\sigma(D(x))-\log(1-\sigma(D(G(z)))),\quad L_G=-\log\sigma(D(G(z)))",
        paper="Goodfellow et al. 2014, arXiv:1406.2661, sec. 3",
    ),
    Spec(
        key="relativistic",
        title=N_("Relativistic"),
        why=N_(
            "The discriminator compares pairs: which of two pictures is more real? Steadier, and keeps more variety; use it with R1 and R2."
        ),
        formula=r"L_D=\log(1+e^{-(D(x)-D(G(z)))}),\quad L_G=\log(1+e^{-(D(G(z))-D(x))})",
        paper="Huang et al. 2024 (R3GAN), arXiv:2501.05441, eq. 2",
    ),
)

OBJECTIVES = by_key(
    Spec(
        key="elbo",
        title=N_("Variational autoencoder (ELBO)"),
        why=N_(
            "Copies through a code with chance in it: the encoder gives a small cloud instead of a point, and the clouds together are to look like pure chance."
        ),
        formula=r"\mathcal{L}=-\mathbb{E}_{q}\log p(x\mid z)+\beta\,D_{KL}\bigl(q(z\mid x)\,\Vert\,p(z)\bigr)",
        paper="Kingma & Welling 2013, arXiv:1312.6114, eq. 3",
    ),
    Spec(
        key="rae",
        title=N_("Regularised autoencoder (RAE)"),
        why=N_(
            "Copies through a code without chance: sharper, and simpler. β keeps the codes together. New pictures always come from a prior that is fitted to the codes."
        ),
        formula=r"\mathcal{L}=\mathcal{L}_{rec}+\beta\,\tfrac12\lVert z\rVert^2+\lambda\,\lVert\theta_D\rVert^2",
        paper="Ghosh et al. 2020, arXiv:1903.12436, eq. 11",
    ),
)

LIKELIHOODS = by_key(
    Spec(
        key="gaussian",
        title=N_("Distance, with a learned noise level (Gaussian)"),
        why=N_("Squared distance between pixels; how much it counts is computed from how good the copies already are."),
        formula=r"-\log\mathcal{N}(x;\hat x,\sigma^2),\quad \sigma^2=\overline{(x-\hat x)^2}",
        paper="Rybkin et al. 2021, arXiv:2006.13202, eq. 5",
    ),
    Spec(
        key="bernoulli",
        title=N_("Black or white (Bernoulli)"),
        why=N_(
            "Treats the grey value of each pixel as the chance that it is white. Made for black-and-white pictures such as MNIST."
        ),
        formula=r"-\sum_i x_i\log\hat x_i+(1-x_i)\log(1-\hat x_i)",
        paper="Kingma & Welling 2013, arXiv:1312.6114, app. C.1",
    ),
    Spec(
        key="continuous_bernoulli",
        title=N_("Grey values (continuous Bernoulli)"),
        why=N_(
            "As black or white, but made right for grey values: it counts what was forgotten there. The pictures show λ, which has more contrast than the mean of this density."
        ),
        formula=r"-\sum_i x_i\log\lambda_i+(1-x_i)\log(1-\lambda_i)+\log C(\lambda_i),\quad C(\lambda)=\frac{2\tanh^{-1}(1-2\lambda)}{1-2\lambda}",
        paper="Loaiza-Ganem & Cunningham 2019, arXiv:1907.06845, eq. 6 and 7",
    ),
)

PRIORS = by_key(
    Spec(
        key="standard_normal",
        title=N_("Pure chance (standard normal)"),
        why=N_("Every number of the code is drawn from the same bell curve, which training pulls the codes towards."),
        formula=r"z\sim\mathcal{N}(0,I)",
        paper="Kingma & Welling 2013, arXiv:1312.6114, sec. 2",
    ),
    Spec(
        key="gaussian_mixture",
        title=N_("Fitted to the codes (ten Gaussians)"),
        why=N_(
            "After training, a mixture of ten Gaussians is fitted to the codes of training pictures, and codes are drawn from that: fewer land where the decoder has never been. The model itself stays the same."
        ),
        formula=r"z\sim\sum_k\pi_k\,\mathcal{N}(\mu_k,\Sigma_k)",
        paper="Ghosh et al. 2020, arXiv:1903.12436, sec. 4",
    ),
)

BUDGETS = by_key(
    Spec(key="minutes", title=N_("minutes"), why=N_("Stop when this much time has passed.")),
    Spec(key="steps", title=N_("steps"), why=N_("Stop after this many updates.")),
)

CHOICES: dict[str, dict[str, Spec]] = {
    "dataset": DATASETS,
    "architecture": ARCHITECTURES,
    "loss": LOSSES,
    "objective": OBJECTIVES,
    "likelihood": LIKELIHOODS,
    "prior": PRIORS,
    "budget": BUDGETS,
}
