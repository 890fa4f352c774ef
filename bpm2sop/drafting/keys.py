"""Keys of SOPs: stable under a new drawing, new bytes and new numbers of the same map."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from bpm2sop.model.sop import SopKey

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
_KEY = re.compile(r"[a-z0-9-]+-[0-9a-f]{8}(?:-\d+)?")


def sop_key(file: str, scope: str) -> SopKey:
    """Make the key of the SOP that covers `scope` in `file`: readable, safe as a file name, the same on every run."""
    digest = hashlib.sha256(f"{file}\0{scope}".encode()).hexdigest()[:8]
    name = file.rstrip("/").rpartition("/")[2]
    return SopKey(f"{slug(name.partition('.bpmn')[0].removesuffix('.xml')) or 'sop'}-{digest}")


def is_key(text: str) -> bool:
    """Tell whether a text has the form of an SOP's key."""
    return _KEY.fullmatch(text) is not None


def slug(text: str) -> str:
    """Reduce a text to lower-case ASCII letters, digits and hyphens, 60 at most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _UNSAFE.sub("-", plain).strip("-")[:_LONGEST].strip("-")


def unique(keys: list[SopKey]) -> list[SopKey]:
    """Number keys that occur again, in order."""
    seen: dict[SopKey, int] = {}
    done = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        done.append(key if seen[key] == 1 else SopKey(f"{key}-{seen[key]}"))
    return done
