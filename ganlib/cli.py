"""`python -m ganlib …`: train, look, stop, export and sample from a terminal; the same runs and queue as the app.

Exit codes: 0 done, 1 the run failed, 2 bad input, 3 not found or not ready, 130 interrupted.
"""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from ganlib import cli_pictures
from ganlib.cli_options import (
    BadInputError,
    budget_changes,
    checkpoint_of,
    config_of,
    label_of,
    model_dir,
    open_run,
    ready_engine,
    with_assignments,
    writable,
)
from ganlib.errors import (
    ArchiveError,
    ConfigError,
    DamagedRunError,
    DataMissingError,
    GanlibError,
    LimitError,
    ModelNotReadyError,
    PicturesError,
    RunNotFoundError,
    UnknownClassError,
)
from ganlib.follow import follow, outcome
from ganlib.runner.engine import Engine
from ganlib.runner.engines import make_engine
from ganlib.runner.going_on import NotPossibleError
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run, RunStore, default_root
from ganlib.store.scores import newest_of, read_scores
from ganlib.store.status import RunState

RUN_FAILED, BAD_INPUT, NOT_FOUND, BY_SIGNAL = 1, 2, 3, 128
_BAD_INPUT = (
    *(ArchiveError, ConfigError, LimitError, NotPossibleError),
    *(BadInputError, PicturesError, UnknownClassError),
)

app = typer.Typer(
    name="ganlib",
    help="See, train and compare generative models.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_pictures.app, name="pictures")
RunArgument = Annotated[str, typer.Argument(metavar="RUN", help="A run's id, or the path of its folder.")]


@app.command()
def train(
    preset_key: Annotated[str, typer.Option("--preset", help="The starting point, e.g. quick-gan or quick-vae.")],
    data: Annotated[str | None, typer.Option(help="The data set, e.g. mnist.")] = None,
    steps: Annotated[int | None, typer.Option(help="Train this many steps.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Train this many minutes.")] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same run.")] = None,
    name: Annotated[str, typer.Option(help="What to call the run.")] = "",
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Any setting; may be repeated.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only the run folder, as the last line.")] = False,
) -> None:
    """Train a preset and watch it. Ctrl-C or SIGTERM stops it and saves the model; a second one leaves it running."""
    config = config_of(preset_key, data, steps, minutes, seed, settings or [])
    engine = ready_engine(default_root())
    _watch(engine, engine.start(config, name=name), quiet)


def _watch(engine: Engine, run: Run, quiet: bool) -> None:
    """Follow a run to its end and exit accordingly."""
    status, interrupts = follow(engine, run, Console(stderr=True, quiet=quiet))
    message = outcome(run, status)
    if status.state in (RunState.FAILED, RunState.LOST) or not quiet:
        print(message, file=sys.stderr)
    print(run.path)
    if interrupts:
        raise typer.Exit(BY_SIGNAL + interrupts[0])
    if status.state in (RunState.FAILED, RunState.LOST):
        raise typer.Exit(RUN_FAILED)


@app.command()
def runs(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List all runs, newest first."""
    engine = make_engine(RunStore(default_root()))
    rows = [_row(run) for run in engine.store]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    places = {run.run_id: place for place, run in enumerate(engine.queue(), start=1)}
    table = Table("run", "name", "preset", "data", "state", "progress", "steps", "time", box=None)
    for row in rows:
        place = f", place {places[row['run']]}" if row["run"] in places else ""
        progress, seconds = f"{row['progress']:.0%}", f"{row['seconds']:.0f} s"
        shown = [row[key] for key in ("run", "name", "preset", "data")]
        table.add_row(*shown, row["state"] + place, progress, str(row["step"]), seconds)
    if rows:
        Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False).print(table)
    else:
        print(f"There are no runs in {engine.store.root} yet. Begin with: python -m ganlib train --preset quick-gan")


def _row(run: Run) -> dict[str, Any]:
    """One line of the list; a damaged run gets one too."""
    row: dict[str, Any] = {"run": run.run_id, "name": run.about().name, "preset": "", "data": "", "state": "damaged"}
    row |= {"progress": 0.0, "step": 0, "seconds": 0.0, "folder": str(run.path)}
    try:
        config, status = run.config(), current_status(run)
    except GanlibError:
        return row
    row |= {"preset": config.preset, "data": config.data.dataset, "state": status.state.value}
    return row | {"progress": status.progress, "step": status.step, "seconds": status.seconds}


@app.command()
def show(run: RunArgument, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show a run: what it is doing, how good its samples are, and all its settings."""
    opened = open_run(run)
    config, status, about = opened.config(), current_status(opened), opened.about()
    facts = {"run": opened.run_id, "name": about.name, "note": about.note, "folder": str(opened.path)}
    scores = newest_of(read_scores(RecordReader(opened.path / layout.METRICS).read()))
    if as_json:
        whole = facts | {"status": dataclasses.asdict(status), "config": config.to_dict()}
        whole |= {"scores": [score.to_record() for score in scores]}
        print(json.dumps(whole, indent=2, ensure_ascii=False))
        return
    for key, value in (facts | dataclasses.asdict(status) | config.settings()).items():
        if value not in ("", None, {}):
            print(f"{key}: {value}")
    for score in scores:
        floor = "" if score.floor is None else f", real data: {score.floor:.3g}"
        basis = f"{score.network} version {score.version}, {score.num_samples} samples"
        basis = basis if score.network else f"{score.num_samples} test pictures"
        print(f"{score.metric}: {score.value:.3g}{floor} ({basis}, step {score.step})")


@app.command()
def stop(run: RunArgument) -> None:
    """Ask a run to stop and to save its model."""
    opened = open_run(run)
    is_active = current_status(opened).state.is_active
    make_engine(RunStore(opened.path.parent)).stop(opened)
    print("It stops after the step it is at, and saves its model." if is_active else "It is over already.")


@app.command()
def pause(run: RunArgument) -> None:
    """Ask a run to save a checkpoint and to free its device."""
    opened = open_run(run)
    is_active = current_status(opened).state.is_active
    make_engine(RunStore(opened.path.parent)).pause(opened)
    resume_command = f"python -m ganlib resume {opened.run_id}"
    print(f"It pauses after the step it is at. To go on: {resume_command}" if is_active else "It is over already.")


@app.command()
def resume(
    run: RunArgument,
    steps: Annotated[int | None, typer.Option(help="Train longer: up to so many steps in all.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Train longer: up to so many minutes in all.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only the run folder, as the last line.")] = False,
) -> None:
    """Let a paused, stopped, failed or lost run go on from its last checkpoint; with a larger budget a finished one."""
    opened = open_run(run)
    engine = ready_engine(opened.path.parent)
    changes = budget_changes(steps, minutes)
    engine.resume(opened, opened.config().with_settings(changes) if changes else None)
    _watch(engine, opened, quiet)


@app.command()
def branch(
    run: RunArgument,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Any setting; may be repeated.")
    ] = None,
    step: Annotated[int | None, typer.Option(help="The checkpoint's step; normally the newest.")] = None,
    name: Annotated[str, typer.Option(help="What to call the branch.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only the run folder, as the last line.")] = False,
) -> None:
    """Start a new run from a checkpoint of another, with settings of its own."""
    parent = open_run(run)
    checkpoints = parent.checkpoints()
    checkpoint = checkpoint_of(parent, step if step is not None or not checkpoints else checkpoints[0].step)
    engine = ready_engine(parent.path.parent)
    config = with_assignments(parent.config(), settings or [])
    _watch(engine, engine.branch(parent, checkpoint, config, name=name), quiet)


@app.command()
def keep(
    run: RunArgument,
    step: Annotated[int | None, typer.Option(help="The checkpoint's step; normally the best by its score.")] = None,
    name: Annotated[str, typer.Option(help="What to call the new run.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only the run folder, as the last line.")] = False,
) -> None:
    """Make a run of what another was at a checkpoint: its model is saved and measured, nothing is trained."""
    parent = open_run(run)
    best = parent.best()
    checkpoint = checkpoint_of(parent, step if step is not None or best is None else best.step)
    engine = ready_engine(parent.path.parent)
    _watch(engine, engine.keep(parent, checkpoint, name=name), quiet)


@app.command()
def export(run: RunArgument, out: Annotated[Path | None, typer.Option(help="The zip file to write.")] = None) -> None:
    """Write a run as one zip file."""
    from ganlib.store.bundle import write_zip

    opened = open_run(run)
    target = writable(out or Path(f"{opened.run_id}.zip"))
    write_zip(opened, target)
    print(target)


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="A zip file that `export` wrote.")]) -> None:
    """Take in a run from the zip file of one; prints its folder."""
    with open(file, "rb") as archive:
        print(make_engine(RunStore(default_root())).take_in(archive).path)


@app.command()
def sample(
    run: Annotated[str, typer.Argument(metavar="RUN", help="A run's id, its folder, or a model folder.")],
    out: Annotated[Path, typer.Option(help="The .npz file to write: key x, uint8 [n, height, width, channels].")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many pictures.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same pictures.")] = 1,
    prior: Annotated[
        str, typer.Option(help="Where the codes come from: fitted or standard_normal; normally the model's own.")
    ] = "",
    keep_all: Annotated[
        bool,
        typer.Option("--keep-all", help="Keep what the discriminator would reject, where it may (rejected_share)."),
    ] = False,
    label: Annotated[
        str | None,
        typer.Option(
            help="The class to draw, by its number (0 for the first) or, for a run, by its name, e.g. sneaker; "
            "only for models trained with `conditional`."
        ),
    ] = None,
) -> None:
    """Draw pictures from a finished run's model. Needs no TensorFlow."""
    import numpy as np

    from ganlib import sampling

    if prior and prior not in sampling.PRIORS:
        raise BadInputError("--prior {value}: expected one of {known}.", value=prior, known=", ".join(sampling.PRIORS))
    target = writable(out)
    pictures = sampling.sample(model_dir(run), n, seed, prior, label_of(run, label), is_all_kept=keep_all)
    with open(target, "wb") as file:
        np.savez(file, x=pictures)
    print(target)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit; whatever goes wrong is one line on stderr and an exit code."""
    try:
        app(arguments)
    except _BAD_INPUT as error:
        _complain(error, BAD_INPUT)
    except (RunNotFoundError, ModelNotReadyError, DamagedRunError, DataMissingError) as error:
        _complain(error, NOT_FOUND)
    except (GanlibError, OSError) as error:
        _complain(error, RUN_FAILED)


def _complain(error: Exception, code: int) -> NoReturn:
    print(f"Error: {error}", file=sys.stderr)
    sys.exit(code)
