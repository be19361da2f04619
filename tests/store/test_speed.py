"""The measured speeds belong to one machine."""

import json

import pytest

from ganlib.store import speed


def test_what_was_measured_here_is_read_back(tmp_path):
    file = tmp_path / speed.SPEED_FILE
    speed.write_speed(file, {"quick-gan": 12.5})
    assert speed.read_speed(file) == {"quick-gan": 12.5}
    assert json.loads(file.read_text())["machine"] == speed.machine_name()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"machine": "another", "steps_per_second": {"quick-gan": 1}}',
        '{"steps_per_second": {"a": "b"}}',
    ],
)
def test_what_was_measured_elsewhere_or_is_damaged_counts_for_nothing(tmp_path, content):
    file = tmp_path / speed.SPEED_FILE
    file.write_text(content)
    assert speed.read_speed(file) == {}


def test_a_machine_has_a_name_and_cores():
    assert speed.cpu_name()
    assert speed.cpu_cores() >= 1
