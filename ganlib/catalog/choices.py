"""The options of the settings that are a choice: networks, losses, objectives, likelihoods, priors, optimizers."""

from ganlib.catalog.datasets import DATASETS
from ganlib.catalog.metrics import METRICS
from ganlib.catalog.penalty_methods import PENALTY_METHODS
from ganlib.catalog.spec import Spec, by_key
from ganlib.config.run import BEST_METRICS
from ganlib.i18n import N_

ARCHITECTURES = by_key(
    Spec(
        key="mlp",
        title=N_("Dense network (for points)"),
        why=N_("Three hidden dense layers for each network: the simplest that draws points."),
    ),
    Spec(
        key="fourier_mlp",
        title=N_("Sharp dense network (for points)"),
        why=N_(
            "A generator without jumps would have to draw points between the clouds. Here its hidden layers see only whether each number of the latents is positive, so each combination is a place of its own; two more numbers go straight to the last layer, so that a cloud can be as wide as it should be. The discriminator also sees sines and cosines of each coordinate (Fourier features): without them a dense network is blind to fine detail."
        ),
        paper="Khayatkhoei et al. 2018 (why jumps), arXiv:1806.00880; Tancik et al. 2020, arXiv:2006.10739",
    ),
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
        key="resnet",
        title=N_("Residual network (SNGAN)"),
        why=N_(
            "Each block adds to what came in instead of replacing it, so that deep networks still learn. Slower than the lean network."
        ),
        paper="Gulrajani et al. 2017, arXiv:1704.00028; Miyato et al. 2018, arXiv:1802.05957",
    ),
    Spec(
        key="r3gan",
        title=N_("Residual network without normalisation (R3GAN)"),
        why=N_(
            "Blocks that do nothing to begin with, so that no normalisation is needed. Made for the relativistic loss with R1 and R2. Slower than the lean network."
        ),
        paper="Huang et al. 2024, arXiv:2501.05441",
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
        key="minimax",
        title=N_("Minimax"),
        why=N_(
            "The first GAN game: what one player wins the other loses. Shows why nobody uses it: a sure discriminator leaves the generator no hint."
        ),
        formula=r"L_D=-\log\sigma(D(x))-\log(1-\sigma(D(G(z)))),\quad L_G=\log(1-\sigma(D(G(z))))",
        paper="Goodfellow et al. 2014, arXiv:1406.2661, eq. 1",
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
    Spec(
        key="least_squares",
        title=N_("Least squares"),
        why=N_(
            "The discriminator aims at 1 for real and 0 for fake, and is punished by the squared miss; so pictures far from the mark are pulled hardest."
        ),
        formula=r"L_D=\tfrac12(D(x)-1)^2+\tfrac12D(G(z))^2,\quad L_G=\tfrac12(D(G(z))-1)^2",
        paper="Mao et al. 2017 (LSGAN), arXiv:1611.04076, eq. 9",
    ),
    Spec(
        key="hinge",
        title=N_("Hinge"),
        why=N_(
            "The discriminator only learns from pictures that it does not yet tell apart clearly enough. Made for spectral normalisation; use them together."
        ),
        formula=r"L_D=\max(0,1-D(x))+\max(0,1+D(G(z))),\quad L_G=-D(G(z))",
        paper="Lim & Ye 2017, arXiv:1705.02894; Miyato et al. 2018 (SNGAN), arXiv:1802.05957, eq. 16–17",
    ),
    Spec(
        key="wasserstein",
        title=N_("Wasserstein"),
        why=N_(
            "The discriminator becomes a critic that measures how far apart real and generated pictures are. It must be held back: by the gradient penalty, spectral normalisation or clipped weights."
        ),
        formula=r"L_D=D(G(z))-D(x),\quad L_G=-D(G(z))",
        paper="Arjovsky et al. 2017 (WGAN), arXiv:1701.07875, eq. 3",
    ),
)

OPTIMIZERS = by_key(
    Spec(
        key="adam",
        title=N_("Adam"),
        why=N_("Each weight has a step size of its own, from how large and how steady its gradient is. The usual one."),
        formula=r"\theta\leftarrow\theta-\eta\,\hat m/(\sqrt{\hat v}+\epsilon)",
        paper="Kingma & Ba 2014, arXiv:1412.6980, alg. 1",
    ),
    Spec(
        key="rmsprop",
        title=N_("RMSprop"),
        why=N_("Each weight has a step size of its own, from how large its gradient is. Best without momentum (0)."),
        formula=r"\theta\leftarrow\theta-\eta\,g/\sqrt{v+\epsilon}",
        paper="Tieleman & Hinton 2012, lecture 6.5",
    ),
    Spec(
        key="sgd",
        title=N_("Gradient descent (SGD)"),
        why=N_(
            "The same step size for all weights, straight downhill. Needs much larger learning rates, and shows what the others are good for."
        ),
        formula=r"\theta\leftarrow\theta-\eta\,g",
        paper="Robbins & Monro 1951",
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
        key="hierarchical",
        title=N_("Two levels of codes (hierarchical VAE)"),
        why=N_(
            "A VAE with a second, lower level of codes. The upper one is about the whole picture and foretells the lower one, which adds to each place what is local and is charged only for what was not foretold. Pictures become likelier; a step takes a little longer."
        ),
        formula=r"\mathcal{L}=-\mathbb{E}_{q}\log p(x\mid z_1,z_2)+\beta\,D_{KL}\bigl(q(z_2\mid x)\,\Vert\,p(z_2)\bigr)+\beta\,\mathbb{E}_{q}D_{KL}\bigl(q(z_1\mid x,z_2)\,\Vert\,p(z_1\mid z_2)\bigr)",
        paper="Sønderby et al. 2016, arXiv:1602.02282; Child 2021, arXiv:2011.10650, sec. 2",
    ),
    Spec(
        key="iwae",
        title=N_("Importance weighted autoencoder (IWAE)"),
        why=N_(
            "A variational autoencoder that tries several codes for each picture; the best of them count most. It learns from a closer bound of how likely the pictures are, and a step takes longer."
        ),
        formula=r"\mathcal{L}=-\mathbb{E}\log\tfrac1K\sum_k\frac{p(x\mid z_k)\,p(z_k)}{q(z_k\mid x)}",
        paper="Burda et al. 2016, arXiv:1509.00519, eq. 8",
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
    Spec(
        key="vae_gan",
        title=N_("Autoencoder with a discriminator (VAE-GAN)"),
        why=N_(
            "A VAE and a GAN with one network in common: the decoder is the generator. A copy is good when the discriminator sees the same in it as in its original, not when every pixel agrees; and what the decoder draws must fool the discriminator, so that it is sharp."
        ),
        formula=r"L_{Enc}=\beta\,D_{KL}+L_{features},\quad L_{Dec}=\gamma\,L_{features}+L_G,\quad L_{features}=\tfrac{1}{2s^2}\lVert D_l(x)-D_l(\hat x)\rVert^2",
        paper="Larsen et al. 2016, arXiv:1512.09300, alg. 1",
    ),
    Spec(
        key="vq_vae",
        title=N_("Autoencoder with a codebook (VQ-VAE)"),
        why=N_(
            "The code is a small map, and at each place of it stands one entry of a codebook that is learned too: choices instead of numbers. A further network learns in which order the entries stand, and writes new maps, entry after entry, as one writes words. The decoder draws them."
        ),
        formula=r"\mathcal{L}=\mathcal{L}_{rec}+\beta\,\lVert z_e(x)-\mathrm{sg}[e]\rVert^2-\sum_i\log p(k_i\mid k_1\dots k_{i-1}),\quad e=e_k,\;k=\arg\min_j\lVert z_e(x)-e_j\rVert",
        paper="van den Oord et al. 2017, arXiv:1711.00937, eq. 1–3",
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
            "After training, a mixture of ten Gaussians is fitted to the codes of training pictures, and codes are drawn from that: fewer land where the decoder has never been. A model that is told the class gets a mixture for each class, of up to ten. The model itself stays the same."
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
    **dict.fromkeys(("g_optimizer.method", "d_optimizer.method", "optimizer.method"), OPTIMIZERS),
    "penalty_method": PENALTY_METHODS,
    "objective": OBJECTIVES,
    "likelihood": LIKELIHOODS,
    "prior": PRIORS,
    "budget": BUDGETS,
    "best_metric": {key: METRICS[key] for key in BEST_METRICS},
}
