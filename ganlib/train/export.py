"""Saves the finished networks so that anybody with Keras, or with ONNX, can open them."""

import warnings
from pathlib import Path

import keras
import numpy as np

from ganlib.nets.batch_norm import in_plain_layers
from ganlib.store import layout
from ganlib.store.files import folder_beside
from ganlib.store.prior import FittedPrior, write_prior
from ganlib.train.rejection import Selection, acceptance_network
from ganlib.train.trainee import Trainee


def export(run_dir: Path, trainee: Trainee, prior: FittedPrior | None, selection: Selection | None) -> None:
    """Write `model/`: it is whole or absent.

    Args:
        prior: what latents are drawn from; None: N(0, I).
        selection: which samples are kept, by the discriminator; None: all are.
    """
    networks = {name: in_plain_layers(network) for name, network in trainee.networks_to_save().items()}
    with folder_beside(run_dir / layout.MODEL) as folder:
        for name, network in networks.items():
            network.save(folder / f"{name}.keras")
        _export_onnx(networks[trainee.sampler], folder / f"{trainee.sampler}.onnx")
        if prior is not None:
            write_prior(folder, prior)
        if selection is not None:
            judge = acceptance_network(networks["discriminator"], selection)
            _export_onnx(judge, folder / layout.ACCEPTANCE)


def _export_onnx(network: keras.Model, path: Path) -> None:
    """Latents float32 `[n, latent_dim]` → pictures `[n, height, width, channels]` in [0, 1]; or those → p(kept).

    A conditional one has labels, one-hot float32 `[n, classes]`, as its second input.
    """
    nothing = [np.zeros((1, *one.shape[1:]), np.float32) for one in network.inputs]
    network(nothing if len(nothing) > 1 else nothing[0], training=False)  # Keras exports only what has been called
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tf2onnx looks up NumPy names that are going away
        network.export(path, format="onnx", verbose=False)
