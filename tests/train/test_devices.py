"""What a worker tells TensorFlow of the machine, each time in a process of its own: it can be told once only."""

import os
import subprocess
import sys

import pytest

from ganlib.config.presets import preset
from ganlib.train.devices import can_share

SCRIPT = """
import sys
import tensorflow as tf
from ganlib.config.presets import preset
from ganlib.train import devices

devices.cpu_cores = lambda: int(sys.argv[2])
if "computed" in sys.argv:
    tf.zeros(1)
devices.share_cores(preset(sys.argv[1]).with_settings({"jit_compile": "xla" in sys.argv}))
threading = tf.config.threading
print(threading.get_intra_op_parallelism_threads(), threading.get_inter_op_parallelism_threads())
"""


@pytest.mark.parametrize(
    ("key", "cores", "more", "environment", "threads"),
    [
        ("quick-gan", 2, "", {}, "1 2"),
        ("wgan-gp", 2, "", {}, "1 2"),
        ("quick-gan", 4, "", {}, "0 0"),
        ("quick-gan", 2, "xla", {}, "0 0"),
        ("quick-gan", 2, "computed", {}, "0 0"),
        ("quick-gan", 2, "", {"TF_NUM_INTEROP_THREADS": "1"}, "0 0"),
        ("tutorial-dcgan", 2, "", {}, "0 0"),
        ("quick-vae", 2, "", {}, "0 0"),
    ],
)
@pytest.mark.slow
def test_two_cores_take_branches_of_their_own_only_where_there_are_some_and_nobody_chose(
    key: str, cores: int, more: str, environment: dict[str, str], threads: str
) -> None:
    chosen = {"TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, key, str(cores), more],
        env={key: value for key, value in os.environ.items() if key not in chosen}
        | {"CUDA_VISIBLE_DEVICES": "-1"}
        | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split() == threads.split()


@pytest.mark.parametrize(
    ("key", "changes", "count", "is_possible"),
    [
        ("quick-gan", {}, 3, True),
        ("wgan-gp", {}, 2, True),
        ("wgan-gp", {}, 3, False),
        ("quick-gan", {"packed_images": 4, "batch_size": 12}, 2, False),
        ("quick-gan", {"packed_images": 4, "batch_size": 16}, 2, True),
        ("quick-vae", {}, 3, True),
    ],
)
def test_a_batch_is_shared_out_only_where_each_device_can_divide_its_part(
    key: str, changes: dict[str, int], count: int, is_possible: bool
) -> None:
    assert can_share(preset(key).with_settings(changes), count) is is_possible
