"""Who a run belongs to: a name that can be compared, but tells nothing of the person behind it."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

_SALT = ".owners.salt"
_SALT_BYTES = 32
_OWNER_BYTES = 16


def owner_of(root: Path, identity: str) -> str:
    """The owner's name in `origin.json`: a hash with a salt of this runs folder.

    Args:
        identity: what only the visitor's own browser, or the one who signed them in, can say.
    """
    digest = hmac.new(_salt(root), identity.encode(), hashlib.sha256).digest()
    return digest[:_OWNER_BYTES].hex()


def _salt(root: Path) -> bytes:
    """Made once; all processes that work on the folder agree on it."""
    path = root / _SALT
    with suppress(FileNotFoundError):
        return path.read_bytes()
    root.mkdir(parents=True, exist_ok=True)
    beside = root / f"{_SALT}.{secrets.token_hex(8)}"  # of this thread alone
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_SALT_BYTES))
    with suppress(FileExistsError):  # somebody else was quicker
        os.link(beside, path)
    beside.unlink()
    return path.read_bytes()
