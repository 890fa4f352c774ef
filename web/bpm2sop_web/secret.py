"""The server's key: a file beside the workspace that nobody else may read, made at the first start."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

VARIABLE = "BPM2SOP_SECRET"
_BYTES = 32


def secret_for(place: str) -> bytes:
    """Give the key of the workspace at a path; from the environment where that has one.

    A workspace that is no file of this machine has a key from the environment, or a new one at each start.
    """
    if said := os.environ.get(VARIABLE):
        return said.encode()
    if "://" in place:
        return secrets.token_bytes(_BYTES)
    path = Path(f"{place}.key")
    with suppress(FileExistsError):
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
    return path.read_bytes()
