"""Archives made to do harm."""

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from ganlib.config.presets import preset
from ganlib.errors import ArchiveError, ConfigError
from ganlib.store.runs import Run, RunStore
from ganlib.store.unbundle import read_zip

CONFIG = json.dumps(preset("quick-gan").to_dict()).encode()
STATUS = b'{"state": "completed", "step": 3, "seconds": 1.5}'
_STAND_IN = "(null)"
HONEST = {"run/config.json": CONFIG, "run/status.json": STATUS}  # the least that makes a run


def packed(files: Mapping[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    """A zip file of these entries, in this order; a null in a name, which `zipfile` would cut off, is put in."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("\0", _STAND_IN) if isinstance(name, str) else name, content)
    return io.BytesIO(file.getvalue().replace(_STAND_IN.encode(), b"\0" * len(_STAND_IN)))


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    """An entry of another kind than a file: 0o120777 is a symbolic link, 0o020666 a device."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3  # Unix
    info.external_attr = mode << 16
    return info


def files(run: Run) -> dict[str, bytes]:
    return {str(path.relative_to(run.path)): path.read_bytes() for path in run.path.rglob("*") if path.is_file()}


def assert_refused(store: RunStore, archive: io.BytesIO) -> None:
    """With one clear error; nothing new anywhere."""
    root = store.root.parent
    before = {path for path in root.rglob("*") if path != store.root}
    with pytest.raises((ArchiveError, ConfigError)):
        read_zip(store, archive)
    assert {path for path in root.rglob("*") if path != store.root} == before
