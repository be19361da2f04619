"""How much either player of a finished GAN's game could still gain alone: the duality gap. docs/adr/0027."""

from collections.abc import Callable, Iterator

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.drawn import short_name
from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig
from ganlib.data.images import first_of
from ganlib.data.pipeline import make_batches
from ganlib.data.scale import to_networks
from ganlib.metrics.judge import Measured
from ganlib.models.gan import Gan
from ganlib.nets.conditional import with_labels
from ganlib.nets.packing import packed
from ganlib.train.break_off import BreakOff
from ganlib.train.build import images_per_step
from ganlib.train.build_gan import build_gan
from ganlib.train.devices import execution
from ganlib.train.seeding import evaluation_latents
from ganlib.train.trainee import Labels, Trainee

STEPS = 200  # that each player gets, against the other one as it is; more or less is another version
NETWORK, _VERSION = "game", 1
_BATCH = 250  # pictures at once
_SEED = 0  # the same training pictures in the same order for every run


def measure(
    config: RunConfig,
    trainee: Trainee,
    train_images: np.ndarray,
    test_images: np.ndarray,
    labels: tuple[np.ndarray, np.ndarray] | None,
    is_broken_off: Callable[[], bool],
) -> Iterator[Measured]:
    """max_D' V(D', G) − min_G' V(D, G') with V = −L_D, the run's own discriminator loss without its penalties.

    Grnarova et al. 2019, arXiv:1811.05512. D is the discriminator and G the generator that the run draws with; D' and
    G' are what `STEPS` steps make of copies of them, by the run's own recipe and at its first learning rates, against
    the other player as it is. So the figure is a lower bound: who searches longer may find more. It is taken on test
    pictures, from which nobody learned; the floor is that of two players neither of whom can gain.

    Nothing if broken off, if the run is no GAN or did not ask for it, if it has a third player (`InfoGan`), if a search
    ends in numbers that are none, or with fewer test pictures than a pack holds.

    Args:
        train_images, test_images: uint8 `[n, height, width, channels]`; points float32 `[n, 1, 1, dimensions]`.
        labels: of both, one-hot, where the networks are told them.
    """
    settings = config.model
    if not isinstance(settings, GanConfig) or not settings.duality_gap or settings.num_codes:
        return
    seen_images = first_of(train_images, config.data.num_images)
    seen_labels, test_labels = (first_of(labels[0], config.data.num_images), labels[1]) if labels else (None, None)
    table = _Table(config, test_images, test_labels)
    if not table.count:
        return
    copy = build_gan(config, train_images.shape[1:])
    gan = copy.model
    gan.set_weights(trainee.model.get_weights())
    gan.generator.set_weights(trainee.model.sampler.get_weights())
    start = gan.get_weights()
    is_mirrored = config.data.mirror_images
    batches = make_batches(
        seen_images, images_per_step(config), _SEED, labels=seen_labels, with_mirrored=is_mirrored
    ).take(STEPS)

    def learn_alone(player: str) -> None:
        optimizers = {name: keras.optimizers.SGD(0.0) for name in ("g", "d")} | {player: copy.optimizers[player]}
        gan.compile(g_optimizer=optimizers["g"], d_optimizer=optimizers["d"], **execution(config.training, gan))
        gan.fit(batches, callbacks=[BreakOff(is_broken_off)], shuffle=False, verbose=0)

    fake_batches = table.draw(gan.generator)
    learn_alone("d")
    least_loss = table.loss(gan, fake_batches)
    gan.set_weights(start)
    learn_alone("g")
    fake_batches = table.draw(gan.generator)
    gan.set_weights(start)
    most_loss = table.loss(gan, fake_batches)
    value = most_loss - least_loss
    if is_broken_off() or not np.isfinite(value):
        return
    yield Measured(
        metric="duality_gap",
        value=value,
        floor=0.0,
        num_samples=table.count,
        network=f"{short_name(config.data.dataset)}-{settings.loss.replace('_', '-')}-{NETWORK}",
        version=_VERSION,
    )


class _Table:
    """Where the players are judged: test pictures, and as many latents, with the labels of the real ones beside them.

    In batches of the run's size where the discriminator sees how much the pictures of a batch differ.
    """

    def __init__(self, config: RunConfig, test_images: np.ndarray, test_labels: Labels) -> None:
        settings = config.model
        assert isinstance(settings, GanConfig)
        self._pack = settings.images_per_pack
        batch = config.data.batch_size if settings.minibatch_deviation else _BATCH
        size = min(batch, len(test_images)) // self._pack * self._pack
        self._batches = [slice(start, start + size) for start in range(0, len(test_images) - size + 1, size or 1)]
        self.count = size * len(self._batches)
        self._latents = evaluation_latents(config.training.seed, self.count, settings.latent_dim)
        self._real_images = to_networks(test_images[: self.count])
        self._labels = test_labels

    def draw(self, generator: keras.Model) -> list[tf.Tensor]:
        """Generated pictures, batch for batch."""
        draw = tf.function(lambda inputs: generator(inputs, training=False), reduce_retracing=True)
        return [draw(self._given(self._latents[batch], batch)) for batch in self._batches]

    def loss(self, gan: Gan, fake_batches: list[tf.Tensor]) -> float:
        """L_D of the discriminator as it is, on pictures as they are: without noise, dropout or augmentation."""

        @tf.function(reduce_retracing=True)
        def loss_of(*both: tf.Tensor) -> tf.Tensor:
            return gan.adversarial_loss.discriminator(*(gan.judge(seen, training=False) for seen in both))

        pairs = ((self._real_images[batch], fakes) for batch, fakes in zip(self._batches, fake_batches, strict=True))
        losses = [
            loss_of(*(self._given(packed(tf.convert_to_tensor(images), self._pack), batch) for images in pair))
            for batch, pair in zip(self._batches, pairs, strict=True)
        ]
        return float(np.mean(losses))

    def _given(self, x: np.ndarray | tf.Tensor, batch: slice) -> tf.Tensor | list[tf.Tensor]:
        """What a network takes: with the labels of this batch where there are labels."""
        labels = None if self._labels is None else tf.convert_to_tensor(self._labels[batch])
        return with_labels(tf.convert_to_tensor(x), labels)
