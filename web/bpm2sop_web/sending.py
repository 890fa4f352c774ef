"""What is handed out as a file: never rendered by the browser, named as people know it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from flask import Response, make_response

from bpm2sop_web.guarding import SANDBOX

_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")
_LONGEST = 150


def as_download(data: bytes, name: str, mimetype: str) -> Response:
    """Give bytes as an attachment under `sandbox`, with a plain name and the full one (RFC 6266)."""
    response = make_response(data)
    response.mimetype = mimetype
    last = "".join(c for c in name.rpartition("/")[2] if c.isprintable())[-_LONGEST:].strip(". ")
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    plain = _UNSAFE.sub("_", plain).strip("._ ") or "file"
    full = quote(last or "file", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def as_picture(drawn: bytes) -> Response:
    """Give an SVG of our own; alone in a window it may style itself, and nothing else."""
    response = make_response(drawn)
    response.mimetype = "image/svg+xml"
    response.headers["Content-Security-Policy"] = f"{SANDBOX}; style-src 'unsafe-inline'"
    return response
