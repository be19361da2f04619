"""The generative adversarial network: a generator against a discriminator."""

from typing import Any

import keras
import tensorflow as tf

from ganlib.models.ema import copy_network, ramped_decay, update_average
from ganlib.models.replicas import averaged, normal_rows
from ganlib.objectives.adversarial import AdversarialLoss
from ganlib.objectives.penalties import gradient_penalty, logits_and_slopes


class Gan(keras.Model):
    """Goodfellow et al. 2014, arXiv:1406.2661, with both players moving at once (simultaneous gradient descent).

    Both gradients are taken at the same weights from the same fake pictures, as in TensorFlow's DCGAN tutorial; so the
    generator runs once per step, and the slope ∇ₓD(G(z)) serves the generator and the R2 penalty alike.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        *,
        loss: AdversarialLoss,
        r1_weight: float = 0.0,
        r2_weight: float = 0.0,
        d_steps_per_g_step: int = 1,
        ema_half_life: float = 0.0,
        seed: int = 0,
    ) -> None:
        super().__init__(name="gan")
        self.generator = generator
        self.discriminator = discriminator
        self.generator_ema = copy_network(generator) if ema_half_life > 0.0 else None
        self.adversarial_loss = loss
        self.r1_weight = r1_weight
        self.r2_weight = r2_weight
        self.d_steps_per_g_step = d_steps_per_g_step
        self.ema_half_life = ema_half_life
        self.latent_dim = generator.input_shape[-1]
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.steps_done = self.add_weight(shape=(), dtype="int32", initializer="zeros", trainable=False, name="steps")
        self.built = True  # the networks are; there is no call() of its own to trace

    @property
    def sampler(self) -> keras.Model:
        """The network to draw with: the averaged generator where there is one."""
        return self.generator_ema or self.generator

    def compile(
        self, *, g_optimizer: keras.Optimizer, d_optimizer: keras.Optimizer, jit_compile: bool = False, **kwargs: Any
    ) -> None:
        super().compile(optimizer=None, jit_compile=jit_compile, **kwargs)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        with self.distribute_strategy.scope():
            g_optimizer.build(self.generator.trainable_variables)
            d_optimizer.build(self.discriminator.trainable_variables)

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One update of the generator, `d_steps_per_g_step` of the discriminator.

        Args:
            data: real pictures `[batch · d_steps_per_g_step, height, width, channels]` in [0, 1]; each update of the
                discriminator sees its own share.
        """
        all_real_images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        *earlier_batches, real_images = tf.split(all_real_images, self.d_steps_per_g_step)
        for earlier_images in earlier_batches:
            fake_images = self.generator(self._sample_latents(earlier_images), training=True)
            d_gradients, _, _ = self._discriminator_gradients(earlier_images, fake_images)
            self.d_optimizer.apply(averaged(d_gradients), self.discriminator.trainable_variables)

        latents = self._sample_latents(real_images)
        with tf.GradientTape() as g_tape:
            fake_images = self.generator(latents, training=True)
        d_gradients, judgement, report = self._discriminator_gradients(real_images, fake_images)
        g_gradients, g_loss = self._generator_gradients(g_tape, fake_images, judgement)

        self.d_optimizer.apply(averaged(d_gradients), self.discriminator.trainable_variables)
        self.g_optimizer.apply(averaged(g_gradients), self.generator.trainable_variables)
        self._average_generator()
        return {"loss/g": g_loss, "grad_norm/g": tf.linalg.global_norm(g_gradients), **report}

    def _sample_latents(self, real_images: tf.Tensor) -> tf.Tensor:
        """z ~ N(0, I), one for each real picture."""
        return normal_rows(tf.shape(real_images)[0], self.latent_dim, self.seed_generator)

    def _discriminator_gradients(self, real_images: tf.Tensor, fake_images: tf.Tensor) -> tuple[list, tuple, dict]:
        """∂(L_D + γ₁/2·R1 + γ₂/2·R2)/∂θ_D; what the discriminator thinks; what to log."""
        with tf.GradientTape() as d_tape:
            penalties = {}
            if self.r1_weight > 0.0:
                real_logits, real_slopes = logits_and_slopes(self.discriminator, real_images)
                penalties["penalty/r1"] = gradient_penalty(real_slopes)
            else:
                real_logits = self.discriminator(real_images, training=True)
            fake_logits, fake_slopes = logits_and_slopes(self.discriminator, fake_images)
            if self.r2_weight > 0.0:
                penalties["penalty/r2"] = gradient_penalty(fake_slopes)
            d_loss = self.adversarial_loss.discriminator(real_logits, fake_logits)
            objective = d_loss
            for key, weight in (("penalty/r1", self.r1_weight), ("penalty/r2", self.r2_weight)):
                if weight > 0.0:
                    objective += 0.5 * weight * penalties[key]
        gradients = d_tape.gradient(objective, self.discriminator.trainable_variables)
        real_belief, fake_belief = self.adversarial_loss.belief(real_logits, fake_logits)
        report = {
            "loss/d": d_loss,
            "logits/real_mean": tf.reduce_mean(real_logits),
            "logits/fake_mean": tf.reduce_mean(fake_logits),
            "probability/real": tf.reduce_mean(real_belief),
            "probability/fake": tf.reduce_mean(fake_belief),
            "grad_norm/d": tf.linalg.global_norm(gradients),
            **penalties,
        }
        if self.adversarial_loss.distance is not None:
            report["distance/critic"] = self.adversarial_loss.distance(real_logits, fake_logits)
        return gradients, (real_logits, fake_logits, fake_slopes), report

    def _generator_gradients(
        self, g_tape: tf.GradientTape, fake_images: tf.Tensor, judgement: tuple
    ) -> tuple[list, tf.Tensor]:
        """∂L_G/∂θ_G by the chain rule: ∂L_G/∂D(G(z)) · ∇ₓD(G(z)) · ∂G(z)/∂θ_G."""
        real_logits, fake_logits, fake_slopes = judgement
        with tf.GradientTape() as loss_tape:
            loss_tape.watch(fake_logits)
            g_loss = self.adversarial_loss.generator(real_logits, fake_logits)
        pull = loss_tape.gradient(g_loss, fake_logits)[:, :, tf.newaxis, tf.newaxis]
        gradients = g_tape.gradient(
            fake_images, self.generator.trainable_variables, output_gradients=pull * fake_slopes
        )
        return gradients, g_loss

    def _average_generator(self) -> None:
        self.steps_done.assign_add(1)
        if self.generator_ema is not None:
            decay = ramped_decay(self.steps_done.value, self.ema_half_life)
            update_average(self.generator_ema, self.generator, decay)
