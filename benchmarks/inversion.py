"""How well a search finds pictures in a model's latent space. `python -m benchmarks.inversion [RUN …] [--pictures N]`

Test pictures of MNIST, which no model has learned from, are sought in the models of finished runs, or of `quick-gan`
and `quick-vae` trained for two minutes each here: whole, half hidden, coarse and noisy (`ganlib/inversion.py`). Beside
what is found stands the best of the thousand draws that a search begins with: what looking without searching gives.
Distances are root mean squares over all pixels in [0, 1], hidden ones too; classes are read by the classifier of
`benchmarks/yardstick.py`.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.quality import train
from benchmarks.report import provenance, table
from benchmarks.yardstick import Yardstick
from ganlib import sampling
from ganlib.data.images import load_labels
from ganlib.explorer import Explorer
from ganlib.inversion import VIEWS
from ganlib.store import layout

_PRESETS, _MINUTES = ("quick-gan", "quick-vae"), "2"
_SEED = 0


def _row(
    name: str, view: str, model: Path, pictures: np.ndarray, classes: np.ndarray, yardstick: Yardstick
) -> list[str]:
    explorer = Explorer(model)
    begun = [explorer.seek(picture, view, most_steps=1)[0] for picture in pictures]
    began = time.perf_counter()
    found = [explorer.seek(picture, view)[0] for picture in pictures]
    seconds = (time.perf_counter() - began) / len(pictures)
    guesses = [one.shown for one in found], [one.picture for one in begun], [one.picture for one in found]
    truth = pictures / 255.0
    cells = [name, view, f"{seconds:.1f}"]
    for guess in guesses:
        difference = np.stack(guess) - truth
        read = yardstick.read(sampling.to_pixels(np.stack(guess)))
        cells.append(f"{np.sqrt((difference**2).mean()):.3f}, {np.mean(read == classes):.0%}")
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", type=Path, help="folders of finished runs on MNIST")
    parser.add_argument("--pictures", type=int, default=40, help="how many test pictures are sought")
    options = parser.parse_args()
    runs = {run.name: run for run in options.runs}
    with tempfile.TemporaryDirectory() as folder:
        yardstick = Yardstick(Path(folder, "classifier.keras"))
        for name in () if runs else _PRESETS:
            runs[name] = Path(train(name, "--minutes", _MINUTES, "--seed", "1"))
        chosen = np.random.default_rng(_SEED).permutation(len(yardstick.test_images))[: options.pictures]
        pictures, classes = yardstick.test_images[chosen], load_labels("mnist")[1][chosen].argmax(axis=1)
        print(f"{provenance()}; N = {options.pictures}; distance, and how many are taken for the digit that they are")
        print()
        rows = [
            _row(name, view, run / layout.MODEL, pictures, classes, yardstick)
            for name, run in runs.items()
            for view in VIEWS
        ]
        head = ["model", "shown", "s each", "what is shown itself", "best of 1,000 draws", "found"]
        print(table(head, rows))


if __name__ == "__main__":
    main()
