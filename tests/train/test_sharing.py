"""A whole run on several devices: two logical processors stand in for two GPUs, in a process of its own."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from ganlib.store.runs import Run
from ganlib.store.status import RunState

SCRIPT = """
import sys
from pathlib import Path
import tensorflow as tf
from ganlib.store.runs import Run
from ganlib.train import loop
from ganlib.train.requests import Requests

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
mirrored = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
loop.sharing_strategy = lambda config: mirrored
run = Run(Path(sys.argv[1]))
for num_steps in (2, 4):
    run.replace_config(run.config().with_settings({"num_steps": num_steps}))
    if not loop.run_training(run.path, Requests(run.path)):
        sys.exit(1)
    print(run.status().state, run.status().step)
"""


@pytest.mark.slow
def test_a_run_on_two_devices_trains_resumes_and_is_saved(make_run: Callable[..., Run]) -> None:
    run = make_run("quick-gan", jit_compile=True, generator_filters=16, discriminator_filters=16, num_samples=4)
    done = subprocess.run([sys.executable, "-c", SCRIPT, run.path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "XLA cannot compile" in done.stdout  # it does without
    assert "completed 2" in done.stdout
    assert (run.status().state, run.status().step) == (RunState.COMPLETED, 4)
    assert run.checkpoints()[0].step == 4
    assert run.has_model()
