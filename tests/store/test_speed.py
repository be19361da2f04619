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


@pytest.mark.parametrize(
    ("flags", "has_it"),
    [("fpu sse2 avx512_bf16 rdpid", True), ("fpu amx_bf16 amx_tile", True), ("fpu avx2 avx512f", False)],
)
def test_the_processor_says_whether_it_computes_in_half_precision(monkeypatch, flags, has_it):
    described = f"processor\t: 0\nmodel name\t: Some  CPU\nflags\t\t: {flags}\n\nprocessor\t: 1\nflags\t\t: none\n"
    monkeypatch.setattr(speed.Path, "read_text", lambda _: described)
    assert speed.cpu_has_bfloat16.__wrapped__() is has_it
    assert speed.cpu_name.__wrapped__() == "Some CPU"


def test_a_system_that_describes_no_processor_has_no_half_precision(monkeypatch):
    def missing(_):
        raise FileNotFoundError

    monkeypatch.setattr(speed.Path, "read_text", missing)
    assert speed.cpu_has_bfloat16.__wrapped__() is False
    assert speed.cpu_name.__wrapped__() == (speed.platform.processor() or speed.platform.machine())


def test_a_machine_has_a_name_and_cores():
    assert speed.cpu_name()
    assert speed.cpu_cores() >= 1
