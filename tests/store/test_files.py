"""Small files are replaced whole: a reader in another process never sees half of one."""

import subprocess
import sys

import pytest

from ganlib.store.files import read_json, replace_json

WRITER = """
import sys
from pathlib import Path
from ganlib.store.files import replace_json
for number in range(1_000_000):
    replace_json(Path(sys.argv[1]), {"number": number, "padding": "x" * 50_000, "again": number})
"""


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "status.json"
    replace_json(path, {"number": -1, "again": -1})
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
    try:
        seen = set()
        while len(seen) < 50:
            data = read_json(path)
            assert data["number"] == data["again"]
            seen.add(data["number"])
            assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()


def test_nan_is_refused(tmp_path):
    with pytest.raises(ValueError, match="Out of range"):
        replace_json(tmp_path / "status.json", {"seconds": float("nan")})
    assert list(tmp_path.iterdir()) == []
