"""The built bundle: which file a page needs, by the manifest that the build writes."""

from __future__ import annotations

import json
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, request, send_from_directory, url_for

_STATIC = Path(__file__).parent / "static"
_DIST = _STATIC / "dist"
_YEAR = 31_536_000


class Asset(NamedTuple):
    """A file of the bundle, and the parts that it will load at once."""

    url: str
    early: tuple[str, ...]


@cache
def _manifest() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads((_DIST / "manifest.json").read_text("utf-8"))
    return found


def built() -> bool:
    """Tell whether the bundle is there."""
    return (_DIST / "manifest.json").is_file()


def asset(name: str) -> Asset:
    """Give the file of an entry ("review.ts", "main.css")."""
    entry = _manifest()[name]
    early = entry["early"]
    assert isinstance(early, list)  # noqa: S101  (our own build writes it)
    return Asset(_url(str(entry["file"])), tuple(_url(part) for part in early))


def serve_files(app: Flask) -> None:
    """Serve the static files; those of the bundle have names that change with what they hold, and are sent compressed."""

    @app.get("/static/<path:filename>", endpoint="static")
    def _static(filename: str) -> Response:
        packed = filename.startswith("dist/") and (_STATIC / f"{filename}.gz").is_file()
        packed = packed and request.accept_encodings.quality("gzip") > 0
        response = send_from_directory(_STATIC, f"{filename}.gz" if packed else filename)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
            response.mimetype = guess_type(filename)[0] or "application/octet-stream"
        if filename.startswith("dist/"):
            response.vary.add("Accept-Encoding")
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response


def _url(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")
