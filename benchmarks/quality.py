"""Quality after equal training time, through the whole product. `python -m benchmarks.quality [MINUTES] [--seeds …]`

Each contender is trained by the command line for the same minutes on this machine, one after the other; 10,000
unpicked samples of its final model are drawn by `python -m ganlib sample` and scored by `benchmarks/yardstick.py`
against the test pictures of the data set. Two examples of Keras are trained by `benchmarks/keras_gans.py` instead. The
recipes were tuned against held-out *training* pictures of MNIST, never against these, and never on another data set:
`--data fashion_mnist` has the same settings. Where the discriminator rejects samples there is a row without that, too.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.keras_gans import EXAMPLES
from benchmarks.report import provenance, table
from benchmarks.yardstick import Score, Yardstick
from ganlib import sampling
from ganlib.store import layout
from ganlib.store.runs import Run

_PRESETS = ("quick-gan", "quick-vae", "rae", "tutorial-dcgan", "conv-vae", "conv-vae latent_dim=16", "article-gan")
CONTENDERS = (*_PRESETS, *EXAMPLES)
NUM_SAMPLES = 10_000


def train_and_sample(
    name: str, dataset: str, minutes: float, seed: int, folder: Path
) -> tuple[int, dict[str, np.ndarray]]:
    """The steps that a preset or an example of Keras made, and what its final model draws: remark → samples."""
    archive = folder / "samples.npz"
    if name in EXAMPLES:
        steps = python("benchmarks.keras_gans", name, dataset, str(minutes), str(seed), str(archive))
        return int(steps), {"": _read(archive)}
    run_dir = train(name, "--data", dataset, "--minutes", str(minutes), "--seed", str(seed))
    return Run(Path(run_dir)).status().step, kinds_of_samples(run_dir, NUM_SAMPLES, archive)


def kinds_of_samples(run_dir: str, count: int, archive: Path) -> dict[str, np.ndarray]:
    """Remark → what the finished model draws; where its discriminator rejects samples, without that too."""
    samples = {"": samples_of(run_dir, count, archive)}
    if sampling.rejects(Path(run_dir) / layout.MODEL):
        samples[", nothing rejected"] = samples_of(run_dir, count, archive, "--keep-all")
    return samples


def samples_of(run_dir: str, count: int, archive: Path, *options: str) -> np.ndarray:
    """What the finished model draws, unpicked; `archive` is where it is kept meanwhile."""
    ganlib("sample", run_dir, "--n", str(count), "--seed", "1", "--out", str(archive), *options)
    return _read(archive)


def _read(archive: Path) -> np.ndarray:
    with np.load(archive) as samples:
        return samples["x"]


def train(name: str, *options: str) -> str:
    """Train a preset, with other settings if some follow it (`conv-vae latent_dim=16`); the run's folder."""
    preset, *assignments = name.split()
    settings = [argument for assignment in assignments for argument in ("--set", assignment)]
    return ganlib("train", "--preset", preset, "--quiet", *options, *settings)


def ganlib(*arguments: str) -> str:
    """Run the command line; the last line that it prints, for `train` the run's folder."""
    return python("ganlib", *arguments)


def python(module: str, *arguments: str) -> str:
    """Run a module; the last line that it prints."""
    output = subprocess.run([sys.executable, "-m", module, *arguments], check=True, capture_output=True, text=True)
    return output.stdout.splitlines()[-1] if output.stdout else ""


def _row(name: str, steps: str, score: Score) -> list[str]:
    shares = [100 * share for share in score.class_shares]
    return [
        name,
        steps,
        f"{score.frechet_distance:.1f}",
        f"{score.precision:.2f}",
        f"{score.recall:.2f}",
        f"{score.coverage:.2f}",
        f"{min(shares):.1f}–{max(shares):.1f} %",
    ]


def main(minutes: float, dataset: str, seeds: list[int], presets: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yardstick = Yardstick(folder / "classifier.keras", dataset)
        rows = [_row("real training pictures (floor)", "", yardstick.floor())]
        for preset in presets:
            for seed in seeds:
                steps, samples = train_and_sample(preset, dataset, minutes, seed, folder)
                for remark, some in samples.items():
                    rows.append(_row(f"`{preset}`, seed {seed}{remark}", f"{steps:,}", yardstick.score(some)))
                    print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; {minutes:g} min each; N = {NUM_SAMPLES:,} against 10,000 test pictures\n")
    header = [dataset, "steps", "Fréchet distance ↓", "precision ↑", "recall ↑", "coverage ↑", "class shares"]
    print(table(header, rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=5.0)
    parser.add_argument("--data", default="mnist")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--presets", nargs="+", default=CONTENDERS)
    options = parser.parse_args()
    main(options.minutes, options.data, options.seeds, options.presets)
