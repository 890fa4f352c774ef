"""What the description of the API says of every operation: who may ask, and how problems are told."""

from __future__ import annotations

PROBLEM = "application/problem+json"

SCHEMES = {
    "session": {
        "type": "apiKey", "in": "cookie", "name": "bpm2sop",
        "description": "The cookie of the pages; over https it is called __Host-bpm2sop.",
    },
    "form": {
        "type": "apiKey", "in": "header", "name": "X-CSRFToken",
        "description": 'The token of the pages, from their <meta name="csrf">.',
    },
}  # fmt: skip

SIGNED_IN: dict[str, list[str]] = {"session": []}

WRITES = {"security": [SIGNED_IN | {"form": []}]}
"""Of an operation that changes something."""

IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
"""Asks for something only if it has changed."""
