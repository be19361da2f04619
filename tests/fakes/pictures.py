"""Folders of small pictures for the tests of a person's own pictures."""

import io
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from ganlib.store.picture_files import Form, files_in, read_pictures
from ganlib.store.picture_sets import PictureSet, PictureSets


def fill(folder: Path, count: int, is_grey: bool = False, size: tuple[int, int] = (40, 30)) -> Path:
    """`count` different pictures of noise, as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(0)
    for place in range(count):
        pixels = chance.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
        picture = Image.fromarray(pixels)
        (picture.convert("L") if is_grey else picture).save(folder / f"{place:03}.png")
    return folder


def zipped(files: Iterable[Path]) -> io.BytesIO:
    """In a zip file, below the folder that their paths have in common."""
    paths = sorted(files)
    top = Path(os.path.commonpath([path.parent for path in paths]))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path in paths:
            archive.write(path, Path("holiday") / path.relative_to(top))
    file.seek(0)
    return file


def add_some(root: Path, count: int = 30, side: int = 16, title: str = "Leaves") -> PictureSet:
    """A set of `count` pictures in the studio of this runs folder."""
    reading = read_pictures(files_in(fill(root.parent / f"leaves-{count}", count)), Form(side=side))
    return PictureSets(root).add(reading, title)
