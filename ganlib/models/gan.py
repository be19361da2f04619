"""The generative adversarial network: a generator against a discriminator."""

from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from ganlib.models.augmentation import Augmentation
from ganlib.models.dropout import with_same_dropout
from ganlib.models.ema import copy_network, ramped_decay, update_average
from ganlib.models.penalty_draws import directions, other_images
from ganlib.models.replicas import averaged, normal_like, normal_rows
from ganlib.models.spectral import SpectralNorm
from ganlib.nets.conditional import with_labels
from ganlib.nets.packing import packed
from ganlib.objectives.adversarial import AdversarialLoss
from ganlib.objectives.belief import overfitting_sign
from ganlib.objectives.penalties import PENALTIES, logits_and_pull_back, logits_and_slopes, slopes_along


class Gan(keras.Model):
    """Goodfellow et al. 2014, arXiv:1406.2661, with both players moving at once (simultaneous gradient descent).

    Both gradients are taken at the same weights from the same fake pictures, as in TensorFlow's DCGAN tutorial; so the
    generator runs once per step, and the slope ∇ₓD(G(z)) serves the generator and the R2 penalty alike. Only where the
    discriminator mixes the pictures of a batch does the generator need a slope of its own (docs/adr/0016).

    Conditional networks (`ganlib/nets/conditional.py`) take labels too: a fake picture has those of a real one.

    Packs (`ganlib/nets/packing.py`): the discriminator judges several pictures together; all that is said here of a
    picture that it sees, its slope and its noise included, then holds for a pack.

    Augmentation (`ganlib/models/augmentation.py`): the discriminator sees T(x) in place of x; slopes, and so penalties
    and the generator's gradient, are those of D(T(x)) at x (docs/adr/0018).

    Lazy penalties (Karras et al. 2020, arXiv:1912.04958) are worked out at every k-th update of the discriminator
    only, and weigh k times as much there. The paper makes them a step of their own, k + 1 steps for k batches, and
    corrects Adam's learning rate and β for it; here they are part of the k-th step: there is nothing to correct.

    Finite differences (`slopes_along`) stand in for the slopes of R1 and R2 where that is chosen: both looks see the
    same noise, T and dropout (docs/adr/0022).
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        *,
        loss: AdversarialLoss,
        penalty_weights: Mapping[str, float] | None = None,
        penalty_every_steps: int = 1,
        finite_differences: bool = False,
        weight_clip: float = 0.0,
        spectral_norm: bool = False,
        instance_noise: float = 0.0,
        augmentation: Augmentation | None = None,
        mixes_pictures: bool = False,
        images_per_pack: int = 1,
        d_steps_per_g_step: int = 1,
        ema_half_life: float = 0.0,
        seed: int = 0,
    ) -> None:
        """
        Args:
            penalty_weights: key in `PENALTIES` → what it is multiplied by; the others are off.
            penalty_every_steps: k of lazy penalties, counted in updates of the discriminator.
            finite_differences: in place of slopes for R1 and R2; not with `mixes_pictures`.
            weight_clip: the largest weight that the discriminator may have; 0 = no limit.
            spectral_norm: both players see the discriminator with normalised kernels.
            instance_noise: standard deviation of the noise on every picture that the discriminator sees.
            augmentation: how every picture is transformed that the discriminator sees.
            mixes_pictures: the logit of a picture depends on the others of its batch.
            images_per_pack: how many pictures, neighbours in a batch, the discriminator judges together.
            ema_half_life: of the averaged generator, as a share of the steps so far; 0 = no averaging.
        """
        super().__init__(name="gan")
        self.generator = generator
        self.discriminator = discriminator
        self.generator_ema = copy_network(generator) if ema_half_life > 0.0 else None
        self.spectral_norm = SpectralNorm(discriminator, seed=seed) if spectral_norm else None
        self.adversarial_loss = loss
        self.penalty_weights = {key: weight for key, weight in (penalty_weights or {}).items() if weight > 0.0}
        self.penalty_every_steps = penalty_every_steps
        self.finite_differences = finite_differences
        self.weight_clip = weight_clip
        self.instance_noise = tf.Variable(instance_noise, trainable=False) if instance_noise > 0.0 else None
        self.augmentation = augmentation
        self.mixes_pictures = mixes_pictures
        self.images_per_pack = images_per_pack
        self.d_steps_per_g_step = d_steps_per_g_step
        self.ema_half_life = ema_half_life
        self.latent_dim = generator.inputs[0].shape[-1]
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.steps_done = self.add_weight(shape=(), dtype="int64", initializer="zeros", trainable=False, name="steps")
        self.last_penalties = {
            key: self.add_weight(shape=(), initializer="zeros", trainable=False, aggregation="mean", name=f"last_{key}")
            for key in (PENALTIES if penalty_every_steps > 1 else ())
        }  # to log until they are worked out again
        self.built = True  # the networks are; there is no call() of its own to trace

    @property
    def sampler(self) -> keras.Model:
        """The network to draw with: the averaged generator where there is one."""
        return self.generator_ema or self.generator

    @property
    def judge(self) -> keras.layers.Layer:
        """The discriminator as both players see it: with normalised kernels where that is chosen."""
        return self.spectral_norm or self.discriminator

    @property
    def d_variables(self) -> list[keras.Variable]:
        """What the discriminator's optimizer moves."""
        return self.discriminator.trainable_variables

    def compile(
        self, *, g_optimizer: keras.Optimizer, d_optimizer: keras.Optimizer, jit_compile: bool = False, **kwargs: Any
    ) -> None:
        super().compile(optimizer=None, jit_compile=jit_compile, **kwargs)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        with self.distribute_strategy.scope():
            g_optimizer.build(self.generator.trainable_variables)
            d_optimizer.build(self.d_variables)

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One update of the generator, `d_steps_per_g_step` of the discriminator.

        Args:
            data: real pictures `[batch · d_steps_per_g_step, height, width, channels]` in [0, 1]; each update of the
                discriminator sees its own share. With conditional networks, pairs of those and their one-hot labels.
        """
        real_images, labels = self._train_discriminator_first(data)
        generator_inputs = self._generator_inputs(real_images, labels)
        with tf.GradientTape() as g_tape:
            fake_packs = self._fake_packs(generator_inputs)
        real_packs, place = packed(real_images, self.images_per_pack), self.d_steps_per_g_step - 1
        d_gradients, push, report = self._discriminator_gradients(real_packs, fake_packs, labels, place)
        # ∂L_G/∂θ_G by the chain rule: ∂L_G/∂G(z) · ∂G(z)/∂θ_G
        g_gradients = g_tape.gradient(fake_packs, self.generator.trainable_variables, output_gradients=push)
        self._update_both(d_gradients, g_gradients)
        return {"grad_norm/g": tf.linalg.global_norm(g_gradients), **report}

    def _train_discriminator_first(self, data: Any) -> tuple[tf.Tensor, tf.Tensor | None]:
        """All updates of the discriminator but the last, and the share of pictures and labels that is left for that."""
        all_real_images, all_labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        count = self.d_steps_per_g_step
        *earlier_batches, real_images = tf.split(all_real_images, count)
        *earlier_labels, labels = [None] * count if all_labels is None else tf.split(all_labels, count)
        for place, (earlier_images, their_labels) in enumerate(zip(earlier_batches, earlier_labels, strict=True)):
            fake_packs = self._fake_packs(self._generator_inputs(earlier_images, their_labels))
            real_packs = packed(earlier_images, self.images_per_pack)
            d_gradients, _, _ = self._discriminator_gradients(real_packs, fake_packs, their_labels, place)
            self._update_discriminator(d_gradients)
        return real_images, labels

    def _generator_inputs(self, real_images: tf.Tensor, labels: tf.Tensor | None) -> tf.Tensor | list[tf.Tensor]:
        """z ~ N(0, I), one for each real picture, with its label where there are labels."""
        latents = normal_rows((tf.shape(real_images)[0], self.latent_dim), self.seed_generator)
        return with_labels(latents, labels)

    def _fake_packs(self, generator_inputs: tf.Tensor | list[tf.Tensor]) -> tf.Tensor:
        return packed(self.generator(generator_inputs, training=True), self.images_per_pack)

    def _discriminator_gradients(
        self, real_images: tf.Tensor, fake_images: tf.Tensor, labels: tf.Tensor | None, place: int
    ) -> tuple[list, tf.Tensor, dict]:
        """∂(L_D + Σ weight · penalty)/∂θ_D; ∂L_G/∂G(z); what to log.

        Args:
            place: which of the discriminator's updates in this step it is for: 0, 1, …
        """
        real_images, fake_images = self._with_noise(real_images), self._with_noise(fake_images)
        others = other_images(self.penalty_weights, real_images, fake_images, self.seed_generator)
        own_images = {"r1": real_images, "r2": fake_images} if self.finite_differences else {}
        asides = directions(self.penalty_weights, own_images, self.seed_generator)
        judge, judge_of_fakes = self._judge_of(real_images, labels), self._judge_of(fake_images, labels)
        weights = [variable.value for variable in self.d_variables]

        def judged(factor: int) -> tuple[list, tf.Tensor, dict, dict]:
            """With the penalties so many times as heavy; at 0 they are the last ones, only to log."""
            with tf.GradientTape() as d_tape:
                d_tape.watch(weights)  # while this is unrolled (`unrolled_gan.py`), they are tensors
                # TensorFlow leaves slopes that nothing uses out of the compiled step.
                real_logits, real_slopes = logits_and_slopes(judge, real_images)
                fake_logits, fake_slopes, pull_back = self._look_at_fakes(judge_of_fakes, fake_images)
                if factor:
                    slopes = {"r1": real_slopes, "r2": fake_slopes}
                    slopes |= {key: logits_and_slopes(judge, images)[1] for key, images in others.items()}
                    looks = {"r1": (judge, real_images, real_logits), "r2": (judge_of_fakes, fake_images, fake_logits)}
                    slopes |= {key: slopes_along(*looks[key], noise) for key, noise in asides.items()}
                    penalties = {key: PENALTIES[key](slopes[key]) for key in self.penalty_weights}
                else:
                    penalties = {key: self.last_penalties[key].value for key in self.penalty_weights}
                d_loss = self.adversarial_loss.discriminator(real_logits, fake_logits)
                objective = d_loss + sum(
                    factor * weight * penalties[key] for key, weight in self.penalty_weights.items()
                )
            gradients = d_tape.gradient(objective, weights)
            g_loss, pull = self._generator_loss(real_logits, fake_logits)
            report = {"loss/g": g_loss, "loss/d": d_loss, **self._report(real_logits, fake_logits)}
            return gradients, pull_back(pull), report, penalties

        gradients, push, report, penalties = self._lazily(judged, place)
        if self.augmentation is not None:
            self.augmentation.adapt(report["augment/sign"], tf.shape(real_images)[0])
        report |= {"grad_norm/d": tf.linalg.global_norm(gradients)}
        report |= {f"penalty/{key}": penalty for key, penalty in penalties.items()}
        return gradients, push, report

    def _judge_of(self, images: tf.Tensor, labels: tf.Tensor | None) -> Callable[..., tf.Tensor]:
        """x ↦ D(T(x)), with the same draw of T, one for each of these pictures, in every pass.

        For finite differences with the same dropout too.
        """
        augmentation = self.augmentation
        chances = None if augmentation is None else augmentation.draw(tf.shape(images)[0], self.seed_generator)

        def judge(images: tf.Tensor, training: bool) -> tf.Tensor:
            seen = images if augmentation is None else augmentation(images, chances)
            return self.judge(with_labels(seen, labels), training=training)

        return with_same_dropout(self.discriminator, judge) if self.finite_differences else judge

    def _look_at_fakes(
        self, judge: Callable[..., tf.Tensor], images: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
        """D(G(z)), its slopes, and what makes ∂L/∂G(z) of ∂L/∂D(G(z))."""
        if self.mixes_pictures:
            logits, pull_back = logits_and_pull_back(judge, images)
            return logits, pull_back(tf.ones_like(logits)), pull_back
        logits, slopes = logits_and_slopes(judge, images)
        return logits, slopes, lambda pull: pull[:, :, tf.newaxis, tf.newaxis] * slopes

    def _lazily(self, judged: Callable[[int], tuple], place: int) -> tuple:
        """What `judged` says with penalties k times as heavy at every k-th update, without them at the others."""
        every = self.penalty_every_steps
        if every == 1 or not self.penalty_weights:
            return judged(1)
        update = self.steps_done.value * self.d_steps_per_g_step + place
        judgement = tf.cond(update % every == 0, lambda: judged(every), lambda: judged(0))
        for key, penalty in judgement[-1].items():
            self.last_penalties[key].assign(penalty)
        return judgement

    def _with_noise(self, images: tf.Tensor) -> tf.Tensor:
        """x + s·ε with ε ~ N(0, I). Sønderby et al. 2016, arXiv:1610.04490: instance noise."""
        if self.instance_noise is None:
            return images
        return images + self.instance_noise * normal_like(images, self.seed_generator)

    def _report(self, real_logits: tf.Tensor, fake_logits: tf.Tensor) -> dict[str, tf.Tensor]:
        """What the discriminator thinks, to log."""
        real_belief, fake_belief = self.adversarial_loss.belief(real_logits, fake_logits)
        report = {
            "logits/real_mean": tf.reduce_mean(real_logits),
            "logits/fake_mean": tf.reduce_mean(fake_logits),
            "probability/real": tf.reduce_mean(real_belief),
            "probability/fake": tf.reduce_mean(fake_belief),
        }
        if self.adversarial_loss.distance is not None:
            report["distance/critic"] = self.adversarial_loss.distance(real_logits, fake_logits)
        if self.instance_noise is not None:
            report["noise/instance"] = self.instance_noise.read_value()
        if self.augmentation is not None:
            report["augment/probability"] = self.augmentation.probability
            report["augment/sign"] = overfitting_sign(real_belief)
        return report

    def _update_discriminator(self, gradients: list) -> None:
        self.d_optimizer.apply(averaged(gradients), self.d_variables)
        self._constrain_discriminator()

    def _constrain_discriminator(self) -> None:
        """What must hold of its weights after each step."""
        if self.weight_clip > 0.0:  # Arjovsky, Chintala & Bottou 2017, arXiv:1701.07875, algorithm 1
            for variable in self.discriminator.trainable_variables:
                variable.assign(tf.clip_by_value(variable.value, -self.weight_clip, self.weight_clip))
        if self.spectral_norm is not None:
            self.spectral_norm.iterate()

    def _generator_loss(self, real_logits: tf.Tensor, fake_logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """L_G and ∂L_G/∂D(G(z))."""
        with tf.GradientTape() as tape:
            tape.watch(fake_logits)
            g_loss = self.adversarial_loss.generator(real_logits, fake_logits)
        return g_loss, tape.gradient(g_loss, fake_logits)

    def _update_both(self, d_gradients: list, g_gradients: list) -> None:
        self._update_discriminator(d_gradients)
        self.g_optimizer.apply(averaged(g_gradients), self.generator.trainable_variables)
        self._average_generator()

    def _average_generator(self) -> None:
        self.steps_done.assign_add(1)
        if self.generator_ema is not None:
            decay = ramped_decay(self.steps_done.value, self.ema_half_life)
            update_average(self.generator_ema, self.generator, decay)
