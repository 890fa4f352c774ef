"""Small pictures as inline SVG; they say nothing that words beside them do not."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

_PATHS = {
    "map": "M2 4l4-1.5 4 1.5 4-1.5v9.5l-4 1.5-4-1.5-4 1.5zM6 2.5v9.5M10 4v9.5",
    "sop": "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 8h5M5.5 10.5h5",
    "folder": "M1.5 3.5h4.5l1.5 1.5h7v8h-13z",
    "upload": "M8 11V2.5M4.5 6L8 2.5 11.5 6M2.5 10.5v3h11v-3",
    "download": "M8 2.5V11M4.5 7.5L8 11l3.5-3.5M2.5 10.5v3h11v-3",
    "search": "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.300L14 14",
    "undo": "M6 3L2.5 6.5 6 10M2.5 6.5h7a4 4 0 0 1 0 8H7",
    "redo": "M10 3l3.5 3.5L10 10M13.5 6.5h-7a4 4 0 0 0 0 8H9",
    "fit": "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
    "overview": "M2 3h12v10H2zM8.5 5h3.500v3h-3.500z",
    "plus": "M8 3v10M3 8h10",
    "minus": "M3 8h10",
    "next": "M3 8h10M9 4l4 4-4 4",
    "back": "M13 8H3M7 4L3 8l4 4",
    "comment": "M2.5 3h11v8H7.5L4.5 13.5V11h-2z",
    "check": "M2.5 8.5l3.5 3.5 7.5-8",
    "warn": "M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.700v.6",
    "fresh": "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z",
    "new": "M8 2.5v11M2.5 8h11",
    "edited": "M3 13l.7-3L10.5 3.200l2.3 2.300L6 12.300z",
    "reviewed": "M2.5 8.5l3.5 3.5 7.5-8",
    "suspect": "M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.700v.6",
    "conflict": "M2.5 5.5h9L9 3M13.5 10.5h-9L7 13",
    "orphan": "M5 3H3v10h2M11 3h2v10h-2M6 8h.5M9.5 8h.5",
    "user": "M8 2.5a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.400zM2.5 14c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5",
    "theme": "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
    "rows": "M2 3.5h12M2 8h12M2 12.5h12",
    "split": "M2 3h12v10H2zM8 3v10",
    "stack": "M2 3h12v10H2zM2 8h12",
    "print": "M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z",
    "lock": "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
    "gear": "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4"
    "M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4",
    "chart": "M2.5 2.5v11h11M5.5 11V8M8.5 11V4.5M11.5 11V6.5",
    "link": "M6.5 9.5l3-3M7 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5L7.5 13a2.8 2.8 0 0 1-4-4L5 7.5",
    "more": "M3.5 8h.01M8 8h.01M12.5 8h.01",
    "close": "M3.5 3.5l9 9M12.5 3.5l-9 9",
}  # fmt: skip


@cache
def icon(name: str) -> Markup:
    """Give a picture, hidden from screen readers."""
    return Markup(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    ).format(_PATHS[name])
