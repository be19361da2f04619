"""Growing logs: torn, damaged, truncated and replaced files; downsampling that keeps the ends."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ganlib.store.files import append_line
from ganlib.store.records import NEWEST, RecordReader, downsample


def append(path, text: str) -> None:
    with open(path, "ab") as file:
        file.write(text.encode())


def test_a_missing_file_is_an_empty_log(tmp_path):
    assert RecordReader(tmp_path / "log").read() == []


def test_only_what_was_added_is_parsed(tmp_path, monkeypatch):
    path = tmp_path / "log"
    reader = RecordReader(path)
    append(path, '{"step": 1}\n{"step": 2}\n')
    assert reader.read() == [{"step": 1}, {"step": 2}]
    parsed = []
    loads = json.loads
    monkeypatch.setattr(json, "loads", lambda line: parsed.append(line) or loads(line))
    append(path, '{"step": 3}\n')
    assert len(reader.read()) == 3
    assert parsed == [b'{"step": 3}']


def test_a_torn_last_line_waits_for_the_next_read(tmp_path):
    path = tmp_path / "log"
    reader = RecordReader(path)
    append(path, '{"step": 1}\n{"st')
    assert reader.read() == [{"step": 1}]
    append(path, 'ep": 2}\n')
    assert reader.read() == [{"step": 1}, {"step": 2}]
    assert reader.damaged_lines == 0


def test_garbage_is_skipped_and_counted(tmp_path):
    path = tmp_path / "log"
    path.write_bytes(b'{"step": 1}\n\xff\xfe\x00\n[1]\n\n{"step":\n' + b"[" * 100_000 + b'\n{"step": 2}\n')
    reader = RecordReader(path)
    assert reader.read() == [{"step": 1}, {"step": 2}]
    assert reader.damaged_lines == 4


def test_a_truncated_file_is_read_afresh(tmp_path):
    path = tmp_path / "log"
    path.write_text('{"step": 1}\n{"step": 2}\n')
    reader = RecordReader(path)
    reader.read()
    path.write_text('{"step": 9}\n')
    assert reader.read() == [{"step": 9}]


def test_a_replaced_file_is_read_afresh(tmp_path):
    path, other = tmp_path / "log", tmp_path / "other"
    path.write_text('{"step": 1}\n')
    reader = RecordReader(path)
    reader.read()
    other.write_text('{"step": 7}\n{"step": 8}\n')
    other.replace(path)
    assert reader.read() == [{"step": 7}, {"step": 8}]


def test_a_list_that_was_handed_out_does_not_grow(tmp_path):
    path = tmp_path / "log"
    path.write_text('{"step": 1}\n')
    reader = RecordReader(path)
    before = reader.read()
    append(path, '{"step": 2}\n')
    reader.read()
    assert before == [{"step": 1}]


def test_numbers_that_are_not_finite_become_null(tmp_path):
    path = tmp_path / "log"
    with open(path, "ab") as file:
        append_line(file, {"step": 1, "loss/g": float("nan"), "bins": [1, float("inf")], "name": "“å”"})
    assert RecordReader(path).read() == [{"step": 1, "loss/g": None, "bins": [1, None], "name": "“å”"}]


def lines(steps: range) -> str:
    return "".join(f'{{"step": {step}, "filling": "{"x" * 200}"}}\n' for step in steps)


def assert_evenly_spaced(steps: list[int], count: int, most: int) -> None:
    older, newest = steps[:-NEWEST], steps[-NEWEST:]
    assert newest == list(range(count - NEWEST, count))
    assert older[0] == 0
    assert steps == sorted(set(steps))
    assert len(older) <= most + NEWEST
    evenly = [step for step in older if step < count - 2 * NEWEST]
    assert max(after - before for before, after in pairwise(evenly)) <= 4 * count / most


def test_a_long_log_is_looked_into_at_places(tmp_path, monkeypatch):
    path = tmp_path / "log"
    append(path, lines(range(100_000)))
    parsed = []
    loads = json.loads
    monkeypatch.setattr(json, "loads", lambda line: parsed.append(line) or loads(line))
    steps = [record["step"] for record in RecordReader(path, most=500).read()]
    assert len(parsed) < 20_000
    assert_evenly_spaced(steps, count=100_000, most=500)


def test_a_log_that_becomes_long_is_thinned_while_it_is_followed(tmp_path):
    path = tmp_path / "log"
    reader = RecordReader(path, most=500)
    for begin in range(0, 50_000, 1_000):
        append(path, lines(range(begin, begin + 1_000)))
        steps = [record["step"] for record in reader.read()]
    assert_evenly_spaced(steps, count=50_000, most=500)


def test_a_long_log_goes_on_after_a_torn_line_and_starts_again_when_it_is_replaced(tmp_path):
    path, other = tmp_path / "log", tmp_path / "other"
    append(path, lines(range(50_000)) + '{"st')
    reader = RecordReader(path, most=500)
    assert reader.read()[-1]["step"] == 49_999
    append(path, 'ep": 50000}\n')
    assert reader.read()[-1] == {"step": 50_000}
    assert reader.damaged_lines == 0
    append(other, lines(range(20_000)))
    other.replace(path)
    assert_evenly_spaced([record["step"] for record in reader.read()], count=20_000, most=500)


def test_a_reader_of_the_newest_record_keeps_few_others(tmp_path):
    path = tmp_path / "log"
    reader = RecordReader(path, most=1, newest=1)
    for step in range(50):
        append(path, f'{{"step": {3 * step}}}\n{{"step": {3 * step + 1}}}\n{{"step": {3 * step + 2}}}\n')
        records = reader.read()
        assert records[-1] == {"step": 3 * step + 2}
        assert len(records) <= 3


def test_records_share_their_names(tmp_path):
    path = tmp_path / "log"
    append(path, '{"step": 1, "probability/real": 0.5}\n{"step": 2, "probability/real": 0.25}\n')
    first, second = RecordReader(path).read()
    assert all(one is other for one, other in zip(first, second, strict=True))


@given(st.integers(0, 500), st.integers(2, 100))
def test_downsampling_keeps_the_ends_the_order_and_the_limit(count, limit):
    records = [{"step": step} for step in range(count)]
    kept = downsample(records, limit)
    assert len(kept) == min(count, limit)
    assert kept[:1] == records[:1]
    assert kept[-1:] == records[-1:]
    assert [record["step"] for record in kept] == sorted({record["step"] for record in kept})
