"""How likely VAEs find unseen digits, through the product. `python -m benchmarks.likelihood [MINUTES] [--seeds …]`

With `--runs FOLDER …` finished runs are measured, for instance again with more codes.

Each contender is trained by the command line for the same minutes (compiling included), one after the other, on
pictures whose pixels are drawn black or white anew at every step. Its saved encoder and decoder then bound the
log-likelihood of the test pictures, made black and white once by chance (the same for all): the IWAE bound with K codes
for each picture (Burda et al. 2016, arXiv:1509.00519, equation 8). It can only be too low, and the more so the
smaller K is.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import keras
import numpy as np

from benchmarks.quality import ganlib
from benchmarks.report import provenance, table
from ganlib.data.images import load_images
from ganlib.data.scale import to_networks
from ganlib.metrics.likelihood import Bounds, active_units, binarised, likelihood_bounds
from ganlib.store.runs import Run

BATCH = 500  # pictures at once
CONTENDERS = {
    "binary-vae": ("--preset", "binary-vae"),
    "binary-vae as IWAE, 5 codes": ("--preset", "binary-vae", "--set", "objective=iwae"),
    "ladder-vae": ("--preset", "ladder-vae"),
    "conv-vae, 2 numbers": ("--preset", "conv-vae", "--set", "binarised=true"),
    "conv-vae, 16 numbers": ("--preset", "conv-vae", "--set", "binarised=true", "--set", "latent_dim=16"),
}


def measure(run: Run, images: np.ndarray, draws: int) -> tuple[Bounds, int]:
    """The bounds of black-and-white pictures, and the active units of the code."""
    encoder, decoder = (
        keras.models.load_model(run.path / "model" / f"{name}.keras") for name in ("encoder", "decoder")
    )
    latent_dim, (_, *upper) = decoder.input_shape[-1], encoder.inputs  # noise of the upper level, where there are two

    def posterior(images: np.ndarray, _labels: np.ndarray | None, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        count, draws = len(images), noise.shape[1] if upper else 1
        seen = [images.repeat(draws, axis=0)]
        seen += [noise.reshape(-1, latent_dim)[:, -one.shape[-1] :] for one in upper]
        means, log_variances = encoder.predict_on_batch(seen if upper else images)
        shape = count, draws, latent_dim
        return means.reshape(shape), np.exp(0.5 * log_variances).reshape(shape)

    def decode(latents: np.ndarray, _labels: np.ndarray | None) -> np.ndarray:
        return decoder.predict_on_batch(latents)

    nothing = np.zeros((BATCH, 1, latent_dim), np.float32)
    batches = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    means = np.concatenate([posterior(batch, None, nothing[: len(batch)])[0][:, 0] for batch in batches])
    return likelihood_bounds(images, posterior, decode, latent_dim, draws, seed=0), active_units(means)


def trained(minutes: float, seeds: list[int], names: list[str]) -> Iterator[tuple[str, Run]]:
    for name in names:
        for seed in seeds:
            options = CONTENDERS[name]
            folder = ganlib("train", *options, "--minutes", str(minutes), "--seed", str(seed), "--quiet")
            yield f"{name}, seed {seed}", Run(Path(folder))


def main(runs: Iterable[tuple[str, Run]], pictures: int, draws: int) -> None:
    _, test_images = load_images("mnist")
    images = binarised(to_networks(test_images[:pictures]), seed=0)
    rows = []
    for name, run in runs:
        found, active = measure(run, images, draws)
        status, figures = run.status(), (found.iwae, found.elbo, -found.reconstruction, found.kl)
        facts = [f"{status.seconds / 60.0:.1f}", f"{status.step:,}"]
        rows.append([name, *facts, *(f"{figure:.1f}" for figure in figures), f"{active}"])
        print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; N = {len(images):,} test pictures, binarised by chance once\n")
    header = [
        "binarised MNIST",
        "minutes",
        "steps",
        f"IWAE bound, K = {draws:,} ↑",
        "ELBO ↑",
        "E log p(x given z)",
        "KL",
        "active units",
    ]
    print(table(header, rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=10.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--contenders", nargs="+", default=list(CONTENDERS), choices=CONTENDERS)
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=50)
    parser.add_argument("--runs", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    finished = [(folder.name, Run(folder)) for folder in options.runs]
    main(
        finished or trained(options.minutes, options.seeds, options.contenders),
        options.pictures,
        options.draws,
    )
