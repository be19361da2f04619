"""A tiny ONNX generator or decoder: what `model/` of a finished run holds, without having trained one."""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from ganlib.config.datasets import image_shape
from ganlib.config.run import RunConfig


def write_model(folder: Path, config: RunConfig) -> None:
    """`sigmoid(z · W)` as pictures: shapes and range as of the real one, weights fixed."""
    write_onnx(
        folder / ("generator.onnx" if config.family == "gan" else "decoder.onnx"),
        latent_dim=config.model.latent_dim,
        shape=image_shape(config.data.dataset),
        num_classes=config.num_classes or config.num_codes,
    )


def write_acceptance(
    path: Path, shape: tuple[int, int, int], strictness: float = 50.0, dark_share: float | None = None
) -> None:
    """A picture is kept with the chance σ(strictness · (brightness − 1/2)).

    Args:
        dark_share: chance that one darker than 1/2 is kept for how often such ones are drawn; None: all are.
    """
    given = {"axes": np.array([1, 2, 3], np.int64), "half": np.float32(0.5), "strictness": np.float32(strictness)}
    shares, outputs = [], ["acceptance"]
    if dark_share is not None:
        given |= {"zero": np.float32(0.0), "one": np.float32(1.0), "dark_share": np.float32(dark_share)}
        shares = [
            helper.make_node("Less", ["above", "zero"], ["is_dark"]),
            helper.make_node("Where", ["is_dark", "dark_share", "one"], ["flat_share"]),
            helper.make_node("Reshape", ["flat_share", "column"], ["share"]),
        ]
        outputs.append("share")
    graph = helper.make_graph(
        nodes=[
            helper.make_node("ReduceMean", ["images", "axes"], ["brightness"], keepdims=0),
            helper.make_node("Sub", ["brightness", "half"], ["above"]),
            helper.make_node("Mul", ["above", "strictness"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["flat"]),
            helper.make_node("Reshape", ["flat", "column"], ["acceptance"]),
            *shares,
        ],
        name="fake",
        inputs=[helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", *shape])],
        outputs=[helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", 1]) for name in outputs],
        initializer=[numpy_helper.from_array(np.asarray(value), name) for name, value in given.items()]
        + [numpy_helper.from_array(np.array([-1, 1], dtype=np.int64), "column")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def write_onnx(path: Path, latent_dim: int, shape: tuple[int, int, int], num_classes: int = 0) -> None:
    """With classes, every pixel is the brighter the higher the class, and the latents only whisper."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = int(np.prod(shape))
    weights = np.random.default_rng(0).standard_normal((latent_dim, pixels)).astype(np.float32)
    inputs = [helper.make_tensor_value_info("latents", TensorProto.FLOAT, ["batch", latent_dim])]
    told, given = [], []
    if num_classes:
        inputs.append(helper.make_tensor_value_info("labels", TensorProto.FLOAT, ["batch", num_classes]))
        told = [
            helper.make_node("MatMul", ["labels", "classes"], ["offset"]),
            helper.make_node("Add", ["from_latents", "offset"], ["logits"]),
        ]
        brightness = np.repeat(np.linspace(-5.0, 5.0, num_classes, dtype=np.float32)[:, None], pixels, axis=1)
        given = [numpy_helper.from_array(brightness, "classes")]
        weights *= 0.01
    graph = helper.make_graph(
        nodes=[
            helper.make_node("MatMul", ["latents", "weights"], ["from_latents" if told else "logits"]),
            *told,
            helper.make_node("Sigmoid", ["logits"], ["flat"]),
            helper.make_node("Reshape", ["flat", "shape"], ["images"]),
        ],
        name="fake",
        inputs=inputs,
        outputs=[helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", *shape])],
        initializer=[
            numpy_helper.from_array(weights, "weights"),
            *given,
            numpy_helper.from_array(np.array([-1, *shape], dtype=np.int64), "shape"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    path.write_bytes(model.SerializeToString())
