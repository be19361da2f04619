"""The unrolled GAN: the generator looks some updates of the discriminator ahead."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.differentiable_updates import apply_differentiably
from ganlib.models.gan import Gan
from ganlib.models.replicas import mean_of_replicas
from ganlib.nets.packing import packed


class UnrolledGan(Gan):
    """Metz et al. 2017, arXiv:1611.02163: the generator plays against the discriminator that would answer it.

    f_K(θ_G, θ_D) = f(θ_G, θ_Dᴷ(θ_G, θ_D)), equation 6, where θ_Dᵏ⁺¹ comes from θ_Dᵏ by an update of the discriminator's
    own optimizer, equations 3 to 5. The generator descends f_K, and its gradient flows through all K updates; the
    discriminator moves one step as usual, equations 7 and 8. Here L_G and L_D may be any pair of losses, penalties
    included, in place of f and −f.

    All K updates see the batch of this step. `loss/g` is that of f_K.
    """

    def __init__(
        self, generator: keras.Model, discriminator: keras.Model, *, unrolled_steps: int, **kwargs: Any
    ) -> None:
        """
        Args:
            unrolled_steps: K; with 0 it is a plain GAN.
        """
        super().__init__(generator, discriminator, **kwargs)
        self.unrolled_steps = unrolled_steps

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One update of the generator, `d_steps_per_g_step` of the discriminator; `data` as for `Gan`."""
        real_images, labels = self._train_discriminator_first(data)
        generator_inputs = self._generator_inputs(real_images, labels)
        real_packs, place = packed(real_images, self.images_per_pack), self.d_steps_per_g_step - 1
        with tf.GradientTape() as g_tape:
            fake_packs = self._fake_packs(generator_inputs)
            with keras.StatelessScope():  # θ_Dᵏ; at its end the discriminator and its optimizer are what they were
                for _ in range(self.unrolled_steps):
                    d_gradients, _, _ = self._discriminator_gradients(real_packs, fake_packs, labels, place)
                    self._update_unrolled(d_gradients)
                g_loss = self._loss_of_generator(real_packs, fake_packs, labels)
        g_gradients = g_tape.gradient(g_loss, self.generator.trainable_variables)
        d_gradients, _, report = self._discriminator_gradients(real_packs, fake_packs, labels, place)
        self._update_both(d_gradients, g_gradients)
        return {"grad_norm/g": tf.linalg.global_norm(g_gradients), **report, "loss/g": g_loss}

    def _update_unrolled(self, gradients: list) -> None:
        """As `_update_discriminator`, inside the scope."""
        gradients = [mean_of_replicas(gradient) for gradient in gradients]
        apply_differentiably(self.d_optimizer, gradients, self.discriminator.trainable_variables)
        self._constrain_discriminator()

    def _loss_of_generator(self, real_images: tf.Tensor, fake_images: tf.Tensor, labels: tf.Tensor | None) -> tf.Tensor:
        """L_G with the discriminator as it now is."""
        real_images, fake_images = self._with_noise(real_images), self._with_noise(fake_images)
        judge, judge_of_fakes = self._judge_of(real_images, labels), self._judge_of(fake_images, labels)
        real_logits, fake_logits = judge(real_images, training=True), judge_of_fakes(fake_images, training=True)
        return self.adversarial_loss.generator(real_logits, fake_logits)
