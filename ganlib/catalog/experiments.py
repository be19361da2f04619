"""What to try in the playground: a starting point, what is changed in it, and what one then sees."""

from dataclasses import dataclass, field

from ganlib.catalog.spec import Spec, by_key
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.i18n import N_

SCENES = ("hills-gan", "islands-gan", "spiral-gan", "spiral-vae", "plain-ring-gan")  # presets, the first to begin with


@dataclass(frozen=True, kw_only=True)
class Experiment(Spec):
    """One thing to try. `why` says what to watch for.

    Attributes:
        preset: where it starts from.
        settings: what is changed there.
    """

    preset: str
    settings: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def config(self) -> RunConfig:
        return preset(self.preset).with_settings(self.settings)


EXPERIMENTS = by_key(
    Experiment(
        key="slow",
        title=N_("In slow motion"),
        why=N_(
            "Every single step of the first 150 is kept. When it has ended, take the slider and go from step to step with the arrow keys, back as well. In each, the discriminator moves five times and then the generator once."
        ),
        preset="hills-gan",
        settings={"num_steps": 150, "sample_every_steps": 1, "steps_per_execution": 1},
    ),
    Experiment(
        key="weak",
        title=N_("A discriminator that learns too little"),
        why=N_(
            "It gets one small step for each of the generator's. What it says has little to do with what the best one would say, so nobody tells the points to spread out: they gather in spikes."
        ),
        preset="hills-gan",
        settings={"d_steps_per_g_step": 1, "d_optimizer.learning_rate": 1e-4},
    ),
    Experiment(
        key="hasty",
        title=N_("A generator in a hurry"),
        why=N_(
            "It takes long steps, and the discriminator only one for each. All points gather where it is fooled at the moment, and move on together when it has noticed: mode collapse. “Three islands” as it stands is the cure."
        ),
        preset="islands-gan",
        settings={
            "d_steps_per_g_step": 1,
            "g_optimizer.learning_rate": 0.01,
            "decay_start": 1.0,
            "num_steps": 1_500,
        },
    ),
    Experiment(
        key="thread",
        title=N_("One number for a whole plane"),
        why=N_(
            "The generator gets a single random number, so all that it can draw is a thread. It winds it along the spiral; but a thread has no width, the discriminator sees that at once, and the game never ends."
        ),
        preset="spiral-gan",
        settings={"latent_dim": 1},
    ),
    Experiment(
        key="ignored",
        title=N_("A VAE that pays too much for its code"),
        why=N_(
            "β is 50: what the code says costs fifty times as much. The encoder says nothing any more, and the decoder draws the one point that is least wrong for all: posterior collapse."
        ),
        preset="spiral-vae",
        settings={"beta": 50.0},
    ),
)
