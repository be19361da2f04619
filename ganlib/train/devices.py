"""What the worker computes on, and how precisely."""

import os
from contextlib import suppress
from functools import cache
from typing import Any

import keras
import tensorflow as tf

from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig, TrainingConfig
from ganlib.store.speed import cpu_cores, cpu_has_bfloat16

_BFLOAT16_CAPABILITY = (8, 0)  # NVIDIA's first generation that computes in bfloat16


def prepare_devices() -> None:
    """Take GPU memory as it is needed, not all at once. Must come before anything touches a GPU."""
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)


def share_cores(config: RunConfig) -> None:
    """Of two cores each takes operations of its own where a GAN has penalties, not half of every one (docs/adr/0036).

    Must come before anything is computed: a process that has computed already stays as it is, and so does one for which
    somebody has chosen the numbers of threads.
    """
    has_branches = isinstance(config.model, GanConfig) and config.model.has_penalty and not config.training.jit_compile
    if has_branches and cpu_cores() == 2 and not tf.config.list_physical_devices("GPU") and not _threads_are_chosen():
        with suppress(RuntimeError):
            tf.config.threading.set_intra_op_parallelism_threads(1)
            tf.config.threading.set_inter_op_parallelism_threads(2)


def sharing_strategy(config: RunConfig) -> tf.distribute.Strategy:
    """All GPUs that this process sees share the batch of each step; with fewer than two, or where the batch cannot be
    shared out among them, TensorFlow's default.
    """
    count = len(tf.config.list_logical_devices("GPU"))
    if count < 2:
        return tf.distribute.get_strategy()
    if not can_share(config, count):
        print(f"A step's pictures cannot be shared out among {count} GPUs; training on one of them.", flush=True)
        return tf.distribute.get_strategy()
    return _all_gpus()


def can_share(config: RunConfig, count: int) -> bool:
    """Whether each of so many devices gets a part of the step's pictures that it can divide into what the discriminator
    sees at once.
    """
    if not isinstance(config.model, GanConfig):
        return True
    pack, d_steps = config.model.images_per_pack, config.model.d_steps_per_g_step
    return pack * d_steps == 1 or config.data.batch_size % (count * pack) == 0


@cache
def _all_gpus() -> tf.distribute.Strategy:
    """One for the whole process: a second MirroredStrategy would mistake the first one's collective operations."""
    return tf.distribute.MirroredStrategy()


def device_name() -> str:
    """The GPU's own name, with how many there are if they are several; else "CPU"."""
    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        return "CPU"
    name = str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU"))
    return name if len(gpus) == 1 else f"{len(gpus)} × {name}"


def set_precision(is_mixed_wanted: bool) -> None:
    """Compute in half precision where it is wanted and where GPU or processor are made for it; else in float32.

    bfloat16 has the range of float32, so nothing needs loss scaling.
    """
    is_mixed = is_mixed_wanted and _computes_bfloat16()
    if is_mixed_wanted and not is_mixed:
        print("Neither GPU nor processor here is made for bfloat16; training in float32.", flush=True)
    keras.config.set_dtype_policy("mixed_bfloat16" if is_mixed else "float32")


def execution(training: TrainingConfig, model: keras.Model) -> dict[str, Any]:
    """What a model's `compile` is told of how its step is to be run.

    XLA compiles it where that is wanted and possible: not a step that several devices share.
    """
    is_alone = model.distribute_strategy.num_replicas_in_sync == 1
    if training.jit_compile and not is_alone:
        print("XLA cannot compile a step that several devices share; training without it.", flush=True)
    return {
        "jit_compile": training.jit_compile and is_alone,
        "steps_per_execution": training.steps_per_execution,
    }


def _threads_are_chosen() -> bool:
    threading = tf.config.threading
    in_code = threading.get_intra_op_parallelism_threads() or threading.get_inter_op_parallelism_threads()
    return bool(in_code) or any(f"TF_NUM_{kind}OP_THREADS" in os.environ for kind in ("INTRA", "INTER"))


def _computes_bfloat16() -> bool:
    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        return cpu_has_bfloat16()
    capability = tf.config.experimental.get_device_details(gpus[0]).get("compute_capability", (0, 0))
    return tuple(capability) >= _BFLOAT16_CAPABILITY
