"""The evidence pack (*bukti dukung*): one zip for an assessor, in which everything can be checked against its hash."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from bpm2sop.model.sop import Sop
from bpm2sop.store import audit, editions, sops
from bpm2sop.wording import Language
from bpm2sop.workspace.evaluating import list_forms
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.in_force import force_on
from bpm2sop.workspace.issued import issued
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.writers import Context
from bpm2sop.writers.forms import FormFormat, FormKind, write_form
from bpm2sop.writers.report_registry import REPORT_WRITERS
from bpm2sop.writers.trace_registry import TRACE_WRITERS

_FORMATS = ("pdf", "docx", "xlsx", "json")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time of all entries: the same workspace gives the same bytes."""
_MATRIX = ("csv", "xlsx")


def evidence_pack(workspace: Workspace, who: Person, asked: Asked) -> bytes:
    """Make the pack: reports, matrix, SOPs in force, forms, and a manifest with the hash of each file.

    Args:
        workspace: where.
        who: the person.
        asked: the day, and what no record holds.
    """
    require(who, Right.READ)
    files = dict(sorted(_files(workspace, who, asked)))
    with workspace.store.reading() as connection:
        head = audit.head(connection)
    manifest: dict[str, Any] = {
        "schema": "bpm2sop/evidence/1",
        "on": asked.on.isoformat(),
        "audit": {"acts": head.id, "hash": head.hash},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    files["manifest.json"] = _json(manifest)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, data)
    return stream.getvalue()


def _files(workspace: Workspace, who: Person, asked: Asked) -> Iterator[tuple[str, bytes]]:
    """Make every file with its name in the pack."""
    with workspace.store.reading() as connection:
        language = asked.language or in_use(connection, workspace.settings).language
    made = report(workspace, who, asked)
    for writer in REPORT_WRITERS:
        yield f"report/report{writer.suffix}", writer.write(made, language)
    for trace_writer in TRACE_WRITERS:
        if trace_writer.format in _MATRIX:
            yield f"report/matrix{trace_writer.suffix}", trace_writer.write(made.trace, language)
    held = _in_force(workspace, asked.on)
    for sop_id, number, _ in held:
        for name, data in export_sop(workspace, who, sop_id, _FORMATS, edition=number).items():
            yield f"sop/{name}", data
        forms = list_forms(workspace, who, sop_id)
        lines = [line._asdict() for line in forms if line.on <= asked.on.isoformat()]
        if lines:
            yield f"forms/{sop_id}.json", _json(lines)
    yield from _forms([sop for _, _, sop in held], language)


def _in_force(workspace: Workspace, on: date) -> list[tuple[str, int, Sop]]:
    """List the editions in force on a day by the keys of their SOPs: id, number, the SOP as given out."""
    with workspace.store.reading() as connection:
        numbers = {key: one.number for key, one in force_on(connection, on).items()}
        rows = {row.id: row for row in sops.every(connection) if row.id in numbers}
        found = []
        for sop_id in sorted(rows, key=lambda one: (rows[one].key, one)):
            edition = editions.find(connection, sop_id, numbers[sop_id])
            if edition is not None:
                found.append((sop_id, edition.number, issued(edition)))
        return found


def _forms(held: list[Sop], language: Language) -> Iterator[tuple[str, bytes]]:
    """Make the three forms, filled in as far as the SOPs in force know."""
    for kind in FormKind:
        data = write_form(kind, held, Context(language=language), form=FormFormat.XLSX)
        yield f"forms/{kind.value}.xlsx", data


def _json(value: Any) -> bytes:  # noqa: ANN401  (whatever JSON can hold)
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
