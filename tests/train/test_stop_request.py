"""The two ways of asking a run to stop."""

import signal
from pathlib import Path

from ganlib.store import layout
from ganlib.train.stop_request import StopRequest


def test_the_stop_file_is_a_request(tmp_path: Path) -> None:
    request = StopRequest(tmp_path)
    assert not request.is_made()
    (tmp_path / layout.STOP).touch()
    assert request.is_made()


def test_sigterm_is_a_request(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        request = StopRequest(tmp_path)
        request.listen()
        signal.raise_signal(signal.SIGTERM)
        assert request.is_made()
    finally:
        signal.signal(signal.SIGTERM, before)
