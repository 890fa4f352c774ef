"""Bizagi Modeler: properties, and extended attributes whose names stand elsewhere in the file."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect, local
from bpm2sop.readers.dialects.gleaned import Gleaned, Unnamed
from bpm2sop.readers.element import Element

_NAME: Final = "bizagi"
_DEFINITIONS: Final = frozenset({"BizagiExtendedAttributeDefinition", "ColumnAttribute"})
_VALUES: Final = frozenset({"BizagiExtendedAttributeValue", "ExtendedAttributeValue"})


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    for part in element.iter():
        tag = local(part.tag)
        if tag == "BizagiProperty":
            gleaned.pair(owner, part.get("name", ""), part.get("value", ""), _NAME)
        elif tag in _DEFINITIONS:
            gleaned.names.setdefault(part.get("Id", ""), _text(part, "Name"))
        elif tag in _VALUES:
            value = _text(part, "DisplayValue") or _text(part, "Content")
            gleaned.unnamed.append(Unnamed(owner, part.get("Id", ""), value, _NAME))


def _text(element: Element, name: str) -> str:
    return next((child.text or "" for child in element if local(child.tag) == name), "")


DIALECT: Final = Dialect(_NAME, ("bizagi.com",), _read)
