"""Does every method still learn? `python -m benchmarks.levels [NAMES …]`, or `make nightly`: three quarters of an hour

Each is trained by the command line for a little less than a minute (compiling included), one after the other; the last
score that the run gave itself must reach a stated level, else the exit code is 1. A level is what one run had on two
quiet cores, with room for half the speed and another seed: it says that something broke, not how good a method is
(that is `benchmarks.quality`). After a minute some have drawn no digit yet; their level, in the encoder, tells them
from the noise of an untrained network, which has 560 to 580 in the classifier and 1,180 to 1,280 in the encoder.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality import train
from benchmarks.report import provenance, table
from ganlib.catalog.metrics import METRICS
from ganlib.config.link import with_text
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import Score, latest_of, read_scores

QUICK, THOROUGH = 0.9, 1.0  # minutes; from one on, a run is measured thoroughly at its end, which takes as long again
SEED = 1


@dataclass(frozen=True)
class Level:
    """What must be reached: a Fréchet distance of at most `value`, or so much of another metric.

    Attributes:
        metric: its key in the catalog, which says whether lower or higher is better.
    """

    value: float
    metric: str = "frechet_distance"
    network: str = "classifier"
    minutes: float = QUICK

    @property
    def is_lower_better(self) -> bool:
        return METRICS[self.metric].direction == "lower"

    def is_reached(self, score: Score | None) -> bool:
        if score is None:
            return False
        return score.value <= self.value if self.is_lower_better else score.value >= self.value


LEVELS = {  # a preset and settings, as the command line takes them → its level
    "quick-gan": Level(100.0),
    "quick-gan loss=minimax": Level(100.0),
    "quick-gan penalty_method=finite_difference": Level(150.0),
    "quick-gan penalty_every_steps=4": Level(100.0),
    "quick-gan minibatch_deviation=true": Level(100.0),
    "quick-gan packed_images=2": Level(150.0),
    "quick-gan loss=non_saturating label_smoothing=0.1 instance_noise=0.1": Level(100.0),
    "quick-gan architecture=resnet": Level(200.0),
    "quick-gan architecture=r3gan": Level(250.0),
    "quick-vae": Level(20.0),
    "quick-vae likelihood=gaussian": Level(40.0),
    "quick-vae free_bits=0.1 kl_warmup=0.2": Level(25.0),
    "rae": Level(25.0),
    "vae-gan": Level(40.0),
    "vq-vae": Level(30.0),
    "article-gan": Level(900.0, network="encoder"),
    "tutorial-dcgan": Level(1_000.0, network="encoder"),
    "conv-vae": Level(800.0, network="encoder"),
    "lsgan": Level(250.0),
    "wgan-gp": Level(1_000.0, network="encoder"),
    "wgan-gp gradient_penalty_weight=0 weight_clip=0.01": Level(1_200.0, network="encoder"),
    "dragan": Level(400.0),
    "sngan": Level(350.0),
    "conditional-gan": Level(0.8, "class_agreement"),
    "info-gan": Level(100.0),
    "conditional-vae": Level(0.95, "class_agreement"),
    "binary-vae": Level(-110.0, "elbo", "", THOROUGH),
    "binary-vae objective=iwae": Level(-120.0, "iwae_bound", "", THOROUGH),
    "ladder-vae": Level(-110.0, "elbo", "", THOROUGH),
    "few-pictures": Level(120.0),
    "ring-gan": Level(1.0, "modes_found", ""),
    "grid-gan": Level(1.0, "modes_found", ""),
    "grid-vae": Level(1.0, "modes_found", ""),
    "plain-ring-gan": Level(0.125, "modes_found", ""),
    "unrolled-ring-gan": Level(0.75, "modes_found", ""),
    "hills-gan": Level(0.05, "histogram_divergence", ""),
    "islands-gan": Level(0.15, "histogram_divergence", ""),
    "spiral-gan": Level(0.25, "histogram_divergence", ""),
    "spiral-vae": Level(0.9, "modes_found", ""),
}


def config_of(name: str) -> RunConfig:
    """What is trained under a name in `LEVELS`."""
    start, *assignments = name.split()
    config = preset(start)
    for assignment in assignments:
        config = with_text(config, *assignment.split("=", 1))
    return config


def train_and_read(name: str, minutes: float) -> tuple[Run, list[Score]]:
    run = Run(Path(train(name, "--minutes", str(minutes), "--seed", str(SEED))))
    return run, read_scores(RecordReader(run.path / layout.METRICS).read())


def main(names: list[str]) -> int:
    rows, num_missed = [], 0
    for name in names:
        level = LEVELS[name]
        run, scores = train_and_read(name, level.minutes)
        score = latest_of(scores, level.metric, level.network)
        is_reached = level.is_reached(score)
        num_missed += not is_reached
        measured = "–" if score is None else f"{score.value:.3g} (N = {score.num_samples:,})"
        bound = f"{'≤' if level.is_lower_better else '≥'} {level.value:g}"
        verdict = "reached" if is_reached else "**missed**"
        metric = ", ".join(filter(None, (level.metric, level.network)))
        rows.append([f"`{name}`", f"{run.status().step:,}", metric, measured, bound, verdict])
        print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; {QUICK:g} or {THOROUGH:g} min each, seed {SEED}\n")
    print(table(["preset and settings", "steps", "metric", "measured", "level", ""], rows))
    return 1 if num_missed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME", help="as in LEVELS; all if none is given")
    asked = parser.parse_args().names
    if unknown := set(asked) - set(LEVELS):
        parser.error(f"got {', '.join(sorted(unknown))}; expected some of: {', '.join(LEVELS)}")
    sys.exit(main(asked or list(LEVELS)))
