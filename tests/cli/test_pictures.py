"""`pictures`: data sets of one's own from the command line."""

import json

import pytest

from tests.fakes.pictures import fill, zipped


def test_a_folder_becomes_a_data_set_that_train_takes(ganlib, store, tmp_path):
    folder = fill(tmp_path / "leaves", 30)
    (folder / "broken.png").write_bytes(b"")
    code, out, err = ganlib("pictures", "add", folder, "--size", 16)
    name = out.strip()
    assert (code, name.startswith("own-30x16x16x3-")) == (0, True)
    assert "broken.png" in err
    rows = json.loads(ganlib("pictures", "list", "--json")[1])
    assert rows == [{"name": name, "title": "leaves", "pictures": 30, "held out": 7, "size": "16×16×3"}]
    assert ganlib("train", "--preset", "quick-gan", "--data", name, "--steps", 3, "--quiet")[0] == 0
    (run,) = store
    assert run.config().data.dataset == name
    assert ganlib("pictures", "remove", name)[:2] == (0, f"Deleted: {name}\n")
    assert "There are none yet" in ganlib("pictures", "list")[1]


def test_the_options_say_what_becomes_of_them(ganlib, tmp_path):
    archive = tmp_path / "a.zip"
    archive.write_bytes(zipped(fill(tmp_path / "leaves", 25).iterdir()).read())
    grey = ganlib("pictures", "add", archive, "--size", 28, "--grey", "--whole", "--title", "[bold]")[1].strip()
    assert grey.startswith("own-25x28x28x1-")
    assert "[bold]" in ganlib("pictures", "list")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", "nowhere"), 2, "expected a folder, a picture or a zip file"),
        (("add", "."), 2, "expected at least 20"),
        (("add", ".", "--size", "33"), 2, "expected one of 16, 28"),
        (("remove", "own-1"), 3, "not on this computer"),
        (("remove", "../runs"), 3, "not on this computer"),
    ],
)
def test_a_mistake_is_one_line_and_an_exit_code(ganlib, tmp_path, arguments, code, words):
    (tmp_path / "empty").mkdir()
    told = [str(tmp_path / "empty") if argument == "." else argument for argument in arguments]
    got, out, err = ganlib("pictures", *told)
    assert (got, out, err.count("\n")) == (code, "", 1)
    assert words in err


def test_a_run_of_pictures_that_are_not_here_is_refused(ganlib, store):
    code, _, err = ganlib("train", "--preset", "quick-gan", "--data", "own-30x16x16x3-0123456789ab")
    assert (code, "not on this computer" in err) == (3, True)
    assert list(store) == []
