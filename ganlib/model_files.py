"""Opens the ONNX files of a finished model, without trusting them: they may be an imported run's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ganlib.errors import ModelNotReadyError
from ganlib.i18n import N_
from ganlib.store import layout
from ganlib.store.speed import cpu_cores

if TYPE_CHECKING:
    import onnxruntime

GENERATOR, DECODER = "generator.onnx", "decoder.onnx"
POINT_SIZE = (1, 1)  # height and width of a point: a picture of one pixel (docs/adr/0017)
_LARGEST_LATENT, _LARGEST_SIDE = 2_048, 128  # an imported model may claim anything


def is_there(model_dir: Path) -> bool:
    """Whether there is a finished model to draw from."""
    return _file(model_dir) is not None


def _file(model_dir: Path) -> Path | None:
    return next((path for name in (GENERATOR, DECODER) if (path := model_dir / name).is_file()), None)


def version_of(model_dir: Path) -> int:
    """When the model was written; another number is another model. Raises ModelNotReadyError."""
    return _needed(model_dir).stat().st_mtime_ns


def open_model(model_dir: Path) -> "onnxruntime.InferenceSession":
    """Load the generator of a GAN or the decoder of a VAE. Raises ModelNotReadyError."""
    file = _needed(model_dir)
    with damage_in_words(file):
        session = _open(file)
        _check_shapes(session)
    return session


def _needed(model_dir: Path) -> Path:
    file = _file(model_dir)
    if file is None:
        raise ModelNotReadyError(
            N_(
                "There is no finished model in {folder} yet: it is saved when training ends or is stopped. "
                "Wait for the run, or stop it."
            ),
            folder=model_dir,
        )
    return file


def open_acceptance(model_dir: Path, sampler: "onnxruntime.InferenceSession") -> "onnxruntime.InferenceSession":
    """Load what says how probably each picture of the sampler is kept. Raises ModelNotReadyError."""
    file = model_dir / layout.ACCEPTANCE
    with damage_in_words(file):
        session = _open(file)
        pictures, labels = sampler.get_outputs()[0].shape[1:], [one.shape[1:] for one in sampler.get_inputs()[1:]]
        found = [one.shape[1:] for one in (*session.get_inputs(), *session.get_outputs())]
        if found not in ([pictures, *labels, [1]], [pictures, *labels, [1], [1]]):
            raise ValueError(f"got shapes {found}")
    return session


def _open(file: Path) -> "onnxruntime.InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cpu_cores()
    options.log_severity_level = 3  # errors only
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


@contextmanager
def damage_in_words(file: Path) -> Iterator[None]:
    """ModelNotReadyError for whatever onnxruntime raises: a class for each kind of damage, with no common base."""
    try:
        yield
    except Exception as error:
        raise ModelNotReadyError(
            N_("The model file {file} is damaged and cannot be opened. Train the run again."), file=file
        ) from error


def _check_shapes(session: "onnxruntime.InferenceSession") -> None:
    """Latents `[n, latent_dim]` → pictures `[n, height, width, channels]`. Raises ValueError: another model.

    Behind the latents there may be labels `[n, classes]`.
    """
    inputs, outputs = ([side.shape for side in sides] for sides in (session.get_inputs(), session.get_outputs()))
    latents, *labels = inputs
    if len(labels) > 1 or len(outputs) != 1:
        raise ValueError(f"got {len(inputs)} inputs and {len(outputs)} outputs")
    checks = [(shape, 1, _LARGEST_LATENT) for shape in (latents, *labels)] + [(outputs[0], 3, _LARGEST_SIDE)]
    for shape, sizes, largest in checks:
        if len(shape) != 1 + sizes or not all(type(size) is int and 0 < size <= largest for size in shape[1:]):
            raise ValueError(f"got shape {shape}")
    *size, channels = outputs[0][1:]
    if channels not in ((1, 2) if tuple(size) == POINT_SIZE else (1, 3)):
        raise ValueError(f"got pictures of shape {outputs[0][1:]}")
