"""The ways of asking a run to end."""

import signal
from pathlib import Path

from ganlib.store import layout
from ganlib.store.status import RunState
from ganlib.train.requests import Requests


def test_files_are_requests_and_a_stop_goes_before_a_pause(tmp_path: Path) -> None:
    requests = Requests(tmp_path)
    assert requests.wanted() is None
    (tmp_path / layout.PAUSE).touch()
    assert requests.wanted() is RunState.PAUSED
    (tmp_path / layout.STOP).touch()
    assert requests.wanted() is RunState.STOPPED


def test_sigterm_is_a_request_to_stop(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        requests = Requests(tmp_path)
        requests.listen()
        signal.raise_signal(signal.SIGTERM)
        assert requests.wanted() is RunState.STOPPED
    finally:
        signal.signal(signal.SIGTERM, before)
