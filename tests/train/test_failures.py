"""Exceptions become keys that the catalog explains."""

import errno

import pytest
import tensorflow as tf

from ganlib.catalog.states import FAILURES
from ganlib.errors import ConfigError, DataError, DataOfflineError
from ganlib.train.failures import NotFiniteError, failure_detail, failure_key
from ganlib.train.state import StateMismatchError


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (SystemError("error return without exception set"), "out_of_memory"),
        (MemoryError(), "out_of_memory"),
        (tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[1]"), "out_of_memory"),
        (tf.errors.InternalError(None, None, "CUDA_ERROR_OUT_OF_MEMORY: out of memory"), "out_of_memory"),
        (tf.errors.ResourceExhaustedError(None, None, "runs/x; No space left on device"), "disk_full"),
        (ImportError("failed to map segment from shared object: Cannot allocate memory"), "out_of_memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (OSError(errno.EACCES, "Permission denied"), "unexpected"),
        (DataError("damaged"), "data_damaged"),
        (DataOfflineError("offline"), "data_offline"),
        (NotFiniteError(["loss/g"], 3), "not_finite"),
        (ConfigError("minutes", "{field}: no"), "bad_config"),
        (StateMismatchError("{names}", names="model 10"), "other_networks"),
        (ValueError("?"), "unexpected"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_failure_keys(error: Exception, key: str) -> None:
    assert failure_key(error) == key
    assert key in FAILURES


def test_our_own_words_are_not_decorated_and_others_name_their_type() -> None:
    assert failure_detail(DataError("The file is damaged.")) == "The file is damaged."
    assert failure_detail(ValueError("odd")) == "ValueError: odd"
    assert len(failure_detail(ValueError("x" * 5_000))) == 1_000
