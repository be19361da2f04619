"""Why a run failed: an exception → a key of the catalog and a technical sentence."""

import errno

import tensorflow as tf

from ganlib.errors import (
    ConfigError,
    DamagedRunError,
    DataError,
    DataMissingError,
    DataOfflineError,
    GanlibError,
    LimitError,
)
from ganlib.i18n import N_
from ganlib.train.state import StateMismatchError

_DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
_DISK_FULL_WORDS = ("no space left", "disk quota")
_MEMORY_WORDS = (
    "out of memory",
    "oom when allocating",
    "failed to allocate",
    "cannot allocate memory",
    "can't start new thread",
    "bad_alloc",
    "error return without exception set",  # native code that got no room even to say so
)


class NotFiniteError(GanlibError):
    """A loss or a gradient became NaN or infinite, in a run that had been rescued from that `rescues` times before."""

    def __init__(self, keys: list[str], step: int, rescues: int = 0) -> None:
        self.rescues = rescues
        super().__init__(
            N_("At step {step} these were no longer numbers: {keys}. A lower learning rate usually cures it."),
            step=step,
            keys=", ".join(keys),
        )


_FAILURE_OF_TYPE: dict[type[BaseException], str] = {
    NotFiniteError: "not_finite",
    DataOfflineError: "data_offline",  # before its parent, as the next
    DataMissingError: "data_missing",
    DataError: "data_damaged",
    ConfigError: "bad_config",
    DamagedRunError: "bad_config",
    LimitError: "over_limit",
    StateMismatchError: "other_networks",
    MemoryError: "out_of_memory",
}


def failure_key(error: BaseException) -> str:
    """The catalog key that explains `error` to a person."""
    message = str(error).lower()
    # TensorFlow reports a full disk as ResourceExhaustedError too, so the words go first.
    if getattr(error, "errno", None) in _DISK_FULL_ERRNOS or any(words in message for words in _DISK_FULL_WORDS):
        return "disk_full"
    for kind, key in _FAILURE_OF_TYPE.items():
        if isinstance(error, kind):
            return key
    if isinstance(error, tf.errors.ResourceExhaustedError) or any(words in message for words in _MEMORY_WORDS):
        return "out_of_memory"
    return "unexpected"


def failure_detail(error: BaseException) -> str:
    """The technical message, short enough for a status file; the whole story is in the log."""
    text = str(error) if isinstance(error, GanlibError) else f"{type(error).__name__}: {error}"
    return text[:1_000]
