"""Where a browser is sent after an act."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def own_path(target: str | None) -> str | None:
    """Give a path of this site; what leads elsewhere is dropped."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and target.isprintable() else None


def back(default: str = "/") -> Response:
    """Go where the form came from."""
    return redirect(own_path(request.form.get("back")) or default, code=303)


def to(endpoint: str, **values: object) -> Response:
    """Go to a page after an act."""
    return redirect(url_for(endpoint, **values), code=303)  # type: ignore[arg-type]
