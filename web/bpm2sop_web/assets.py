"""The built bundle: which file a page needs, by the manifest that the build writes."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flask import url_for

_DIST = files("bpm2sop_web").joinpath("static", "dist")


class Asset(NamedTuple):
    """A file of the bundle, and the parts that it will load at once."""

    url: str
    early: tuple[str, ...]


@cache
def _manifest() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(
        _DIST.joinpath("manifest.json").read_text("utf-8")
    )
    return found


def built() -> bool:
    """Tell whether the bundle is there."""
    return _DIST.joinpath("manifest.json").is_file()


def asset(name: str) -> Asset:
    """Give the file of an entry ("review.ts", "main.css")."""
    entry = _manifest()[name]
    early = entry["early"]
    assert isinstance(early, list)  # noqa: S101  (our own build writes it)
    return Asset(_url(str(entry["file"])), tuple(_url(part) for part in early))


def _url(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")
