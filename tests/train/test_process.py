"""The worker as its supervisor starts it: a real process."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest

from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState

REPOSITORY = Path(__file__).resolve().parents[2]
WORKER = [sys.executable, "-m", "ganlib.train"]
DEADLINE_SECONDS = 300.0

OPEN_WITH_PLAIN_KERAS = """
import sys, keras, numpy as np
generator = keras.models.load_model(sys.argv[1])
assert not any(name.startswith("ganlib") for name in sys.modules)
np.save(sys.argv[3], generator(np.load(sys.argv[2]), training=False))
"""


def wait_until(is_true: Callable[[], bool], worker: subprocess.Popen) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_true():
        assert worker.poll() is None, "the worker ended early"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


@pytest.mark.slow
def test_a_worker_standing_by_trains_stops_and_leaves_a_model_for_anybody(
    make_run: Callable[..., Run], tmp_path: Path
) -> None:
    run = make_run("quick-gan", num_steps=100_000)
    log = open(tmp_path / "worker.log", "wb")  # noqa: SIM115
    worker = subprocess.Popen([*WORKER, "--standby"], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=log, stderr=log)
    assert worker.stdin is not None
    worker.stdin.write(f"{run.path}\n".encode())
    worker.stdin.close()
    wait_until(lambda: run.status().step >= 2, worker)

    status = run.status()
    assert (status.state, status.phase, status.pid) == (RunState.RUNNING, "training", worker.pid)
    assert time.time() - (run.path / layout.HEARTBEAT).stat().st_mtime < 10
    run.request(layout.STOP)
    assert worker.wait(DEADLINE_SECONDS) == 0
    log.close()
    assert run.status().state == RunState.STOPPED

    latents = np.random.default_rng(0).standard_normal((3, 64), dtype=np.float32)
    np.save(tmp_path / "latents.npy", latents)
    model = run.path / layout.MODEL
    arguments = [model / "generator.keras", tmp_path / "latents.npy", tmp_path / "images.npy"]
    subprocess.run([sys.executable, "-c", OPEN_WITH_PLAIN_KERAS, *arguments], cwd=tmp_path, check=True)
    images = np.load(tmp_path / "images.npy")
    session = onnxruntime.InferenceSession(model / "generator.onnx")
    (from_onnx,) = session.run(None, {session.get_inputs()[0].name: latents})
    np.testing.assert_allclose(from_onnx, images, atol=1e-5)
    assert keras.models.load_model(model / "discriminator.keras")(images).shape == (3, 1)


@pytest.mark.slow
def test_a_worker_that_nobody_needs_ends_quietly() -> None:
    ended = subprocess.run([*WORKER, "--standby"], cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


def test_measuring_keeps_what_this_machine_has_measured_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ganlib.store.speed import machine_name
    from ganlib.train import measure

    file = tmp_path / "speed.json"
    file.write_text(json.dumps({"machine": machine_name(), "steps_per_second": {"quick-gan": 5.0}}))
    measured = []
    monkeypatch.setattr(measure, "measure_preset", lambda config: measured.append(config.preset) or 2.0)
    measure.measure(file)
    assert "quick-gan" not in measured
    assert json.loads(file.read_text())["steps_per_second"]["quick-gan"] == 5.0
    assert json.loads(file.read_text())["steps_per_second"]["tutorial-dcgan"] == 2.0
