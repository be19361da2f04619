"""Waiting for another process without sleeping blindly."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(look: Callable[[], T], within_seconds: float = 20.0) -> T:
    """Look again and again until the answer is true; returns it."""
    deadline = time.monotonic() + within_seconds
    while True:
        answer = look()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"waited {within_seconds:g} s in vain"
        time.sleep(0.01)
