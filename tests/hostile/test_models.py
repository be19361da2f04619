"""Models from elsewhere: opened without running or reading anything that is not theirs."""

import ast
import os
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from ganlib.errors import ModelNotReadyError
from ganlib.sampling import sample
from tests.fakes.model import write_onnx
from tests.test_architecture import ROOT, source_files

_FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib", "yaml"}
_FORBIDDEN_CALLS = {"eval", "exec", "compile_command", "enable_unsafe_deserialization", "os.system", "torch.load"}
_FORBIDDEN_ARGUMENTS = {("safe_mode", False), ("allow_pickle", True), ("shell", True), ("unsafe_allow_html", True),
                        ("unsafe_allow_javascript", True)}  # fmt: skip


def write_model(folder: Path, location: str) -> None:
    """`z · W`, with W in another file."""
    weights = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4, 4], data_location=TensorProto.EXTERNAL)
    for key, value in (("location", location), ("offset", "0"), ("length", "64")):
        weights.external_data.add(key=key, value=value)
    shape = helper.make_tensor("shape", TensorProto.INT64, [4], [-1, 2, 2, 1])
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["z", "w"], ["flat"]), helper.make_node("Reshape", ["flat", "shape"], ["images"])],
        "g",
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, ["batch", 4])],
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", 2, 2, 1])],
        [weights, shape],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "generator.onnx").write_bytes(model.SerializeToString())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "model"
    folder.mkdir(parents=True)
    for path in (tmp_path / "secret.bin", folder / "own.bin"):
        path.write_bytes(np.arange(16, dtype=np.float32).tobytes())
    os.symlink(tmp_path / "secret.bin", folder / "linked.bin")
    return folder


def test_a_model_may_keep_weights_beside_itself(folder: Path) -> None:
    write_model(folder, "own.bin")
    assert sample(folder, n=2, seed=1).shape == (2, 2, 2, 1)


@pytest.mark.parametrize(
    "location", ["../../secret.bin", "ABSOLUTE", "linked.bin", "/etc/hostname", "sub/../../../secret.bin"]
)
def test_a_model_cannot_read_files_elsewhere(folder: Path, tmp_path: Path, location: str) -> None:
    write_model(folder, str(tmp_path / "secret.bin") if location == "ABSOLUTE" else location)
    with pytest.raises(ModelNotReadyError):
        sample(folder, n=2, seed=1)


@pytest.mark.parametrize("shape", [["batch"], ["batch", "z"], ["batch", 10**9], ["batch", 4, 4], []])
def test_a_model_of_another_shape_is_refused(folder: Path, shape: list[object]) -> None:
    graph = helper.make_graph(
        [helper.make_node("Identity", ["z"], ["images"])],
        "g",
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, shape)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "generator.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(ModelNotReadyError):
        sample(folder, n=2, seed=1)


@pytest.mark.slow
def test_a_keras_file_with_code_in_it_is_refused_by_the_loader_we_use(tmp_path: Path) -> None:
    import keras

    inputs = keras.Input((4,))
    evil = keras.Model(inputs, keras.layers.Lambda(lambda x: x * 2)(inputs))
    evil.save(tmp_path / "generator.keras")
    with pytest.raises(ValueError, match=r"[Ll]ambda"):
        keras.saving.load_model(tmp_path / "generator.keras")


@pytest.mark.parametrize("file", source_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_in_the_product_runs_what_it_reads(file: Path) -> None:
    """No unpickling, no `eval`, no shell, no HTML from texts, no model opened in unsafe mode."""
    found = list(dangers(ast.parse(file.read_text(encoding="utf-8"))))
    assert not found


def dangers(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [name for name in names if name.partition(".")[0] in _FORBIDDEN_MODULES]
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in _FORBIDDEN_CALLS or called.rpartition(".")[2] in ("enable_unsafe_deserialization", "html"):
                found.append(called)
            for keyword in node.keywords:
                value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
                if (keyword.arg, value) in _FORBIDDEN_ARGUMENTS:
                    found.append(f"{called}({keyword.arg}={value})")
    return found


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "eval(text)",
        "st.html(text)",
        "st.markdown(text, unsafe_allow_html=True)",
        "keras.saving.load_model(path, safe_mode=False)",
        "keras.config.enable_unsafe_deserialization()",
        "np.load(path, allow_pickle=True)",
        "subprocess.run(text, shell=True)",
    ],
)
def test_a_danger_is_found(line: str) -> None:
    assert dangers(ast.parse(line))


@pytest.mark.parametrize("shape", [(300, 2, 1), (2, 2, 5), (2, 2, 2), (1, 1, 3)])
def test_pictures_that_no_studio_draws_are_refused_before_they_are_drawn(
    tmp_path: Path, shape: tuple[int, int, int]
) -> None:
    write_onnx(tmp_path / "generator.onnx", latent_dim=4, shape=shape)
    with pytest.raises(ModelNotReadyError, match="damaged") as refused:
        sample(tmp_path, n=1, seed=1)
    assert str(refused.value.__cause__).startswith("got ")
