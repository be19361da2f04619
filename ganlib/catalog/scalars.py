"""Every logged scalar: its key, unit, meaning and what is healthy."""

from ganlib.catalog.game_scalars import GAME
from ganlib.catalog.scalar import ScalarSpec
from ganlib.catalog.spec import by_key
from ganlib.i18n import N_

SCALARS: dict[str, ScalarSpec] = by_key(
    *GAME,
    ScalarSpec(
        key="loss/g",
        title=N_("Generator loss"),
        role="generator",
        why=N_(
            "How little the generator's pictures convince the discriminator right now; with unrolled steps, the discriminator as it will be after them."
        ),
        healthy=N_("It wanders. It does not need to fall: its opponent gets better too."),
    ),
    ScalarSpec(
        key="loss/d",
        title=N_("Discriminator loss"),
        role="discriminator",
        why=N_("How badly the discriminator tells real from fake."),
        healthy=N_(
            "Above zero and moving. Near zero, the discriminator has won and the generator learns nothing. Only with the Wasserstein loss it is below zero, and rises towards it."
        ),
    ),
    ScalarSpec(
        key="loss/total",
        title=N_("VAE loss"),
        role="vae",
        unit=N_("nats per picture"),
        why=N_(
            "Reconstruction plus β times KL, or plus the penalties of a regularised autoencoder, or plus commitment and prior of a VQ-VAE: what is made small."
        ),
        healthy=N_("It falls, quickly at first."),
    ),
    ScalarSpec(
        key="loss/reconstruction",
        title=N_("Reconstruction loss"),
        role="vae",
        unit=N_("nats per picture"),
        why=N_(
            "How far the copies are from the originals. With the Gaussian and the continuous Bernoulli likelihood it may go below zero."
        ),
        healthy=N_("It falls."),
    ),
    ScalarSpec(
        key="loss/features",
        title=N_("Feature reconstruction"),
        role="vae",
        unit=N_("nats per picture"),
        why=N_(
            "How far the copies of a VAE-GAN are from the originals in what its discriminator sees in them, against how large that is. The discriminator changes meanwhile, and the measure with it: compare it only within one run."
        ),
        healthy=N_("It falls quickly, then wanders."),
    ),
    ScalarSpec(
        key="loss/kl",
        title=N_("KL (information in the code)"),
        role="vae",
        unit=N_("nats per picture"),
        why=N_("How much the code says about the picture beyond pure chance."),
        healthy=N_("It rises and then settles. At zero the code is ignored (posterior collapse)."),
    ),
    ScalarSpec(
        key="loss/prior",
        title=N_("Prior (surprise at the codes)"),
        role="vae",
        unit=N_("nats per picture"),
        why=N_(
            "How little the prior of a VQ-VAE foresees the codebook entries of a picture, each from those before it. With choices made evenly it would be the number of places times the logarithm of the number of entries."
        ),
        healthy=N_("Once the codebook has filled, it falls."),
    ),
    ScalarSpec(
        key="penalty/commitment",
        title=N_("Distance from the codebook"),
        role="vae",
        why=N_(
            "How far the encoder's vectors are from the codebook entries that stand for them: the squared distance, summed over the map (before its weight β)."
        ),
        healthy=N_("It settles."),
    ),
    ScalarSpec(
        key="codebook/perplexity",
        title=N_("Codebook entries in use"),
        role="vae",
        unit=N_("entries"),
        why=N_("How many entries of the codebook would be in use if all were used alike (perplexity)."),
        healthy=N_("It rises quickly, then settles well above 4."),
    ),
    ScalarSpec(
        key="loss/kl_upper",
        title=N_("KL of the upper level"),
        role="vae",
        unit=N_("nats per picture"),
        why=N_("How much the upper level of the code says about the picture as a whole."),
        healthy=N_("It rises and then settles."),
    ),
    ScalarSpec(
        key="loss/kl_lower",
        title=N_("KL of the lower level"),
        role="real",
        unit=N_("nats per picture"),
        why=N_("How much the lower level of the code says beyond what the upper one foretells of it."),
        healthy=N_("Above zero: at zero one level would have been enough."),
    ),
    ScalarSpec(
        key="penalty/codes",
        title=N_("Size of the codes"),
        role="vae",
        why=N_("Half the squared length of a code, on average (before its weight β)."),
        healthy=N_("It settles."),
    ),
    ScalarSpec(
        key="penalty/decoder",
        title=N_("Size of the decoder's weights"),
        role="vae",
        why=N_("The sum of the squared weights of the decoder (before its weight)."),
        healthy=N_("It settles."),
    ),
    ScalarSpec(
        key="probability/real",
        title=N_("D on real pictures"),
        role="real",
        unit=N_("probability"),
        why=N_(
            "How sure the discriminator is that real pictures are real, on average. Two losses know no probabilities: with the hinge loss this is how near they are to its mark; with the Wasserstein loss, how many generated pictures it ranks below them."
        ),
        healthy=N_("Between 0.5 and 0.9; with the Wasserstein loss, near 1 at first."),
    ),
    ScalarSpec(
        key="probability/fake",
        title=N_("D on generated pictures"),
        role="fake",
        unit=N_("probability"),
        why=N_(
            "How likely the discriminator finds it that generated pictures are real, on average. With the hinge and the Wasserstein loss, as above."
        ),
        healthy=N_("Between 0.1 and 0.5. At 0.5 it can no longer tell."),
    ),
    ScalarSpec(
        key="probability/copies",
        title=N_("D on copies"),
        role="vae",
        unit=N_("probability"),
        why=N_("How likely the discriminator of a VAE-GAN finds it that copies of real pictures are real, on average."),
        healthy=N_("Near that of generated pictures."),
    ),
    ScalarSpec(
        key="logits/real_mean",
        title=N_("Raw output on real pictures"),
        role="real",
        why=N_("The discriminator's output before it becomes a probability."),
    ),
    ScalarSpec(
        key="logits/fake_mean",
        title=N_("Raw output on generated pictures"),
        role="fake",
        why=N_("The discriminator's output before it becomes a probability."),
    ),
    ScalarSpec(
        key="distance/critic",
        title=N_("Distance found by the critic"),
        why=N_(
            "How much higher the critic of the Wasserstein loss puts real pictures than generated ones, on average. It has a unit of its own: compare it only within one run."
        ),
        healthy=N_("Above zero, and it falls as the pictures get better."),
    ),
    ScalarSpec(
        key="penalty/r1",
        title=N_("R1 penalty"),
        role="real",
        why=N_(
            "How steep the discriminator is around real pictures (before its weight). Where it is not worked out at every step, the last value stands."
        ),
    ),
    ScalarSpec(
        key="penalty/r2",
        title=N_("R2 penalty"),
        role="fake",
        why=N_(
            "How steep the discriminator is around generated pictures (before its weight). Where it is not worked out at every step, the last value stands."
        ),
    ),
    ScalarSpec(
        key="penalty/gradient",
        title=N_("Gradient penalty (WGAN-GP)"),
        role="discriminator",
        why=N_(
            "How far the discriminator's slope is from 1 between real and generated pictures (before its weight). Where it is not worked out at every step, the last value stands."
        ),
    ),
    ScalarSpec(
        key="penalty/dragan",
        title=N_("DRAGAN penalty"),
        role="discriminator",
        why=N_(
            "How far the discriminator's slope is from 1 around real pictures (before its weight). Where it is not worked out at every step, the last value stands."
        ),
    ),
    ScalarSpec(
        key="noise/instance",
        title=N_("Noise on what the discriminator sees"),
        why=N_("Its standard deviation; black is 0 and white is 1."),
        healthy=N_("It falls to zero by the end of the budget."),
    ),
    ScalarSpec(
        key="augment/probability",
        title=N_("Augmentation: probability"),
        role="discriminator",
        why=N_("How often each transformation is applied to the pictures that the discriminator sees."),
        healthy=N_("Where it is adaptive: it rises while the overfitting is above 0.6, and never beyond 0.8."),
    ),
    ScalarSpec(
        key="augment/sign",
        title=N_("Overfitting of the discriminator"),
        role="real",
        why=N_(
            "The share of real pictures that it takes for real, less the share that it takes for generated: 0 when it guesses, 1 when it knows every one of them."
        ),
        healthy=N_("Around 0.6. Near 1 it learns the pictures by heart."),
    ),
    ScalarSpec(
        key="loss/information",
        title=N_("Surprise about the kind"),
        role="fake",
        unit=N_("nats per picture"),
        why=N_(
            "How badly the recogniser guesses which kind a generated picture was meant to be: the logarithm of the number of kinds when it knows nothing (2.3 for ten), 0 when it is always sure and right."
        ),
        healthy=N_("It falls early and stays well below that logarithm."),
    ),
    ScalarSpec(
        key="codes/recognised",
        title=N_("Kinds recognised"),
        role="generator",
        unit=N_("share"),
        why=N_("Of the generated pictures: those whose kind the recogniser guesses."),
        healthy=N_("Close to 1."),
    ),
    ScalarSpec(
        key="grad_norm/g",
        title=N_("Generator gradient"),
        role="generator",
        why=N_("How strongly the generator is being pushed."),
        healthy=N_("Not zero, not exploding."),
    ),
    ScalarSpec(
        key="grad_norm/d",
        title=N_("Discriminator gradient"),
        role="discriminator",
        why=N_("How strongly the discriminator is being pushed."),
        healthy=N_("Not zero, not exploding."),
    ),
    ScalarSpec(
        key="grad_norm/vae",
        title=N_("Gradient"),
        role="vae",
        why=N_("How strongly the networks are being pushed."),
        healthy=N_("It shrinks as the model settles."),
    ),
    ScalarSpec(
        key="learning_rate/g", title=N_("Generator: learning rate"), role="generator", why=N_("The step size in use.")
    ),
    ScalarSpec(
        key="learning_rate/d",
        title=N_("Discriminator: learning rate"),
        role="discriminator",
        why=N_("The step size in use."),
    ),
    ScalarSpec(key="learning_rate/vae", title=N_("Learning rate"), role="vae", why=N_("The step size in use.")),
    ScalarSpec(key="time/step_ms", title=N_("Time per step"), unit=N_("ms"), why=N_("How long one update takes.")),
    ScalarSpec(
        key="samples/diversity",
        title=N_("Variety of the samples"),
        why=N_(
            "How different the samples are from each other, compared with real pictures: their mean pixel distance divided by that of real pictures."
        ),
        healthy=N_("Near 1. Near 0 all samples look alike (mode collapse)."),
    ),
)
