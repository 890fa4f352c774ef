"""A name that a tool filled in, or that waits to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId

_KIND = (
    "task|user task|manual task|activity|aktivitas|aktifitas|kegiatan|tugas|langkah|step|call activity"
    "|sub ?-?process|sub ?-?proses|process|proses|decision|keputusan"
    "|(?:(?:exclusive|parallel|inclusive|complex|event[ -]?based) )?gateway|(?:(?:start|end|intermediate) )?event"
    "|node|element|lane|swimlane|pool|participant|peserta|pelaksana|actor|aktor|role"
)
_PLACEHOLDER = re.compile(
    rf"(?:(?:{_KIND})[ _#-]*\d*|(?:new|baru|my|untitled|unnamed) (?:{_KIND})[ _#-]*\d*|(?:{_KIND}) baru"
    r"|x{2,}|\?+|\.{2,}|-+|_+|t\.?b\.?[acd]\.?|to ?do|untitled|unnamed|tanpa nama|no name|n/?a|lorem ipsum.*"
    r"|nama (?:kegiatan|aktivitas|tugas|proses)|isi di sini|enter (?:text|name).*)",
    re.IGNORECASE,
)


def _find(view: MapView) -> Iterator[Found]:
    """Find nodes, lanes and pools whose name tells nothing."""
    pools = ((pool.id, pool.name) for pool in view.map.participants)
    lanes = ((lane.id, lane.name) for lane in view.map.lanes.values())
    nodes = ((node.id, node.name) for node in view.nodes)
    for element, name in (*pools, *lanes, *nodes):
        if _says_nothing(element, name):
            yield Found((element,))


def _says_nothing(element: ElementId, name: str) -> bool:
    # A lone letter or word may be meant so; an id that looks like one is a tool's.
    made = element == name and any(sign.isdigit() or sign == "_" for sign in name)
    return made or _is_placeholder(name)


@lru_cache(maxsize=8192)
def _is_placeholder(name: str) -> bool:
    return _PLACEHOLDER.fullmatch(name.strip()) is not None


CHECK = Check(rule="name-placeholder", severity=Severity.INFO, find=_find)
