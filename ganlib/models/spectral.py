"""Spectral normalisation: a network seen with every kernel divided by its largest singular value."""

import keras
import tensorflow as tf

_FIRST_ITERATIONS = 15  # before training, so that σ is nearly right from the first step
_TINY = 1e-12  # keeps the roots from zero, which only a kernel of zeros would bring
_LEAST = 1e-4  # a kernel with a smaller σ is as good as zero, as the last ones of `r3gan`'s blocks are to begin with


class SpectralNorm(keras.layers.Layer):
    """Runs `network` with W̄ = W / σ(W) in place of each kernel W; the network itself stays plain and keeps W.

    Miyato et al. 2018, arXiv:1802.05957, equation 8 and algorithm 1. For each kernel one vector u follows the first
    right singular vector, so that σ(W) = ‖W u‖. Its gradient is v uᵀ with v = W u / ‖W u‖, so that of the loss has the
    paper's term −λ v uᵀ (equation 12) without further ado. A kernel `[…, inputs, outputs]` is one matrix
    `[… · inputs, outputs]`. A kernel that is as good as zero, which nothing can give a length, stays as it is until it
    has one. Why not the layer of Keras: docs/adr/0013.
    """

    def __init__(self, network: keras.Model, *, seed: int = 0) -> None:
        super().__init__(name="spectral_norm", dtype="float32")  # σ in full precision, whatever the network computes in
        self.network = network
        self.directions = [
            self.add_weight(
                shape=(kernel.shape[-1], 1),
                initializer=keras.initializers.RandomNormal(seed=seed + place),
                trainable=False,
                name=f"direction_{place}",
            )
            for place, kernel in enumerate(self._kernels())
        ]
        self.built = True  # the network is
        for _ in range(_FIRST_ITERATIONS):
            self.iterate()

    def call(self, images: tf.Tensor, training: bool = False) -> tf.Tensor:
        """What the network says with normalised kernels."""
        others = [(variable, variable.value) for variable in self.network.trainable_variables]  # also in an outer scope
        with keras.StatelessScope([*others, *self._normalised_kernels()]) as scope:
            logits = self.network(images, training=training)
        for variable in self.network.non_trainable_variables:
            value = scope.get_current_value(variable)
            if value is not None:  # the chance of dropout moves on
                variable.assign(value)
        return logits

    def iterate(self) -> None:
        """v = W u / ‖W u‖, u ← Wᵀ v / ‖Wᵀ v‖: one power iteration. While W is zero, u stays."""
        for kernel, direction in zip(self._kernels(), self.directions, strict=True):
            matrix = _as_matrix(kernel)
            v = _unit(tf.matmul(matrix, direction.value))
            followed = tf.matmul(matrix, v, transpose_a=True)
            direction.assign(tf.where(_length(followed) < _LEAST, direction.value, _unit(followed)))

    def bake(self, copy: keras.Model) -> None:
        """Give a copy of the network such weights that it answers by itself as the network does here."""
        kernels = {id(kernel): value for kernel, value in self._normalised_kernels()}
        for variable, own in zip(copy.weights, self.network.weights, strict=True):
            variable.assign(kernels.get(id(own), own.value))

    def _kernels(self) -> list[keras.Variable]:
        return [variable for variable in self.network.trainable_variables if len(variable.shape) > 1]

    def _normalised_kernels(self) -> list[tuple[keras.Variable, tf.Tensor]]:
        """Each W with W̄."""
        return [
            (kernel, kernel.value / _divisor(tf.matmul(_as_matrix(kernel), direction.value)))
            for kernel, direction in zip(self._kernels(), self.directions, strict=True)
        ]


def _as_matrix(kernel: keras.Variable) -> tf.Tensor:
    return tf.reshape(kernel.value, [-1, kernel.shape[-1]])


def _length(vector: tf.Tensor) -> tf.Tensor:
    return tf.sqrt(tf.reduce_sum(tf.square(vector)) + _TINY)


def _divisor(vector: tf.Tensor) -> tf.Tensor:
    """σ = ‖W u‖, or 1 for a kernel that is as good as zero."""
    length = _length(vector)
    return tf.where(length < _LEAST, 1.0, length)


def _unit(vector: tf.Tensor) -> tf.Tensor:
    return vector / _length(vector)
