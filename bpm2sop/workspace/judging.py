"""What breaks the form's rules in an SOP as it stands now."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection

from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Sop
from bpm2sop.sopchecks import Around, check_sop
from bpm2sop.sopchecks.registry import SOP_CHECKS
from bpm2sop.store import files, pages, sops
from bpm2sop.workspace.material import Material
from bpm2sop.workspace.opening import Workspace

_RULES = frozenset(check.rule for check in SOP_CHECKS)


def findings_of(
    connection: Connection, workspace: Workspace, material: Material
) -> tuple[Finding, ...]:
    """Find what a person should look at: what the draft brings along, and the form's rules on the SOP as it stands."""
    stamp = (material.row.id, material.row.version, files.changes(connection))
    known = workspace.memory.findings.get(stamp)
    if known is None:
        known = _found(connection, material)
        workspace.memory.findings.put(stamp, known)
    return known


def judged(connection: Connection, workspace: Workspace, material: Material) -> Sop:
    """Give an SOP as it stands, with the findings of what it says now."""
    return replace(material.effective, findings=findings_of(connection, workspace, material))


def _found(connection: Connection, material: Material) -> tuple[Finding, ...]:
    """Judge an SOP anew; what its draft was judged by the same rules is left aside."""
    sop = material.effective
    related = sorted(name.strip() for name in sop.identity.related.value.split(";"))
    titles = sops.titles_among(connection, related) if any(related) else frozenset()
    above = pages.parent_code(connection, material.row.id)
    around = Around(titles=titles, parents={sop.key: above} if above else {})
    brought = tuple(finding for finding in sop.findings if finding.rule not in _RULES)
    return (*brought, *check_sop(replace(sop, findings=brought), around))
