"""Small signs of the notation: task types, event kinds, gateway and activity markers.

Each is SVG for a 16 by 16 field, or for an event for a circle of radius 18 around the origin; `@` stands for the colour
that is filled in a throwing event and open in a catching one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from bpm2sop.model.processmap import EventKind, NodeType


def _gear() -> str:
    spokes = []
    for tooth in range(8):
        angle = tooth * math.pi / 4
        x, y = math.cos(angle), math.sin(angle)
        spokes.append(f"M{8 + 4.6 * x:.1f} {8 + 4.6 * y:.1f}L{8 + 7 * x:.1f} {8 + 7 * y:.1f}")
    return f'<path d="{"".join(spokes)}" stroke-width="2.2"/><circle cx="8" cy="8" r="4.6"/><circle cx="8" cy="8" r="1.8"/>'


TASK_MARKS: Final[Mapping[NodeType, str]] = {
    NodeType.USER_TASK: '<circle cx="8" cy="5" r="3.4"/><path d="M1.5 15.2C1.5 11 4 9.2 8 9.2S14.5 11 14.5 15.2Z"/>',
    NodeType.MANUAL_TASK: (
        '<path d="M1.5 8.5 6.5 3.2C7.4 2.4 8.6 3.4 8 4.4L6.8 6H14Q15 6.7 14 7.6H9.5M14 7.6Q15.2 8.4 14 9.4H9.5'
        'M13.6 9.4Q14.6 10.3 13.4 11.2H9.5M12.8 11.2Q13.6 12.2 12.4 13H3.5Q1.5 12.4 1.5 8.5"/>'
    ),
    NodeType.SERVICE_TASK: _gear(),
    NodeType.SCRIPT_TASK: (
        '<path d="M4 1.5H13.5C10 5 14.5 10 11 14.5H2C5.5 10 1 5.5 4 1.5ZM5 5H9.6M6 8H11M5.5 11H10.4"/>'
    ),
    NodeType.SEND_TASK: (
        '<path d="M1 3H15V13H1Z" fill="#33475b"/><path d="M1 3 8 9 15 3" stroke="#fff" stroke-width="1.3"/>'
    ),
    NodeType.RECEIVE_TASK: '<path d="M1 3H15V13H1ZM1 3 8 9 15 3"/>',
    NodeType.BUSINESS_RULE_TASK: (
        '<path d="M1 2.5H15V5.5H1Z" fill="#b9c4cf"/><path d="M1 2.5H15V13.5H1ZM1 5.5H15M1 9.5H15M5.5 5.5V13.5"/>'
    ),
}  # fmt: skip

EVENT_MARKS: Final[Mapping[EventKind, str]] = {
    EventKind.MESSAGE: '<path d="M-9-6H9V6H-9Z" fill="@"/><path d="M-9-6 0 1 9-6" stroke="~"/>',
    EventKind.TIMER: '<circle r="10.5"/><path d="M0-6.5V0L4.5 3M0-10.5V-8.5M0 10.5V8.5M-10.5 0H-8.5M10.5 0H8.5"/>',
    EventKind.ERROR: '<path d="M-8 8-3-8 3 0 8-9 3 8-3 0Z" fill="@"/>',
    EventKind.ESCALATION: '<path d="M0-9 7 8 0 1-7 8Z" fill="@"/>',
    EventKind.CANCEL: '<path d="M-8-5-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0Z" fill="@"/>',
    EventKind.COMPENSATE: '<path d="M0-7V7L-9 0ZM9-7V7L0 0Z" fill="@"/>',
    EventKind.CONDITIONAL: '<path d="M-7-9H7V9H-7ZM-5-5.5H5M-5-2H5M-5 2H5M-5 5.5H5"/>',
    EventKind.LINK: '<path d="M-9-3.5H2V-8L10 0 2 8V3.5H-9Z" fill="@"/>',
    EventKind.SIGNAL: '<path d="M0-9 9 7H-9Z" fill="@"/>',
    EventKind.TERMINATE: '<circle r="10.5" fill="#33475b"/>',
}
MULTIPLE: Final = '<path d="M0-9.5 9-2.9 5.6 7.7H-5.6L-9-2.9Z" fill="@"/>'
"""Several definitions on one event."""

GATEWAY_MARKS: Final[Mapping[NodeType, str]] = {
    NodeType.EXCLUSIVE_GATEWAY: '<path d="M-6-7.5 6 7.5M6-7.5-6 7.5" stroke-width="3"/>',
    NodeType.PARALLEL_GATEWAY: '<path d="M0-10V10M-10 0H10" stroke-width="3"/>',
    NodeType.INCLUSIVE_GATEWAY: '<circle r="9" stroke-width="2.6"/>',
    NodeType.COMPLEX_GATEWAY: '<path d="M0-10V10M-10 0H10M-7-7 7 7M7-7-7 7" stroke-width="2.4"/>',
    NodeType.EVENT_BASED_GATEWAY: (
        '<circle r="11"/><circle r="8.6"/><path d="M0-5.6 5.3-1.7 3.3 4.5H-3.3L-5.3-1.7Z"/>'
    ),
}

COLLAPSED: Final = '<path d="M1 1H15V15H1ZM8 4V12M4 8H12"/>'
LOOP: Final = '<path d="M5 14.2A6.2 6.2 0 1 1 9.5 14.4M5 14.2 1.6 14.6M5 14.2 5.4 10.8"/>'
PARALLEL: Final = '<path d="M4 2V14M8 2V14M12 2V14" stroke-width="2"/>'
SEQUENTIAL: Final = '<path d="M2 4H14M2 8H14M2 12H14" stroke-width="2"/>'
COMPENSATION: Final = '<path d="M8 3V13L1 8ZM15 3V13L8 8Z"/>'
AD_HOC: Final = '<path d="M1 10C3 4 6 5 8 8S13 12 15 6" stroke-width="2.2"/>'
COLLECTION: Final = PARALLEL


def event_mark(kinds: tuple[EventKind, ...], *, throwing: bool) -> str:
    """Return the sign inside an event, filled where it throws."""
    if not kinds:
        return ""
    sign = EVENT_MARKS[kinds[0]] if len(kinds) == 1 else MULTIPLE
    fill, line = ("#33475b", "#fff") if throwing else ("none", "#33475b")
    return sign.replace("@", fill).replace("~", line)
