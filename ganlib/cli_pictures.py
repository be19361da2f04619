"""`python -m ganlib pictures …`: data sets of one's own pictures, from a folder or a zip file."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from ganlib.config.own import SIDES
from ganlib.errors import PicturesError
from ganlib.runner.engines import make_engine
from ganlib.store.picture_files import Form, files_in, files_of, read_pictures
from ganlib.store.picture_sets import PictureSet
from ganlib.store.runs import RunStore, default_root

app = typer.Typer(
    help="Data sets of your own pictures: train on one with `train --data NAME`.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As `pictures list` calls them.")]


@app.command()
def add(
    sources: Annotated[list[Path], typer.Argument(metavar="FOLDER_OR_FILE", help="Folders, pictures and zip files.")],
    title: Annotated[str, typer.Option(help="What to call them.")] = "",
    size: Annotated[int, typer.Option(help=f"Height and width in pixels: {', '.join(map(str, SIDES))}.")] = 32,
    grey: Annotated[bool, typer.Option("--grey", help="Take the colours out.")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="Keep the whole picture, with a white margin, instead of the middle square.")
    ] = False,
) -> None:
    """Make a data set of pictures; prints its name. The same pictures have the same name everywhere."""
    form = Form(side=size, is_cropped=not whole, is_grey=grey)
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with ExitStack() as stack:
        found: list[Any] = []
        files = []
        for source in sources:
            if source.is_dir():
                found += files_in(source)
            elif source.is_file():
                files.append((source.name, stack.enter_context(open(source, "rb"))))
            else:
                raise PicturesError("{path}: expected a folder, a picture or a zip file.", path=source)
        found += files_of(files)
        task = stack.enter_context(bar).add_task("Reading", total=len(found))
        reading = read_pictures(found, form, lambda count: bar.update(task, completed=count))
    added = make_engine(RunStore(default_root())).add_pictures(reading, title or _title_of(sources[0]))
    if reading.num_unusable:
        names = ", ".join(reading.unusable) + (" …" if reading.num_unusable > len(reading.unusable) else "")
        print(f"Not readable: {reading.num_unusable} files ({names})", file=sys.stderr)
    if reading.repeated:
        print(f"Came more than once, count once: {reading.repeated}", file=sys.stderr)
    print(added.name)


def _title_of(source: Path) -> str:
    """What the folder or file is called; a name in no known encoding with question marks."""
    whole = source.resolve()
    name = whole.name if whole.is_dir() else whole.stem
    return name.encode(errors="replace").decode()


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List your data sets, newest first."""
    rows = [_row(pictures) for pictures in make_engine(RunStore(default_root())).pictures]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not rows:
        print("There are none yet. Begin with: python -m ganlib pictures add FOLDER")
        return
    table = Table(*rows[0], box=None)
    for row in rows:
        table.add_row(*map(str, row.values()))
    Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False).print(table)


def _row(pictures: PictureSet) -> dict[str, Any]:
    facts = pictures.facts
    return {
        "name": pictures.name,
        "title": pictures.about().title,
        "pictures": facts.count,
        "held out": facts.held_out,
        "size": "×".join(map(str, facts.shape)),
    }


@app.command()
def remove(name: NameArgument) -> None:
    """Delete the copies that were made of these pictures. Your own files stay, and so do the runs."""
    engine = make_engine(RunStore(default_root()))
    engine.delete_pictures(engine.pictures.open(name))
    print(f"Deleted: {name}")
