"""An edition as it is given out: as it was approved, with number and dates once it is put in force."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec.structs import replace

from bpm2sop.model.sop import Cell, CellSource, Sop
from bpm2sop.store import unpack
from bpm2sop.store.editions import EditionRow
from bpm2sop.wording import Language
from bpm2sop.workspace.dates import day_in_words, read_day
from bpm2sop.writers import Context
from bpm2sop.writers.json_document import write_json

APPROVED, IN_FORCE, SUPERSEDED, REVOKED = "approved", "in_force", "superseded", "revoked"
"""Stages of an edition."""
ENACTED = "enacted"
"""The act that puts an edition in force."""
_DAYS = ("created", "revised", "effective")


def issued(edition: EditionRow) -> Sop:
    """Give an edition as its documents show it."""
    sop = unpack(edition.content, Sop)
    act = json.loads(edition.acts).get(ENACTED)
    return sop if act is None else as_enacted(sop, act)


def issued_hash(sha256: str, acts: Mapping[str, Mapping[str, str]]) -> str:
    """Give the hash of the JSON of an edition as it is given out."""
    return acts.get(ENACTED, {}).get("sha256", sha256)


def as_enacted(sop: Sop, act: Mapping[str, str]) -> Sop:
    """Fill number and dates of the identity block."""
    words = {"number": act["number"]}
    for name in _DAYS:
        if act[name]:
            words[name] = day_in_words(read_day(act[name], sop.title), sop.language)
    filled = {name: Cell(value, CellSource.PERSON) for name, value in words.items()}
    return replace(sop, identity=replace(sop.identity, **filled))


def document_of(sop: Sop) -> bytes:
    """Write the SOP as the contract's JSON: what the hash of an edition is of."""
    return write_json(sop, Context(language=Language(sop.language)))
