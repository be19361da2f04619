"""Adam in one operation of TensorFlow for each variable (docs/adr/0028)."""

import keras
import tensorflow as tf


class FusedAdam(keras.optimizers.Adam):
    """Kingma & Ba 2014, arXiv:1412.6980, algorithm 1, in the order of its section 2, as in Keras.

    m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε). Keras writes it in a dozen
    operations, each of which goes through the memory again; variables, names and checkpoints are the same.
    """

    def update_step(self, gradient: tf.Tensor, variable: tf.Variable, learning_rate: tf.Tensor) -> None:
        place, t = self._get_variable_index(variable), tf.cast(self.iterations.value + 1, variable.dtype)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[place].value.handle,
            v=self._velocities[place].value.handle,
            beta1_power=tf.pow(tf.cast(self.beta_1, variable.dtype), t),
            beta2_power=tf.pow(tf.cast(self.beta_2, variable.dtype), t),
            lr=tf.cast(learning_rate, variable.dtype),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.cast(gradient, variable.dtype),
        )
