"""Who may import whom: every source file is parsed and held against the table of design.md 4."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Room:
    """What the files of one layer may import.

    Attributes:
        ours: other layers of ganlib (a layer may always import itself, `errors` and `i18n`).
        others: third-party packages.
        only_in: third-party package → the one file that may touch it.
    """

    ours: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    only_in: dict[str, str] = field(default_factory=dict)


_TENSORS = {"tensorflow", "keras"}
_UI = {"config", "catalog", "store", "runner", "charts", "sampling", "theory"}
_MODELS = {"model_files", "latent_space", "inversion", "explorer"}

ROOMS = {
    "i18n": Room(),
    "errors": Room(),
    "config": Room(),
    "catalog": Room(ours={"config"}),
    "store": Room(ours={"config"}, others={"numpy", "PIL"}),
    "rejection": Room(others={"numpy"}),
    "latent_space": Room(others={"numpy"}),
    "model_files": Room(ours={"store"}, others={"onnxruntime"}),
    "sampling": Room(ours={"store", "rejection", "latent_space", "model_files"}, others={"numpy", "onnxruntime"}),
    "directions": Room(others={"numpy"}),
    "inversion": Room(ours={"directions"}, others={"numpy", "scipy"}),
    "explorer": Room(
        ours={"store", "model_files", "latent_space", "sampling", "directions", "inversion"}, others={"numpy"}
    ),
    "theory": Room(ours={"config"}, others={"numpy"}),
    "runner": Room(
        ours={"config", "store"},
        others={"psutil", "filelock"},
        only_in={"ray": "ray.py", "pynvml": "machine.py"},
    ),
    "charts": Room(ours={"config", "store", "catalog", "theory"}, others={"plotly", "pandas", "numpy"}),
    "ui": Room(
        ours=_UI | _MODELS, others={"streamlit", "cachetools"}, only_in={"PIL": "gallery.py", "plotly": "live_chart.py"}
    ),
    "pages": Room(ours=_UI | {"ui"}, others={"streamlit"}),
    "app": Room(ours={"ui"}),
    "cli": Room(
        ours={"cli_options", "cli_pictures", "store", "runner", "sampling", "follow"}, others={"typer", "rich", "numpy"}
    ),
    "cli_options": Room(ours={"config", "catalog", "store", "runner"}),
    "cli_pictures": Room(ours={"config", "store", "runner"}, others={"typer", "rich"}),
    "follow": Room(ours={"config", "catalog", "store", "runner"}, others={"rich"}),
    "__main__": Room(ours={"cli"}),
    "data": Room(ours={"config", "theory"}, others=_TENSORS | {"numpy"}),
    "nets": Room(ours={"config"}, others=_TENSORS),
    "objectives": Room(ours={"config"}, others=_TENSORS),
    "models": Room(ours={"config", "nets", "objectives"}, others=_TENSORS),
    "metrics": Room(
        ours={"config"},
        others={"numpy", "scipy", "sklearn"},
        only_in={"tensorflow": "features.py", "keras": "features.py"},
    ),
    "train": Room(
        ours={
            "config",
            "catalog",
            "store",
            "data",
            "nets",
            "objectives",
            "models",
            "metrics",
            "rejection",
            "latent_space",
            "theory",
        },
        others=_TENSORS | {"numpy", "psutil"},
        only_in={"tf2onnx": "export.py", "onnx": "export.py", "sklearn": "mixture.py"},
    ),
}
EVERYBODY = {"errors", "i18n"}


def source_files() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "ganlib").rglob("*.py"))]


def layer_of(file: Path) -> str:
    """`ganlib/store/runs.py` → store, `ganlib/sampling.py` → sampling, `pages/train.py` → pages."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "ganlib" else parts[0]


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that is imported, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def complaints(file: Path, tree: ast.AST) -> list[str]:
    """What this file imports and should not."""
    layer = layer_of(file)
    if layer == "__init__":
        room = Room()
    elif layer in ROOMS:
        room = ROOMS[layer]
    else:
        return [f"{file.name}: the layer “{layer}” has no row in the table"]
    found = []
    for line, name in imports(tree):
        first, *rest = name.split(".")
        if first == "ganlib":
            is_fine = rest[0] in room.ours | EVERYBODY | {layer}
        elif first == "":
            is_fine = False  # relative
        else:
            is_fine = first in sys.stdlib_module_names | room.others or room.only_in.get(first) == file.name
        if not is_fine:
            found.append(f"{file.relative_to(ROOT)}:{line}: {layer} may not import {name}")
    return found


@pytest.mark.parametrize("file", source_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_what_its_layer_may(file: Path) -> None:
    assert not complaints(file, ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("ganlib/store/runs.py", "import streamlit"),
        ("ganlib/store/runs.py", "from ganlib.runner import local"),
        ("ganlib/store/runs.py", "from ganlib import ui"),
        ("ganlib/ui/cards.py", "def f():\n    import tensorflow.keras"),
        ("ganlib/runner/local.py", "import ray"),
        ("ganlib/models/gan.py", "from ganlib.store.runs import Run"),
        ("ganlib/charts/curves.py", "from . import theme"),
        ("ganlib/new_room/file.py", "import os"),
        ("pages/train.py", "import numpy"),
        ("app.py", "from ganlib.store.runs import Run"),
    ],
)
def test_a_forbidden_import_is_found(path: str, line: str) -> None:
    assert complaints(ROOT / path, ast.parse(line))


def test_importing_ganlib_needs_nothing() -> None:
    tree = ast.parse((ROOT / "ganlib" / "__init__.py").read_text(encoding="utf-8"))
    assert not [name for _, name in imports(tree)]
