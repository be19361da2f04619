"""What each named starting point shows."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_


@dataclass(frozen=True, kw_only=True)
class PresetSpec(Spec):
    """A starting point as the front page shows it.

    Attributes:
        differs: for a recipe out of a paper, what is not as it was there. The front page folds these away.
    """

    family: str
    differs: str = ""


PRESETS: dict[str, PresetSpec] = by_key(
    PresetSpec(
        key="quick-gan",
        family="gan",
        title=N_("Quick GAN"),
        why=N_(
            "Good pictures in minutes on a laptop: a small generator and discriminator with the recipe that learns soonest."
        ),
        paper="Huang et al. 2024 (R3GAN), arXiv:2501.05441; Mescheder et al. 2018 (R1, R2), arXiv:1801.04406; Azadi et al. 2019 (rejected samples), arXiv:1810.06758",
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
        key="info-gan",
        family="gan",
        title=N_("Self-sorting GAN (InfoGAN)"),
        why=N_(
            "Nobody tells it what a digit is: it sees unsorted pictures, and finds ten kinds of its own that can be told apart. Every column of its samples is one kind: mixed at first, soon most of them one digit each."
        ),
        paper="Chen et al. 2016 (InfoGAN), arXiv:1606.03657; Huang et al. 2024 (R3GAN), arXiv:2501.05441",
        differs=N_(
            "One code of ten kinds, without the paper's continuous codes, and a small weight; networks, loss and optimizer are the quick GAN's, save that no samples are rejected."
        ),
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
        key="vae-gan",
        family="vae",
        title=N_("VAE-GAN"),
        why=N_(
            "The bridge between both: an autoencoder whose copies a discriminator compares, and which must draw what the discriminator takes for real. It copies like a VAE, and its strokes are shaded like real ones. Its networks are small, because there are three of them."
        ),
        paper="Larsen et al. 2016, arXiv:1512.09300",
        differs=N_(
            "Three networks with a loss for each are the paper's. The networks are the lean ones, without batch normalisation in the discriminator, which an R1 penalty holds back; the decoder's loss does not saturate; features are compared against their own size; copies and samples together count as much as real pictures; Adam instead of RMSprop, and averaged weights."
        ),
    ),
    PresetSpec(
        key="vq-vae",
        family="vae",
        title=N_("VQ-VAE"),
        why=N_(
            "A picture becomes a map of 4 × 4 entries out of a codebook, and new pictures are written entry by entry, as language models write words. Copies are faithful from early on; the samples follow, while the prior learns the order."
        ),
        paper="van den Oord, Vinyals & Kavukcuoglu 2017, arXiv:1711.00937",
        differs=N_(
            "Codebook, straight-through gradient and commitment are the paper's, and its moving averages (appendix A.1). Unused entries begin anew. The networks are the lean ones; the decoder sees the whole map at once. Instead of a PixelCNN the prior is a small network with a layer of its own for each place, and it learns at the same time as all else, not afterwards. Averaged weights."
        ),
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
    PresetSpec(
        key="lsgan",
        family="gan",
        title=N_("LSGAN"),
        why=N_("Squares instead of logarithms: the discriminator pulls hardest at the pictures that are furthest off."),
        paper="Mao et al. 2017, arXiv:1611.04076",
        differs=N_(
            "Loss and optimizer are the paper's; the networks are the lean ones, without batch normalisation in the discriminator."
        ),
    ),
    PresetSpec(
        key="wgan-gp",
        family="gan",
        title=N_("WGAN-GP"),
        why=N_(
            "The discriminator becomes a critic whose loss is a distance that falls as the pictures get better. A penalty keeps its slope near 1. It takes five steps for each of the generator, so the pictures come late."
        ),
        paper="Gulrajani et al. 2017, arXiv:1704.00028",
        differs=N_(
            "Loss, penalty, optimizer and five steps of the critic are the paper's; the networks are the lean ones, and pixels reach from 0 to 1 where the paper's reach from −1 to 1, so that a slope of 1 is half as steep."
        ),
    ),
    PresetSpec(
        key="dragan",
        family="gan",
        title=N_("DRAGAN"),
        why=N_(
            "The usual loss, and a slope near 1 only around real pictures: the discriminator takes one step where WGAN-GP's takes five."
        ),
        paper="Kodali et al. 2017, arXiv:1705.07215",
        differs=N_(
            "Loss, penalty and optimizer are those of the authors' program; the networks are the lean ones, the batch is half as large, and the noise is drawn a little differently."
        ),
    ),
    PresetSpec(
        key="sngan",
        family="gan",
        title=N_("SNGAN"),
        why=N_(
            "The hinge loss with spectral normalisation: no layer of the discriminator may make small differences large."
        ),
        paper="Miyato et al. 2018, arXiv:1802.05957",
        differs=N_(
            "Loss, normalisation and optimizer (setting C) are the paper's; the networks are the lean ones, whose shortcut lets the discriminator be up to twice as steep."
        ),
    ),
    PresetSpec(
        key="conditional-gan",
        family="gan",
        title=N_("Conditional GAN"),
        why=N_(
            "You choose the digit: the quick GAN, with both networks told which class each picture shows. Every column of its samples is one class."
        ),
        paper="Mirza & Osindero 2014, arXiv:1411.1784; Miyato & Koyama 2018, arXiv:1802.05637",
        differs=N_(
            "How the networks are told the class is the papers'; everything else is the quick GAN's, save that no samples are rejected: with the class known that gained nothing."
        ),
    ),
    PresetSpec(
        key="conditional-vae",
        family="vae",
        title=N_("Conditional VAE"),
        why=N_(
            "You choose the digit: the quick VAE, with encoder and decoder told which class each picture shows, so that the code only has to say how it is drawn. Every column of its samples is one class."
        ),
        paper="Sohn, Lee & Yan 2015 (NeurIPS); Kingma et al. 2014 (M2), arXiv:1406.5298",
        differs=N_(
            "The bound is the papers', with the same N(0, I) for every class. Networks and likelihood are the quick VAE's, the encoder sees the class as one more channel of the picture, and codes of new pictures come from mixtures fitted to the codes, one for each class."
        ),
    ),
    PresetSpec(
        key="binary-vae",
        family="vae",
        title=N_("Black-and-white VAE"),
        why=N_(
            "How likely is a digit? This VAE learns from pictures whose pixels are black or white, so that its likelihood, in nats for each picture, can be held against the literature."
        ),
        paper="Kingma & Welling 2013, arXiv:1312.6114; Salakhutdinov & Murray 2008; Burda et al. 2016, arXiv:1509.00519",
        differs=N_(
            "Bound, N(0, I) and black-and-white pixels are the papers'; networks, averaged weights and falling learning rate are the quick VAE's."
        ),
    ),
    PresetSpec(
        key="ladder-vae",
        family="vae",
        title=N_("Two-level VAE"),
        why=N_(
            "The black-and-white VAE with a second level of codes: the upper one is about the whole picture, the lower one adds to each place what is local. See in the curves how they share the work, and hold its likelihood against that of one level."
        ),
        paper="Sønderby et al. 2016, arXiv:1602.02282; Kingma et al. 2016, arXiv:1606.04934; Child 2021, arXiv:2011.10650",
        differs=N_(
            "Two levels, a learned prior of the lower one, and inference from the top down are the papers', which have more levels. The lower level is counted from what the upper one foretells, as in Vahdat & Kautz 2020; encoder and decoder share no weights; networks, averaged weights and falling learning rate are the quick VAE's."
        ),
    ),
    PresetSpec(
        key="few-pictures",
        family="gan",
        title=N_("Few pictures"),
        why=N_(
            "Only 500 digits to learn from, which the discriminator would soon know by heart. It sees them shifted and with pieces cut out, the more often the more it overfits. Try it without, and compare."
        ),
        paper="Karras et al. 2020 (ADA), arXiv:2006.06676; Zhao et al. 2020 (DiffAugment), arXiv:2006.10738",
        differs=N_(
            "The rule for how often is the first paper's, five times as fast and for the quick GAN's relativistic loss; the transformations are translation and a light cutout, two of the second paper's three: the third is colour."
        ),
    ),
    PresetSpec(
        key="ring-gan",
        family="gan",
        title=N_("Ring of eight dots"),
        why=N_(
            "A GAN finds eight tiny clouds within seconds, then draws them ever more sharply. Watch the ground: where it is green, the discriminator calls the generator."
        ),
        paper="Huang et al. 2024 (R3GAN), arXiv:2501.05441; Mescheder et al. 2018 (R1, R2), arXiv:1801.04406; Tancik et al. 2020, arXiv:2006.10739; Azadi et al. 2019 (rejected samples), arXiv:1810.06758",
    ),
    PresetSpec(
        key="grid-gan",
        family="gan",
        title=N_("Grid of 25 dots"),
        why=N_(
            "The same with 25 clouds, the usual test of what a GAN forgets. It takes a little longer to find them all."
        ),
        paper="Huang et al. 2024 (R3GAN), arXiv:2501.05441; Mescheder et al. 2018 (R1, R2), arXiv:1801.04406; Tancik et al. 2020, arXiv:2006.10739; Azadi et al. 2019 (rejected samples), arXiv:1810.06758",
    ),
    PresetSpec(
        key="grid-vae",
        family="vae",
        title=N_("A VAE of points"),
        why=N_(
            "A VAE forgets no cloud: it must copy every real point. But it also draws points between the clouds, where its code passes from one to the next. Compare it with the GAN on the same points."
        ),
        paper="Kingma & Welling 2013, arXiv:1312.6114; Rybkin et al. 2020 (σ-VAE), arXiv:2006.13202",
    ),
    PresetSpec(
        key="plain-ring-gan",
        family="gan",
        title=N_("The plain GAN on the ring"),
        why=N_(
            "The usual loss and nothing that holds the discriminator back. See what everybody complains of: the points crowd together, run from cloud to cloud, and clouds are forgotten, with some seeds half of them."
        ),
        paper="Goodfellow et al. 2014, arXiv:1406.2661",
    ),
    PresetSpec(
        key="unrolled-ring-gan",
        family="gan",
        title=N_("The unrolled GAN on the ring"),
        why=N_(
            "The plain GAN, but the generator looks five steps of the discriminator ahead, and so gains nothing by crowding together: the discriminator would follow. Set the unrolled steps to 0, and the points crowd together again and run about. It shows the idea and wins no race: each step takes four to six times as long as a plain one, and the clouds stay blurred."
        ),
        paper="Metz et al. 2017, arXiv:1611.02163",
        differs=N_(
            "Loss, learning rates, size of z and five unrolled steps are those of the authors' program. Its networks have two hidden layers with tanh, ours three with leaky ReLU; its batch is twice as large, and it takes 25,000 steps."
        ),
    ),
    PresetSpec(
        key="hills-gan",
        family="gan",
        title=N_("Two hills on a line"),
        why=N_(
            "The picture of the first paper on GANs, alive: a generator shifts random numbers until they come as often as real ones, and the discriminator, nearly the best there could be, says where there are too many and too few. With a few seeds it forgets one of the hills."
        ),
        paper="Goodfellow et al. 2014, arXiv:1406.2661, figure 1 and algorithm 1 (with k = 5)",
    ),
    PresetSpec(
        key="islands-gan",
        family="gan",
        title=N_("Three islands"),
        why=N_(
            "The same in the plane. The generator can only bend and stretch a net of random points, so a few of them lie on the bridges from island to island, however well it learns."
        ),
        paper="Goodfellow et al. 2014, arXiv:1406.2661",
    ),
    PresetSpec(
        key="spiral-gan",
        family="gan",
        title=N_("A spiral"),
        why=N_(
            "The generator finds the middle of the spiral first and winds itself outwards, led by a discriminator that knows at every moment where something is missing."
        ),
        paper="Goodfellow et al. 2014, arXiv:1406.2661",
    ),
    PresetSpec(
        key="spiral-vae",
        family="vae",
        title=N_("A spiral, drawn by a VAE"),
        why=N_(
            "No opponent, no pull: a VAE learns to copy each point through a noisy code. It finds the whole spiral at once, and draws its middle line: what noise there is around it, it leaves out."
        ),
        paper="Kingma & Welling 2013, arXiv:1312.6114; Rybkin et al. 2020 (σ-VAE), arXiv:2006.13202",
    ),
)
