"""From bytes to the JSON of the contract, by the product's own public way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bpm2sop.decompose import ScopeSetting
from bpm2sop.drafting import Settings, draft_file, link
from bpm2sop.drafting import proved as prove_all
from bpm2sop.errors import Refused
from bpm2sop.readback import read_sop
from bpm2sop.readers import read_file
from bpm2sop.wording import Language
from bpm2sop.workspace.verifying import verify_sop
from bpm2sop.writers import Context
from bpm2sop.writers.json_document import write_json
from tests.oracle.canonical import table_up_to_ids

Json = dict[str, Any]


def sops_of(data: bytes, name: str = "map.bpmn", scope: ScopeSetting = "map") -> list[Json]:
    """Draft a file and give its SOPs as JSON values; a failed proof fails the test."""
    file = read_file(name, data)
    drafts = prove_all(link(draft_file(file, Settings(scope=scope)), [file]), [file])
    assert drafts.failures == ()
    context = Context(language=Language.ID)
    return [json.loads(write_json(sop, context)) for sop in drafts.sops]


def tables_of(data: bytes, scope: ScopeSetting = "map") -> list[str]:
    """Give a file's tables up to ids, in an order of their own."""
    sops = sops_of(data, scope=scope)
    return sorted(json.dumps(table_up_to_ids(sop), sort_keys=True) for sop in sops)


def proved(data: bytes, sop: Json, known: Iterable[str] | None = None) -> bool:
    """Tell whether a table, read back from its file, holds exactly its map; a file that is refused does not."""
    try:
        table = read_sop("sop.json", json.dumps(sop).encode())
    except Refused:
        return False
    file = read_file(sop["source"]["file"], data)
    maps = [
        one
        for one in file.maps
        if one.id == table.source.map and set(table.source.scopes) <= set(one.scopes)
    ]
    return bool(maps) and not verify_sop(maps[0], table, known)
