"""A run from a zip file, which anybody may have made: the way back of `bundle.py`.

Only files that a run folder knows are taken. Settings, status, rows, pictures and moments of points are read and
written anew, so that nothing reaches the pages that our own worker could not have written; so is a fitted prior. Models
are copied: whoever opens them must do it safely.
"""

import io
import json
import re
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from ganlib.config.dots import Dots
from ganlib.config.drawn import dots_of
from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.errors import ArchiveError, ConfigError
from ganlib.i18n import N_
from ganlib.store import layout
from ganlib.store.archive import Archive
from ganlib.store.foreign import clean_about, clean_rows, clean_status
from ganlib.store.images import write_picture
from ganlib.store.moments import parse_moment, write_moment
from ganlib.store.prior import LARGEST_FILE, parse_prior, write_prior
from ganlib.store.runs import Run, RunStore

_CONFIG = re.compile(rf"([^/]+/)?{re.escape(layout.CONFIG)}")
_PICTURE = re.compile(rf"{layout.SAMPLES}/(real|(step|reconstructions)-\d{{8}})\.png")
_MOMENT = re.compile(rf"{layout.SAMPLES}/moment-\d{{8}}\.json")
_COPIED = re.compile(rf"{layout.MODEL}/(generator|discriminator|acceptance|encoder|decoder)\.(keras|onnx)")
_PRIOR = f"{layout.MODEL}/{layout.PRIOR}"
_ROWS = (layout.SCALARS, layout.HISTOGRAMS, layout.METRICS, layout.EVENTS)
_LARGEST_JSON, _LARGEST_PICTURE, _LARGEST_LOG = 2**20, 8 * 2**20, 512 * 2**20  # bytes
_LONGEST_SIDE, _MOST_STRETCHED = 4096, 8  # pixels of a picture; its longer side over its shorter


def read_zip(store: RunStore, file: BinaryIO) -> Run:
    """Make a new run of an archive that `write_zip` wrote. It belongs to nobody, comes from nowhere and is over.

    Raises:
        ArchiveError: the file is no such archive, or was made to do harm; nothing was created.
        ConfigError: the settings of the run cannot be used, or are those of a newer GAN Studio.
    """
    archive = Archive(file)
    configs = [name for name in archive.names() if _CONFIG.fullmatch(name)]
    if len(configs) != 1:
        raise ArchiveError(
            N_("This is not the archive of one run: it holds {count} files config.json."), count=len(configs)
        )
    top = configs[0].removesuffix(layout.CONFIG)
    known = {name.removeprefix(top): name for name in archive.names() if name.startswith(top)}
    try:
        config = RunConfig.from_dict(_json(archive, configs[0]))
        status = clean_status(_json(archive, known[layout.STATUS]))
        about = clean_about(_json(archive, known[layout.ABOUT]) if layout.ABOUT in known else {})
    except ConfigError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise ArchiveError(N_("The settings or the state of the run in this archive are damaged.")) from error
    if config.preset not in PRESETS:
        config = RunConfig(data=config.data, model=config.model, training=config.training)
    dots = dots_of(config.data.dataset)
    return store.create_filled(config, about, status, partial(_fill, archive, known, dots))


def _fill(archive: Archive, known: dict[str, str], dots: Dots | None, folder: Path) -> None:
    """Write the files of the run that need not be known before."""
    for path, name in known.items():
        target = folder / path
        if path in _ROWS:
            target.write_bytes(clean_rows(path, archive.read(name, _LARGEST_LOG)))
        elif _PICTURE.fullmatch(path):
            _redraw(archive.read(name, _LARGEST_PICTURE), target)
        elif dots is not None and _MOMENT.fullmatch(path):
            _rewrite_moment(archive.read(name, _LARGEST_JSON), dots, target)
        elif _COPIED.fullmatch(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "xb") as copy:
                archive.copy(name, copy)
        elif path == _PRIOR:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_prior_anew(archive.read(name, LARGEST_FILE), target.parent)


def _json(archive: Archive, name: str) -> dict[str, Any]:
    data = json.loads(archive.read(name, _LARGEST_JSON))
    if not isinstance(data, dict):
        raise TypeError(f"{name}: got {type(data).__name__}, expected an object")
    return data


def _write_prior_anew(content: bytes, folder: Path) -> None:
    """Without it the model would draw other pictures, so an archive with a damaged one is refused."""
    try:
        write_prior(folder, parse_prior(content))
    except ValueError as error:
        raise ArchiveError(N_("The fitted prior of the model in this archive is damaged.")) from error


def _rewrite_moment(content: bytes, dots: Dots, target: Path) -> None:
    """One that cannot be read is left out, as pictures are."""
    try:
        moment = parse_moment(content, dots)
    except ValueError:
        return
    target.parent.mkdir(exist_ok=True)
    write_moment(target, moment)


def _redraw(content: bytes, target: Path) -> None:
    """Write the picture anew: what comes out is a PNG and nothing else besides. One that cannot be read is left out."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:  # this reads no more than its size
            longer, shorter = max(picture.size), min(picture.size)
            if longer > _LONGEST_SIDE or longer > _MOST_STRETCHED * shorter:
                return
            pixels = np.asarray(picture.convert("L" if picture.mode in ("L", "1") else "RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return
    target.parent.mkdir(exist_ok=True)
    write_picture(target, pixels if pixels.ndim == 3 else pixels[..., np.newaxis])
