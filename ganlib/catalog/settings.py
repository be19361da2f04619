"""Every setting of a run, in plain words and in the order of the form; those of one family stand in files of their own."""

from ganlib.catalog.gan_settings import GAN_SETTINGS
from ganlib.catalog.setting import Setting
from ganlib.catalog.spec import by_key
from ganlib.catalog.vae_settings import VAE_SETTINGS
from ganlib.config.datasets import DATASETS, KINDS_OF_PICTURES, STACKS
from ganlib.i18n import N_

_FIRST = by_key(
    Setting(
        key="budget",
        title=N_("Length in"),
        group="budget",
        is_basic=True,
        why=N_("A time on the clock, or a number of updates. With minutes, runs on one machine compare fairly."),
    ),
    Setting(
        key="minutes",
        title=N_("Minutes"),
        unit=N_("min"),
        group="budget",
        is_basic=True,
        step=1.0,
        number_format="%.4g",
        why=N_(
            "Training time on the clock. The learning rate falls to zero towards its end, so a longer budget is more than the same run continued."
        ),
        needs=("budget", ("minutes",)),
    ),
    Setting(
        key="num_steps",
        title=N_("Steps"),
        unit=N_("steps"),
        group="budget",
        is_basic=True,
        step=1000,
        why=N_("A step is one update of the networks on one batch of pictures."),
        needs=("budget", ("steps",)),
    ),
    Setting(
        key="dataset",
        title=N_("What it learns from"),
        group="data",
        is_basic=True,
        why=N_("The model sees only these, and tries to make new ones like them. Add your own on the page Pictures."),
    ),
    Setting(
        key="num_images",
        title=N_("Only the first training pictures"),
        unit=N_("pictures"),
        group="data",
        step=500,
        why=N_(
            "What if you had only 500? Then the model learns from the first 500 alone, the same for every seed. Its scores still compare with the whole data set, and copies are looked for among these 500. 0 = all."
        ),
    ),
    Setting(
        key="mirror_images",
        title=N_("Mirror images too"),
        group="data",
        why=N_(
            "Every picture is learnt a second time as it looks in a mirror: twice as many for nothing. Good where a mirror image could be a real one (landscapes, animals, cars), not for letters and digits. The scores still compare with the real pictures as they are."
        ),
        needs=("dataset", KINDS_OF_PICTURES),
    ),
    Setting(
        key="batch_size",
        title=N_("Batch size"),
        unit=N_("pictures"),
        group="data",
        step=16,
        why=N_("How many pictures one step looks at. Larger batches are calmer, but each step takes longer."),
    ),
    Setting(
        key="sample_every_steps",
        title=N_("New sample grid every"),
        unit=N_("steps"),
        group="data",
        step=25,
        why=N_(
            "How often the model draws its sample pictures, always from the same random numbers, so that you see them change."
        ),
    ),
    Setting(
        key="num_samples",
        title=N_("Pictures in a grid"),
        unit=N_("pictures"),
        group="data",
        step=1,
        why=N_("How many samples are drawn each time. Of points it is always a thousand."),
        needs=("dataset", KINDS_OF_PICTURES),
    ),
    Setting(
        key="evaluate",
        title=N_("Measure how good the samples are"),
        group="data",
        why=N_(
            "Scores the samples against real pictures now and then, in at most about five per cent of the time, and once more at the end."
        ),
    ),
    Setting(
        key="architecture",
        title=N_("Network"),
        group="network",
        why=N_("How the networks are built. Each has its own size settings; those that do not belong to it are grey."),
    ),
    Setting(
        key="latent_dim",
        title=N_("Latent size"),
        unit=N_("numbers"),
        group="network",
        is_basic=True,
        step=1,
        why=N_(
            "How many random numbers (the latent vector z) each picture is made from. Few: simple and coarse. Many: more variety, harder to explore. In a VQ-VAE: how many numbers each entry of the codebook is."
        ),
    ),
    Setting(
        key="conditional",
        title=N_("You choose the class"),
        group="network",
        why=N_(
            "Both networks are told the class of each picture (which digit, which thing), so that afterwards you can ask for one. Generator or decoder get it beside their random numbers, the encoder beside the picture; the discriminator also judges whether picture and class fit. In a VQ-VAE only the prior gets it."
        ),
        formula=r"D(x,y)=b(\phi(x))+\langle V_y,\phi(x)\rangle;\quad q(z\mid x,y),\;p(x\mid z,y)",
        paper="Miyato & Koyama 2018, arXiv:1802.05637, eq. 3; Mirza & Osindero 2014, arXiv:1411.1784; Sohn, Lee & Yan 2015 (NeurIPS), sec. 4",
        needs=("dataset", tuple(dataset for dataset in DATASETS if dataset not in STACKS)),
    ),
)

_LAST = by_key(
    Setting(
        key="decay_start",
        title=N_("Learning rate falls after"),
        unit=N_("share of the budget"),
        group="optimizer",
        step=0.1,
        number_format="%.3g",
        why=N_(
            "From this share of the budget on, the learning rate falls evenly to zero, which sharpens the pictures. 1 = never."
        ),
    ),
    Setting(
        key="ema_half_life",
        title=N_("Averaging: half-life"),
        unit=N_("share of the steps so far"),
        group="optimizer",
        step=0.01,
        number_format="%.3g",
        why=N_(
            "Samples are drawn from a running average of the weights, which is steadier than the newest ones. The half-life says how far back it reaches: after that many more steps an old value counts half. 0 = off."
        ),
    ),
    Setting(
        key="rescue",
        title=N_("Rescue"),
        group="safety",
        why=N_(
            "If a loss is not a number any more, the run goes back to its last checkpoint and tries once more with half the learning rate. Otherwise it ends there."
        ),
    ),
    Setting(
        key="best_metric",
        title=N_("Keep the best by"),
        group="safety",
        why=N_(
            "Besides the newest checkpoints, the one with the best quick score so far is kept, so that you can go back to it. Among many noisy scores the best looks a little better than it is. Of points it is always the distance of the clouds."
        ),
        needs=("evaluate", (True,)),
    ),
    Setting(
        key="checkpoint_every_seconds",
        title=N_("Checkpoint every"),
        unit=N_("seconds"),
        group="safety",
        step=5.0,
        number_format="%.4g",
        why=N_(
            "A checkpoint is all that is needed to go on from there. What came after the last one is the most that a crash can cost. On slow disks it happens less often, so that it never takes more than one per cent of the time."
        ),
    ),
    Setting(
        key="checkpoint_every_steps",
        title=N_("Checkpoint also every"),
        unit=N_("steps"),
        group="safety",
        step=100,
        why=N_("Saves exactly at multiples of this number, whatever it costs. 0 = by time only."),
    ),
    Setting(
        key="seed",
        title=N_("Seed"),
        group="machine",
        step=1,
        why=N_(
            "Where the random numbers start. The same seed and settings give the same run on the same machine, if the budget is in steps and no GPU adds in an order of its own."
        ),
    ),
    Setting(
        key="steps_per_execution",
        title=N_("Steps in one go"),
        unit=N_("steps"),
        group="machine",
        step=5,
        why=N_(
            "How many steps are trained before the studio looks up to log, draw, save or stop, and to lower the learning rate. More is faster where a step takes milliseconds: points, small networks, a GPU."
        ),
    ),
    Setting(
        key="jit_compile",
        title=N_("Compile with XLA"),
        group="machine",
        why=N_(
            "Lets XLA translate the training step for this machine. It costs seconds at the start; on a large GPU the steps of quick-gan were then 2.9 times as fast, on a processor steps are often slower."
        ),
    ),
    Setting(
        key="mixed_precision",
        title=N_("Half precision"),
        group="machine",
        why=N_(
            "Multiplies numbers of half the length (bfloat16): slightly less exact, and faster where the machine is made for it. On a processor with AVX-512 BF16 the steps of quick-gan were 1.2 times as fast, those of VAEs were not. Elsewhere it is not available."
        ),
    ),
)

SETTINGS: dict[str, Setting] = _FIRST | GAN_SETTINGS | VAE_SETTINGS | _LAST
