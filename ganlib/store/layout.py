"""Every file name in a run folder, written once."""

import re

CONFIG = "config.json"  # written by the launcher; changed only to train longer (docs/adr/0009)
ABOUT = "about.json"  # name and note; written by the user interface
STATUS = "status.json"  # written by the launcher, then by the worker
HEARTBEAT = "heartbeat"  # touched by the worker every few seconds
STOP = "stop"  # its existence asks the worker to stop and to save its model
PAUSE = "pause"  # its existence asks the worker to save a checkpoint and to end
ORIGIN = "origin.json"  # where the run comes from; written once by the launcher
RESERVE = ".reserve"  # a little room, given back when the last status must fit on a full disk
WORKER_LOG = "worker.log"  # stdout and stderr of the worker
EARLIER_LOG = "worker-earlier.log"  # the same, of the stretch of training before
SCALARS = "scalars.jsonl"
HISTOGRAMS = "histograms.jsonl"  # D(real) and D(fake), binned
EVENTS = "events.jsonl"
METRICS = "metrics.jsonl"  # scores of samples against real pictures, see scores.py
SAMPLES = "samples"
CHECKPOINTS = "checkpoints"
BEST = "best.json"  # which checkpoint had the best score; written by the worker
CHECKPOINT_FACTS = "checkpoint.json"  # in each checkpoint: where training stood, and the checksums of its files
MODEL = "model"
PRIOR = "prior.json"  # in the model's folder: where its latents come from, if not from N(0, I); see prior.py
ACCEPTANCE = "acceptance.onnx"  # likewise: how probably a sample is kept; else it is drawn again
TENSORBOARD = "tensorboard"

REAL_SAMPLES = "real.png"
_STEP_FILE = re.compile(r"(?P<kind>step|reconstructions)-(?P<step>\d{8})\.png|moment-(?P<moment>\d{8})\.json")
_CHECKPOINT = re.compile(r"step-(\d{8})")
RUN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def sample_name(step: int) -> str:
    """The grid of samples drawn after `step` updates."""
    return f"step-{step:08d}.png"


def reconstructions_name(step: int) -> str:
    """The grid of reconstructions drawn after `step` updates (autoencoders only)."""
    return f"reconstructions-{step:08d}.png"


def moment_name(step: int) -> str:
    """What a run of points was after `step` updates, in numbers; see moments.py."""
    return f"moment-{step:08d}.json"


def step_of(name: str) -> tuple[str, int] | None:
    """`step-00000100.png` → ("step", 100); None for a name of no step."""
    match = _STEP_FILE.fullmatch(name)
    return match and ((match["kind"], int(match["step"])) if match["kind"] else ("moment", int(match["moment"])))


def checkpoint_name(step: int) -> str:
    """The folder of the checkpoint after `step` updates."""
    return f"step-{step:08d}"


def step_of_checkpoint(name: str) -> int | None:
    """`step-00000100` → 100; None for any other name."""
    match = _CHECKPOINT.fullmatch(name)
    return int(match[1]) if match else None
