"""SAP Signavio Process Manager: meta data of elements, an agency's own attributes among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAME: Final = "signavio"
_TITLES: Final = ("label", "name", "title", "url")
_LONGEST: Final = 100_000


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    key, value = element.get("metaKey", ""), element.get("metaValue", "")
    if value and value != "[]":
        for one in _values(value):
            gleaned.pair(owner, key, one, _NAME)


def _values(text: str) -> Iterator[str]:
    """Give the values of a list in JSON, or the text as it is."""
    plain = text.strip()
    if not plain.startswith(("[", "{")) or len(plain) > _LONGEST:
        yield text
        return
    try:
        held: object = json.loads(plain)
    except (ValueError, RecursionError):
        yield text
        return
    for one in held if isinstance(held, list) else [held]:
        yield _title(one)


def _title(value: object) -> str:
    """Name an entry of a list: a link or a reference by its label."""
    if isinstance(value, dict):
        return next((str(value[name]) for name in _TITLES if value.get(name)), "")
    return value if isinstance(value, str) else ""


DIALECT: Final = Dialect(_NAME, ("signavio.com",), _read, frozenset({"signavioMetaData"}))
