"""What travels unseen in an office file: the SOP, and the words as they were exported."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field

from bpm2sop.model.sop import Sop
from bpm2sop.writers.json_document import write_json
from bpm2sop.writers.writer import Context

_BEYOND_ASCII = re.compile(r"[^\n -~]")


@dataclass(slots=True)
class Exported:
    """The words that stand in the file: heads by column, rows by step and column, the identity by field and part.

    `others` are digests of all words that stand where people see them, so that what they add elsewhere is known.
    """

    heads: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    identity: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def payload(sop: Sop, context: Context, exported: Exported) -> str:
    """Return the data as JSON of ASCII on one line, which no program's habits with texts can change."""
    document = write_json(sop, context).decode().rstrip("\n")
    words = json.dumps(asdict(exported))
    return _ascii(f'{{"sop":{document},"exported":{words}}}').replace("\n", "")


def digest_of(words: str) -> str:
    """Return a short digest of words, which the readers compute as well; blanks do not count."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def actor_tag(actor: str, sop: Sop) -> str:
    """Name an actor's column by the actor's place, since ids may hold anything."""
    return next((f"actor-{n}" for n, one in enumerate(sop.actors, 1) if one.id == actor), "actor")


def _ascii(text: str) -> str:
    """Escape what is not ASCII; in JSON it stands within texts only."""
    return _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)
