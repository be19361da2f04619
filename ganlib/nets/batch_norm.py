"""Batch normalisation in one operation of TensorFlow (docs/adr/0032)."""

import keras
import tensorflow as tf
from keras import layers


@keras.saving.register_keras_serializable("ganlib")
class FusedBatchNormalization(layers.BatchNormalization):
    """Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1, over all axes but the last, as in Keras.

    y = γ·(x − μ)/√(σ² + ε) + β with mean μ and variance σ² of the batch. Keras writes it in a dozen operations, each of
    which goes through the memory again; TensorFlow has one, and one for its gradient. Weights and results are the same.
    """

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        if not (training and self.trainable):
            return super().call(inputs)
        y, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=inputs if inputs.shape.rank == 4 else inputs[:, tf.newaxis, tf.newaxis, :],
            scale=tf.cast(self.gamma, tf.float32),
            offset=tf.cast(self.beta, tf.float32),
            mean=[],
            variance=[],
            epsilon=self.epsilon,
            is_training=True,
        )
        count = tf.cast(tf.size(inputs) / inputs.shape[-1], tf.float32)
        biased = variance * (count - 1.0) / count  # as in the paper and in Keras; TensorFlow divides by count − 1
        for moving, now in ((self.moving_mean, mean), (self.moving_variance, biased)):
            moving.assign(moving * self.momentum + now * (1.0 - self.momentum))
        return tf.reshape(y, tf.shape(inputs))


def in_plain_layers(network: keras.Model) -> keras.Model:
    """The same network, weights included, in float32 and in layers that Keras has: anybody can open it when saved."""

    def plain(layer: keras.Layer | keras.Operation) -> keras.Layer | keras.Operation:
        if not isinstance(layer, keras.Layer):
            return type(layer).from_config(layer.get_config())
        kind = layers.BatchNormalization if isinstance(layer, FusedBatchNormalization) else type(layer)
        return kind.from_config(layer.get_config() | {"dtype": "float32"})

    copy = keras.models.clone_model(network, clone_function=plain, recursive=True)
    copy.set_weights(network.get_weights())
    return copy
