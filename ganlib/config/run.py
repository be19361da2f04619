"""RunConfig: everything that decides what a run does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from ganlib.config.base import Bounds, Config, Scalar, setting, unknown_key
from ganlib.config.datasets import DATASETS, NUM_CLASSES, PICTURES, STACKS, image_shape, is_brought
from ganlib.config.dots import DOTS
from ganlib.config.drawn import DRAWN, dots_of, drawn_points
from ganlib.config.gan import POINT_ARCHITECTURES, GanConfig
from ganlib.config.own import OWN, own_pictures
from ganlib.config.vae import POINT_LIKELIHOODS, POINT_OBJECTIVES, VaeConfig
from ganlib.errors import ConfigError
from ganlib.i18n import N_

BEST_METRICS = ("frechet_distance", "coverage", "precision")
BEST_METRIC_OF_POINTS = "histogram_divergence"
_OF_VAES_OF_POINTS = {"objective": POINT_OBJECTIVES, "likelihood": POINT_LIKELIHOODS}
FAMILIES: dict[str, type[GanConfig] | type[VaeConfig]] = {"gan": GanConfig, "vae": VaeConfig}


@dataclass(frozen=True, kw_only=True)
class DataConfig(Config):
    """Which pictures, and how many at once."""

    dataset: str = setting("mnist", choices=DATASETS, is_choice=is_brought)
    num_images: int = setting(0, 0, 100_000)  # only the first so many training pictures, two at least; 0 = all
    mirror_images: bool = setting(False)  # every training picture is there a second time, as in a mirror
    batch_size: int = setting(64, 2, 1024)  # pictures per step

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.num_images == 1:  # nothing varies in one picture
            raise ConfigError(
                "num_images", N_("{field}: got {value}, expected {expected}."), value="1", expected="0, 2 – 100,000"
            )


@dataclass(frozen=True, kw_only=True)
class TrainingConfig(Config):
    """How long, how repeatable, and how often to look."""

    budget: str = setting("minutes", choices=("minutes", "steps"))
    minutes: float = setting(5.0, 0.05, 10_080.0)  # wall-clock training time, compiling included; one week at most
    num_steps: int = setting(10_000, 1, 10_000_000)
    seed: int = setting(1, 0, 2**31 - 1)
    decay_start: float = setting(1.0, 0.0, 1.0)  # share of the budget after which the learning rates fall to zero
    sample_every_steps: int = setting(25, 1, 1_000_000)
    num_samples: int = setting(36, 1, 100)  # pictures in each sample grid
    evaluate: bool = setting(True)  # score the samples against real pictures
    best_metric: str = setting("frechet_distance", choices=BEST_METRICS)  # decides which checkpoint is kept as the best
    checkpoint_every_seconds: float = setting(15.0, 1.0, 3600.0)  # more where saving would cost over 1 %
    checkpoint_every_steps: int = setting(0, 0, 1_000_000)  # also after so many steps; 0 = by time only
    rescue: bool = setting(False)  # once go on from the last checkpoint with half the learning rate when a loss is NaN
    steps_per_execution: int = setting(1, 1, 100)  # steps between two moments at which callbacks may look
    jit_compile: bool = setting(False)  # XLA compiles the training step: slower to start, and slower on most CPUs
    mixed_precision: bool = setting(False)  # bfloat16 arithmetic, where the machine is made for it

    def share_done(self, step: int, seconds: float) -> float:
        """How much of the budget of steps or minutes is spent: 0 … 1."""
        done = step / self.num_steps if self.budget == "steps" else seconds / (60.0 * self.minutes)
        return min(1.0, done)


@dataclass(frozen=True, kw_only=True)
class RunConfig(Config):
    """data + model + training: the whole of a run, saved as `config.json`."""

    schema_version: ClassVar[int] = 1
    groups: ClassVar[tuple[str, ...]] = ("data", "model", "training")
    budget_keys: ClassVar[tuple[str, ...]] = ("budget", "minutes", "num_steps")

    preset: str = ""  # the named starting point
    data: DataConfig = field(default_factory=DataConfig)
    model: GanConfig | VaeConfig = field(default_factory=GanConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.draws_points != (self.model.architecture in POINT_ARCHITECTURES):
            raise ConfigError(
                "dataset",
                N_(
                    "{field}: got {value} with the network “{network}”. Points need the network {networks}, and "
                    "pictures one of the others. Start from a preset of that kind."
                ),
                value=repr(self.data.dataset),
                network=self.model.architecture,
                networks=" / ".join(POINT_ARCHITECTURES),
            )
        for key, choices in _OF_VAES_OF_POINTS.items():
            if self.draws_points and isinstance(self.model, VaeConfig) and getattr(self.model, key) not in choices:
                raise ConfigError(
                    key,
                    N_("{field}: got {value}, expected {expected}."),
                    value=repr(getattr(self.model, key)),
                    expected=" / ".join(choices),
                )
        if self.is_conditional and self.data.dataset in STACKS:
            raise ConfigError(
                "dataset",
                N_(
                    "{field}: got {value} with networks that are told the class. A thousand classes are too many to "
                    "ask for one by one. Start from a preset that is not told, or choose other pictures."
                ),
                value=repr(self.data.dataset),
            )
        if self.is_conditional and is_brought(self.data.dataset):
            raise ConfigError(
                "dataset",
                N_(
                    "{field}: got {value} with networks that are told the class, and nobody has said of which class "
                    "your own pictures or points are. Start from a preset that is not told, or choose other data."
                ),
                value=repr(self.data.dataset),
            )
        pack = self.model.images_per_pack if isinstance(self.model, GanConfig) else 1
        if self.data.batch_size % pack:
            raise ConfigError(
                "packed_images",
                N_("{field}: a batch of {batch_size} pictures cannot be divided into packs of {pack}."),
                batch_size=self.data.batch_size,
                pack=pack,
            )
        has_differences = isinstance(self.model, GanConfig) and self.model.has_finite_differences
        if has_differences and self.training.mixed_precision:
            raise ConfigError(
                "penalty_method",
                N_(
                    "{field}: a finite difference is smaller than what half precision rounds away. "
                    "Choose exact penalties, or full precision."
                ),
            )

    @property
    def family(self) -> str:
        return self.model.family

    @property
    def draws_points(self) -> bool:
        """Whether this run is about points, not about pictures."""
        return dots_of(self.data.dataset) is not None

    @property
    def has_own_pictures(self) -> bool:
        """Whether this run is about pictures that a person brought."""
        return own_pictures(self.data.dataset) is not None

    @property
    def kind_of_data(self) -> str:
        """The data set, or the kind of those that a person made."""
        if self.has_own_pictures:
            return OWN
        return DRAWN if drawn_points(self.data.dataset) else self.data.dataset

    @property
    def is_evaluated(self) -> bool:
        """Whether its samples are scored: that is wanted, and there are enough pictures to hold some back for it."""
        own = own_pictures(self.data.dataset)
        return self.training.evaluate and (own is None or own.is_measured)

    @property
    def best_metric(self) -> str:
        """What decides which checkpoint is kept as the best; of points only one metric can."""
        return BEST_METRIC_OF_POINTS if self.draws_points else self.training.best_metric

    def possible_choices(self, key: str) -> tuple[str, ...]:
        """The values that a setting with choices may have here: a run of pictures stays one."""
        _, bounds = self.setting_types()[key]
        pictures = tuple(dataset for dataset in PICTURES if not (self.is_conditional and dataset in STACKS))
        own_kind: dict[str, tuple[str, ...]] = {
            "dataset": tuple(DOTS) if self.draws_points else pictures,
            "architecture": tuple(
                name for name in bounds.choices if (name in POINT_ARCHITECTURES) == self.draws_points
            ),
        }
        if self.draws_points:
            own_kind |= _OF_VAES_OF_POINTS
        return own_kind.get(key, bounds.choices)

    @property
    def is_conditional(self) -> bool:
        """Whether the networks are told the class of each picture."""
        return self.model.conditional

    @property
    def num_classes(self) -> int:
        """Classes that the networks tell apart; 0: they are told none."""
        return NUM_CLASSES[self.data.dataset] if self.is_conditional else 0

    @property
    def num_codes(self) -> int:
        """Kinds that a GAN finds by itself; 0: it looks for none."""
        return self.model.num_codes if isinstance(self.model, GanConfig) else 0

    def settings(self) -> dict[str, Scalar]:
        """Every setting's key → value, without the group's name (`batch_size`, `g_optimizer.beta_1`)."""
        return {key: value for group in self.groups for key, value in getattr(self, group).values().items()}

    def setting_types(self) -> dict[str, tuple[type, Bounds]]:
        """Every setting's key → type and bounds, for this run's model family."""
        return {key: leaf for group in self.groups for key, leaf in getattr(self, group).leaves().items()}

    def with_settings(self, changes: Mapping[str, Any]) -> Self:
        """A copy with some settings changed.

        Raises:
            ConfigError: a key is unknown or a value is out of bounds.
        """
        known = self.setting_types()
        for key in changes:
            if key not in known:
                raise unknown_key(key, known)
        by_group = {
            group: {key: value for key, value in changes.items() if key in getattr(self, group).leaves()}
            for group in self.groups
        }
        return type(self)(
            preset=self.preset, **{group: getattr(self, group).replace(by_group[group]) for group in self.groups}
        )

    def check_only_budget_differs(self, other: Self) -> None:
        """Raises ConfigError: `other` is not this run with another budget."""
        own, theirs = self.settings(), other.settings()
        for key in (own | theirs).keys() - set(self.budget_keys):
            if own.get(key) != theirs.get(key):
                raise ConfigError(
                    key,
                    N_("{field}: got {value}, expected {expected}: a run that goes on keeps its settings. Branch it."),
                    value=repr(theirs.get(key)),
                    expected=repr(own.get(key)),
                )

    def check_same_networks(self, other: Self) -> None:
        """Raises ConfigError: a checkpoint of this run does not fit the networks and optimizers of `other`."""
        own, theirs = self.network_facts(), other.network_facts()
        for key in own | theirs:
            if own.get(key) != theirs.get(key):
                raise ConfigError(
                    key,
                    N_(
                        "{field}: got {value}, expected {expected}: "
                        "a branch has the networks and optimizers of its parent."
                    ),
                    value=repr(other.settings().get(key)),
                    expected=repr(self.settings().get(key)),
                )

    def network_facts(self) -> dict[str, object]:
        """Setting → what it means for the numbers that a checkpoint holds."""
        return {"family": self.family, "dataset": image_shape(self.data.dataset)} | self.model.network_facts()

    def to_dict(self) -> dict[str, Any]:
        groups = {group: getattr(self, group).to_dict() for group in self.groups}
        groups["model"] = {"family": self.family} | groups["model"]
        return {"schema_version": self.schema_version, "preset": self.preset} | groups

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a saved run config, of this or an older schema.

        Raises:
            ConfigError: it was written by a newer GAN Studio, or cannot be read.
        """
        try:
            version, model = data["schema_version"], data["model"]
            family = FAMILIES[model["family"]]
        except (KeyError, TypeError) as error:
            raise ConfigError(
                "model", N_("This is not the config of a run: “{field}” is missing or unknown.")
            ) from error
        if not isinstance(version, int) or version > cls.schema_version:
            raise ConfigError(
                "schema_version",
                N_("{field} {value}: this run was made by a newer GAN Studio. Update GAN Studio to open it."),
                value=repr(version),
            )
        return cls(
            preset=str(data.get("preset", "")),
            data=DataConfig.from_dict(data.get("data", {})),
            model=family.from_dict(model),
            training=TrainingConfig.from_dict(data.get("training", {})),
        )
