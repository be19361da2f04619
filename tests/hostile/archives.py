"""Archives made to do harm."""

import io
import json
import zipfile
from collections.abc import Mapping

from ganlib.config.presets import preset

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
