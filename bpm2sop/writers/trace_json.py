"""The traceability matrix and coverage as JSON, schema `bpm2sop/trace/1`."""

import json
from typing import Any

from bpm2sop.atlas import Page
from bpm2sop.trace import Ratio, Trace
from bpm2sop.wording import Language


def write_trace_json(trace: Trace, language: Language) -> bytes:
    """Give matrix and coverage as JSON; the words of maps and SOPs need no translation."""
    del language
    return json.dumps(trace_value(trace), ensure_ascii=False, indent=1).encode() + b"\n"


def trace_value(trace: Trace) -> dict[str, Any]:
    """Describe matrix and coverage as `bpm2sop/trace/1`."""
    return {
        "schema": "bpm2sop/trace/1",
        "coverage": {
            "maps": _ratio(trace.maps, trace.grade(trace.maps)),
            "sops": _ratio(trace.sops, trace.grade(trace.sops)),
            "nodes": _ratio(trace.nodes, trace.grade(trace.nodes)),
            "how": {how.value: count for how, count in trace.how.items()},
            "groups": [
                {**line._asdict(), "group": line.group.value if line.group else None}
                for line in trace.groups
            ],
            "levels": [line._asdict() for line in trace.levels],
        },
        "gaps": {
            "maps": [_page(page) for page in trace.gaps.maps],
            "sops": list(trace.gaps.sops),
            "nodes": [
                {"file": row.file, "element": row.element, "name": row.name, "why": row.why}
                for row in trace.gaps.nodes
            ],
        },
        "rows": [{**row._asdict(), "how": row.how.value} for row in trace.rows],
    }


def _ratio(ratio: Ratio, grade: str) -> dict[str, Any]:
    """Describe a ratio."""
    return {
        "covered": ratio.covered,
        "all": ratio.all,
        "share": round(ratio.share, 4),
        "grade": grade,
    }


def _page(page: Page) -> dict[str, Any]:
    """Describe a map."""
    return {"code": page.code, "title": page.title, "file": page.file, "element": page.element}
