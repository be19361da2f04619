"""How often the discriminator sees a picture transformed: always as often, or by how much it overfits."""

import keras
import tensorflow as tf

from ganlib.models.replicas import mean_of_replicas, uniform_rows
from ganlib.models.transforms import CHANCES, transformed

TARGET = 0.6  # of the overfitting heuristic: Karras et al. 2020, section 3
MOST = 0.8  # the safety limit of section 2.2: above it what is transformed may leak into the generated pictures
IMAGES_FROM_0_TO_1 = 100_000  # as in the authors' program for short training; their long one takes 500,000


class Augmentation(keras.layers.Layer):
    """T of D(T(x)), for real and generated pictures alike; its probability p may follow the discriminator.

    Karras et al. 2020 (ADA), arXiv:2006.06676, equation 1 and section 3: r_t = E sign D(T(x)) of real pictures is 0
    where the discriminator only guesses and 1 where it knows every one of them, and p moves towards r_t = 0.6. What
    the sign of a logit is, of losses that have none: docs/adr/0018.
    """

    def __init__(self, probability: float, *, is_adaptive: bool = False, images_per_pack: int = 1) -> None:
        """
        Args:
            probability: p; where it is adaptive, at the start.
        """
        super().__init__(name="augmentation", dtype="float32")
        self.images_per_pack = images_per_pack
        self.fixed_probability = probability
        self.adaptive_probability = (
            self.add_weight(
                shape=(),
                initializer=keras.initializers.Constant(min(probability, MOST)),
                trainable=False,
                aggregation="mean",
                name="probability",
            )
            if is_adaptive
            else None
        )
        self.built = True

    @property
    def probability(self) -> tf.Tensor:
        """p as it is now."""
        adaptive = self.adaptive_probability
        return tf.constant(self.fixed_probability) if adaptive is None else tf.identity(adaptive.value)

    def draw(self, count: int | tf.Tensor, seed_generator: keras.random.SeedGenerator) -> tf.Tensor:
        """The random numbers for so many pictures, or packs, of this replica: `[count, CHANCES]`."""
        return uniform_rows((count, CHANCES), seed_generator)

    def call(self, images: tf.Tensor, chances: tf.Tensor) -> tf.Tensor:
        """T(x), always the same with the same random numbers and the same p."""
        return transformed(images, chances, self.probability, self.images_per_pack)

    def adapt(self, sign: tf.Tensor, count: int | tf.Tensor) -> None:
        """p ← p ± pictures / 100,000, up where r_t is above its target.

        The paper does so after every fourth batch with the mean of the four; here after each, a fourth as far.

        Args:
            sign: r_t of the pictures of this replica.
            count: how many pictures, or packs, these were.
        """
        if self.adaptive_probability is None:
            return
        num_images = count * self.images_per_pack * tf.distribute.get_strategy().num_replicas_in_sync
        step = tf.cast(num_images, tf.float32) / IMAGES_FROM_0_TO_1
        moved = self.adaptive_probability.value + step * tf.sign(mean_of_replicas(sign) - TARGET)
        self.adaptive_probability.assign(tf.clip_by_value(moved, 0.0, MOST))
