"""Draws the pictures of the front door from finished runs. `python -m benchmarks.front_door RUN_DIR …`

Sixteen unpicked samples (seed 1) of each run's final model, or two of each kind that it has found, and the duel: eight
of `quick-gan` above eight of `quick-vae`. The runs are those of `benchmarks.quality`: five minutes each. Of a run of
points it is the last picture of the plane, after the preset's own time.
"""

import shutil
import sys
from pathlib import Path

import numpy as np

from ganlib.sampling import sample
from ganlib.store.images import grid, write_picture
from ganlib.store.runs import Run

PICTURES = Path(__file__).parents[1] / "ganlib" / "ui" / "pictures"
COLUMNS, ROWS = 8, 2
DUELLISTS = ("quick-gan", "quick-vae")


def main(runs: list[Run]) -> None:
    PICTURES.mkdir(exist_ok=True)
    for run in (run for run in runs if run.config().draws_points):
        pictures = run.pictures()
        shutil.copyfile(pictures[max(pictures)], PICTURES / f"{run.config().preset}.png")
    of_pictures = [run for run in runs if not run.config().draws_points]
    samples = {}
    for run in of_pictures:
        preset, columns = run.config().preset, run.config().num_codes or COLUMNS
        samples[preset] = sample(run.path / "model", columns * ROWS, seed=1, is_all_kept=True)
        write_picture(PICTURES / f"{preset}.png", grid(samples[preset], columns))
    if not set(DUELLISTS) <= set(samples):
        return
    duel = np.concatenate([samples[preset][:COLUMNS] for preset in DUELLISTS])
    write_picture(PICTURES / "duel.png", grid(duel, columns=COLUMNS))


if __name__ == "__main__":
    main([Run(Path(folder)) for folder in sys.argv[1:]])
