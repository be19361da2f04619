"""What this studio allows, said before somebody runs into it."""

import streamlit as st

from ganlib.config.run import RunConfig
from ganlib.config.size import memory_of, parameters_of
from ganlib.errors import DataMissingError, LimitError
from ganlib.runner.speed import seconds_needed, speed_of
from ganlib.ui import resources
from ganlib.ui.words import duration, memory, number, plain, t


def warn_when_nearly_full() -> None:
    """Disk or queue: nothing is refused yet."""
    admission, num_waiting = resources.engine().admission, len(resources.engine().queue())
    if admission.is_disk_nearly_full():
        st.warning(
            t(
                "The runs take {used} of the disk, and may take {limit}. Delete some that you no longer need.",
                used=memory(admission.disk.bytes()),
                limit=memory(admission.limits.disk_bytes),
            ),
            icon=":material/hard_drive:",
        )
    if admission.is_queue_nearly_full(num_waiting):
        st.warning(
            t(
                "{waiting} runs are waiting; no more than {limit} may.",
                waiting=number(num_waiting),
                limit=number(admission.limits.max_waiting),
            ),
            icon=":material/schedule:",
        )


def size_line(config: RunConfig) -> str:
    """How large the networks will be, in plain words."""
    return t(
        "The networks will have about {parameters} parameters and need roughly {memory} of memory.",
        parameters=_about(sum(parameters_of(config).values())),
        memory=memory(memory_of(config)),
    )


def speed_line(config: RunConfig) -> str:
    """How many pictures or points a second this machine will train on; empty while nobody knows."""
    speed = speed_of(resources.store(), config)
    if speed is None:
        return ""
    count = _about(round(config.data.batch_size * speed.steps_per_second))
    pace = (
        t("{count} points a second", count=count)
        if config.draws_points
        else t("{count} pictures a second", count=count)
    )
    if speed.is_measured:
        return t("This machine trains it on about {pace}.", pace=pace)
    return t(
        "This machine will train it on very roughly {pace}, judged by the preset's speed and the size of the networks.",
        pace=pace,
    )


def is_within(config: RunConfig) -> bool:
    """Says beside the form what this studio does not allow or have; False: it would be refused."""
    admission = resources.engine().admission
    limits = admission.limits
    try:
        admission.check_config(config)
    except (LimitError, DataMissingError) as error:
        st.error(plain(error.text(t)), icon=":material/block:")
        return False
    seconds = seconds_needed(resources.store(), config)
    if seconds is not None and limits.is_reached(0, seconds):
        time = duration(60 * limits.max_minutes)
        st.info(t("Here every run ends after {time} at the latest. Its model is saved then.", time=time))
    return True


def _about(count: int) -> str:
    """`84,000`, `1.2 million`, `3.4 billion`."""
    if count < 1_000_000:
        return number(float(f"{count:.2g}"))
    if count < 1_000_000_000:
        return t("{number} million", number=f"{count / 1e6:.2g}" if count < 1e8 else f"{count / 1e6:.0f}")
    return t("{number} billion", number=f"{count / 1e9:.2g}")
