"""The nearest code of each vector, and a codebook that follows the vectors it stands for."""

import keras
import tensorflow as tf

from ganlib.models.replicas import mean_of_replicas, rows_of_all, sum_of_replicas

_DEAD = 0.5  # vectors a step, on average: a code with fewer is free to begin anew


def nearest(vectors: tf.Tensor, codebook: tf.Tensor) -> tf.Tensor:
    """argminₖ ‖z − eₖ‖: van den Oord et al. 2017, arXiv:1711.00937, equation 1.

    Args:
        vectors: z `[..., d]`.
        codebook: e `[size, d]`.

    Returns:
        int32 `[...]`.
    """
    return tf.argmin(_squared_distances(vectors, codebook), axis=-1, output_type=tf.int32)


def _squared_distances(vectors: tf.Tensor, codebook: tf.Tensor) -> tf.Tensor:
    """‖z − eₖ‖² `[..., size]`; rounding may push it a little below zero."""
    products = tf.einsum("...d,kd->...k", vectors, codebook)
    squares = tf.reduce_sum(tf.square(vectors), axis=-1, keepdims=True)
    return squares - 2.0 * products + tf.reduce_sum(tf.square(codebook), axis=1)


def perplexity(counts: tf.Tensor) -> tf.Tensor:
    """exp(−Σ pₖ log pₖ) of how often each code was used: how many codes, were all used alike. Scalar.

    The logarithm cannot see zero: an unused code adds nothing.
    """
    shares = counts / tf.reduce_sum(counts)
    return tf.exp(-tf.reduce_sum(tf.math.multiply_no_nan(tf.math.log(tf.maximum(shares, 1e-12)), shares)))


class Quantiser(keras.layers.Layer):
    """Moves the vectors of a codebook. Van den Oord et al. 2017, appendix A.1, equations 6 to 8.

        Nₖ ← γ Nₖ + (1 − γ) nₖ     mₖ ← γ mₖ + (1 − γ) Σ z of code k     eₖ = mₖ / Nₖ

    A code that hardly any vector is near to never moves again. Here it begins anew, as one of the vectors of the step
    that are farther from their own code than the average: the paper has nothing of the kind (Dhariwal et al. 2020,
    arXiv:2005.00341, section 3.1, take any vector). So, too, the codebook gets its first vectors.
    """

    def __init__(self, codebook: keras.Model, *, decay: float) -> None:
        """
        Args:
            codebook: codes → their vectors, by an embedding alone.
            decay: γ; 0.99 in the paper.
        """
        super().__init__(trainable=False, name="quantiser")
        self.codebook = codebook
        self.decay = decay
        size, dimensions = codebook.get_layer("vectors").embeddings.shape
        self.counts = self.add_weight(shape=(size,), initializer="zeros", trainable=False, name="counts")
        self.sums = self.add_weight(shape=(size, dimensions), initializer="zeros", trainable=False, name="sums")
        self.built = True

    @property
    def vectors(self) -> keras.Variable:
        """e `[size, d]`."""
        return self.codebook.get_layer("vectors").embeddings

    def begin_anew(self, vectors: tf.Tensor, chances: tf.Tensor) -> None:
        """Give each dead code a vector that no code is near to, if chance finds it one.

        Args:
            vectors: z `[n, d]`.
            chances: uniform in [0, 1) `[size]`, the same in each replica: which vector each code might get.
        """
        distances = tf.reduce_min(_squared_distances(vectors, tf.convert_to_tensor(self.vectors)), axis=1)
        far = tf.cast(distances > mean_of_replicas(tf.reduce_mean(distances)), vectors.dtype)
        found = rows_of_all(tf.concat([vectors, far[:, tf.newaxis]], axis=1), chances)
        candidates, is_far = found[:, :-1], found[:, -1] > 0.5
        is_new = tf.logical_and(self.counts < _DEAD, is_far)
        self.counts.assign(tf.where(is_new, 1.0, self.counts))
        self.sums.assign(tf.where(is_new[:, tf.newaxis], candidates, self.sums))
        self.vectors.assign(tf.where(is_new[:, tf.newaxis], candidates, self.vectors))

    def follow(self, vectors: tf.Tensor, tokens: tf.Tensor) -> tf.Tensor:
        """Move each code towards the mean of its vectors.

        Args:
            vectors: z `[n, d]`.
            tokens: int `[n]`, the code of each.

        Returns:
            How many vectors each code had in this step, `[size]`.
        """
        of_code = tf.one_hot(tokens, self.counts.shape[0], dtype=vectors.dtype)
        counts = sum_of_replicas(tf.reduce_sum(of_code, axis=0))
        sums = sum_of_replicas(tf.matmul(of_code, vectors, transpose_a=True))
        self.counts.assign(self.decay * self.counts + (1.0 - self.decay) * counts)
        self.sums.assign(self.decay * self.sums + (1.0 - self.decay) * sums)
        # A code that never had a vector keeps its own: its count is zero and so is its sum.
        known = self.counts[:, tf.newaxis] > 0.0
        self.vectors.assign(tf.where(known, self.sums / tf.maximum(self.counts[:, tf.newaxis], 1e-6), self.vectors))
        return counts
