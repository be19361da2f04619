"""A tiny ONNX generator or decoder: what `model/` of a finished run holds, without having trained one."""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from ganlib.config.run import RunConfig


def write_model(folder: Path, config: RunConfig) -> None:
    """`sigmoid(z · W)` as pictures: shapes and range as of the real one, weights fixed."""
    write_onnx(
        folder / ("generator.onnx" if config.family == "gan" else "decoder.onnx"),
        latent_dim=config.model.latent_dim,
        shape=(32, 32, 3) if config.data.dataset == "cifar10" else (28, 28, 1),
    )


def write_onnx(path: Path, latent_dim: int, shape: tuple[int, int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = int(np.prod(shape))
    weights = np.random.default_rng(0).standard_normal((latent_dim, pixels)).astype(np.float32)
    graph = helper.make_graph(
        nodes=[
            helper.make_node("MatMul", ["latents", "weights"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["flat"]),
            helper.make_node("Reshape", ["flat", "shape"], ["images"]),
        ],
        name="fake",
        inputs=[helper.make_tensor_value_info("latents", TensorProto.FLOAT, ["batch", latent_dim])],
        outputs=[helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", *shape])],
        initializer=[
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array([-1, *shape], dtype=np.int64), "shape"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    path.write_bytes(model.SerializeToString())
