"""What the options and arguments of the command line stand for: runs, checkpoints, settings, files."""

from pathlib import Path
from typing import Any

from ganlib.catalog.datasets import CLASSES
from ganlib.config.link import with_texts
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError, RunNotFoundError
from ganlib.runner.engine import Engine
from ganlib.runner.engines import make_engine
from ganlib.store import layout
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.runs import Run, RunStore, default_root


class BadInputError(GanlibError):
    """Options that do not go together, or that nobody can use."""


def open_run(text: str) -> Run:
    """A run by its id, or by the path of its folder."""
    try:
        return RunStore(default_root()).open(text)
    except RunNotFoundError:
        path = Path(text).absolute()
        if (path / layout.CONFIG).is_file() or (path / layout.STATUS).is_file():
            return Run(path)
        raise


def checkpoint_of(run: Run, step: int | None) -> Checkpoint:
    """The checkpoint of that step; BadInputError names those that there are."""
    steps = {checkpoint.step: checkpoint for checkpoint in run.checkpoints()}
    if step not in steps:
        raise BadInputError(
            "There is no such checkpoint: got step {step}, expected one of: {steps}.",
            step="none" if step is None else step,
            steps=", ".join(map(str, steps)) or "none",
        )
    return steps[step]


def model_dir(text: str) -> Path:
    """The folder of a run's model, or a folder that holds one."""
    try:
        return open_run(text).path / layout.MODEL
    except RunNotFoundError:
        if Path(text).is_dir():
            return Path(text)
        raise


def label_of(run: str, text: str | None) -> int | None:
    """The number of the class that --label asks for: by that number, or by its name where the run is known.

    Raises:
        BadInputError: there is no such class; it names those that there are.
    """
    if text is None:
        return None
    names = _class_names(run)
    spelled = {name.lower(): label for label, name in enumerate(names)}
    label = spelled.get(text.lower(), int(text) if text.isdecimal() else None)
    if label is None or (names and label >= len(names)):
        known = (name if name == str(label) else f"{label} ({name})" for label, name in enumerate(names))
        raise BadInputError(
            "--label {value}: expected {known}.",
            value=text,
            known=f"one of these, as number or name: {', '.join(known)}"
            if names
            else "a number, 0 for the first class",
        )
    return label


def _class_names(run: str) -> tuple[str, ...]:
    """In their order; nothing where there is a model and no run around it, or one that found kinds by itself."""
    try:
        config = open_run(run).config()
    except GanlibError:
        return ()
    return () if config.num_codes else CLASSES.get(config.data.dataset, ())


def ready_engine(root: Path) -> Engine:
    """The engine, when nothing keeps it from training; else the reason is raised."""
    engine = make_engine(RunStore(root))
    problem = engine.problem()
    if problem is not None:
        raise problem
    return engine


def config_of(
    key: str, data: str | None, steps: int | None, minutes: float | None, seed: int | None, settings: list[str]
) -> RunConfig:
    """What `train` is asked for: a preset, then its own options, then --set."""
    given = {"dataset": data, "seed": seed} | budget_changes(steps, minutes)
    options = [f"{setting}={value}" for setting, value in given.items() if value is not None]
    return with_assignments(preset(key), [*options, *settings])


def budget_changes(steps: int | None, minutes: float | None) -> dict[str, Any]:
    """The settings that --steps or --minutes stand for."""
    if steps is not None and minutes is not None:
        raise BadInputError("Give --steps or --minutes, not both.")
    if steps is not None:
        return {"budget": "steps", "num_steps": steps}
    return {} if minutes is None else {"budget": "minutes", "minutes": minutes}


def with_assignments(config: RunConfig, settings: list[str]) -> RunConfig:
    """`config` with what --set says; what is said last counts."""
    texts = {}
    for assignment in settings:
        setting, equals, text = assignment.partition("=")
        if not equals:
            raise BadInputError("--set {value}: expected KEY=VALUE, for example --set batch_size=32.", value=assignment)
        texts[setting.strip()] = text.strip()
    config, refused = with_texts(config, texts)
    if refused:
        raise refused[0]
    return config


def writable(path: Path) -> Path:
    """`path`, where a file can be written; else BadInputError."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise BadInputError("--out {path}: expected a file in a folder that exists.", path=path)
    return path
