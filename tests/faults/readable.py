"""Whether everything in a run folder can be read, as pages and workers read it."""

import numpy as np
from PIL import Image

from ganlib.store import layout
from ganlib.store.checkpoints import newest_good
from ganlib.store.records import Record, RecordReader
from ganlib.store.runs import Run


def read_everything(run: Run) -> tuple[list[int], int]:
    """Read every file of a run; whatever cannot be read is an error.

    Returns:
        The steps that were logged, and the step of the newest good checkpoint (0: there is none).
    """
    run.config(), run.status()
    rows = read_rows(run)
    read_rows(run, layout.HISTOGRAMS)
    for kind in ("step", "reconstructions"):
        for path in run.pictures(kind).values():
            with Image.open(path) as picture:
                picture.load()
    checkpoint, damaged = newest_good(run.path)
    assert not damaged, damaged
    for path in checkpoint.path.glob("*.npz") if checkpoint else ():
        with np.load(path, allow_pickle=False) as arrays:
            assert all(array.size for array in arrays.values())
    return [row["step"] for row in rows], checkpoint.step if checkpoint else 0


def read_rows(run: Run, name: str = layout.SCALARS) -> list[Record]:
    reader = RecordReader(run.path / name)
    rows = reader.read()
    assert reader.damaged_lines == 0, f"{reader.damaged_lines} damaged lines in {name}"
    return rows
