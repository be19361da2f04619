"""A GAN that finds kinds of pictures by itself: InfoGAN."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.gan import Gan
from ganlib.models.replicas import uniform_rows

# Of the embedding of a code, beside z with 1. With 1, each kind is one and the same picture for a thousand steps.
CODE_SPREAD = 0.4


class InfoGan(Gan):
    """Chen et al. 2016, arXiv:1606.03657, with one categorical code c.

    The generator sees a code beside z, drawn anew for each picture, every one as likely as the others. A recogniser Q,
    one dense layer on the last features of the discriminator, guesses the code from the picture; generator,
    discriminator and recogniser all want it to guess right: V_I = V(D, G) − λ·L_I (equation 6), where
    L_I = E[log Q(c | G(z, c))] + H(c) (equation 5) bounds the mutual information from below; H(c) is constant and left
    out. So codes come to stand for what is easily told apart. The discriminator itself is not told the code.
    """

    def __init__(self, generator: keras.Model, discriminator: keras.Model, *, information_weight: float, **kwargs: Any):
        """
        Args:
            generator: [z, one-hot code] → picture (`conditional_sampler`).
            discriminator: picture → logit, its last layer a dense one, so that its features are what that layer sees.
            information_weight: λ.
            kwargs: of `Gan`; packs and spectral normalisation are not for this.
        """
        super().__init__(generator, discriminator, **kwargs)
        self.num_codes = generator.inputs[1].shape[-1]
        self.information_weight = information_weight
        self.features = keras.Model(discriminator.inputs[0], discriminator.layers[-1].input, name="features")
        self.recogniser = keras.Sequential(
            [keras.Input(self.features.output_shape[1:]), keras.layers.Dense(self.num_codes, dtype="float32")],
            name="recogniser",
        )

    @property
    def d_variables(self) -> list[keras.Variable]:
        return [*super().d_variables, *self.recogniser.trainable_variables]

    def train_step(self, data: tf.Tensor) -> dict[str, tf.Tensor]:
        """As `Gan`, with a code for each picture where that has labels."""
        chances = uniform_rows((tf.shape(data)[0],), self.seed_generator)
        codes = tf.cast(chances * self.num_codes, tf.int32)
        return super().train_step((data, tf.one_hot(codes, self.num_codes)))

    def _judge_of(self, images: tf.Tensor, labels: tf.Tensor | None) -> Any:
        return super()._judge_of(images, None)  # the code is kept from the discriminator

    def _discriminator_gradients(
        self, real_images: tf.Tensor, fake_images: tf.Tensor, labels: tf.Tensor | None, place: int
    ) -> tuple[list, tf.Tensor, dict]:
        gradients, push, report = super()._discriminator_gradients(real_images, fake_images, labels, place)
        with tf.GradientTape() as tape:
            tape.watch(fake_images)
            guesses = self.recogniser(self.features(fake_images, training=True), training=True)
            surprise = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels, guesses))
        push_to_tell, *to_tell = tape.gradient(
            surprise, [fake_images, *(variable.value for variable in self.d_variables)], unconnected_gradients="zero"
        )
        is_right = tf.equal(tf.argmax(guesses, axis=-1), tf.argmax(labels, axis=-1))
        report |= {"loss/information": surprise, "codes/recognised": tf.reduce_mean(tf.cast(is_right, tf.float32))}
        weight = self.information_weight
        gradients = [_plus(one, weight * other) for one, other in zip(gradients, to_tell, strict=True)]
        return gradients, push + weight * push_to_tell, report


def _plus(one: tf.Tensor | None, other: tf.Tensor) -> tf.Tensor:
    """None is the gradient of what a loss does not see."""
    return other if one is None else one + other
