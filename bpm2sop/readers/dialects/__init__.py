"""What tools say beside the standard, in extension elements and attributes of their namespaces.

One file a tool's vocabulary, one line a vocabulary in `DIALECTS`. Nothing else reads extensions:
they stay in the bytes of the file as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects import (
    activiti,
    adonis,
    aris,
    bic,
    bizagi,
    bpsim,
    camunda,
    engines,
    enterprise_architect,
    ibm,
    igrafx,
    itp,
    jbpm,
    omnitracker,
    other,
    signavio,
    trisotech,
    visual_paradigm,
    vocabulary,
    w4,
    zeebe,
)
from bpm2sop.readers.dialects.dialect import FILE, Dialect, local
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element
from bpm2sop.readers.formats import BPMN

__all__ = ["DIALECTS", "FILE", "Gleaned", "read_attributes", "read_extensions", "watched"]

DIALECTS: Final[tuple[Dialect, ...]] = (
    activiti.DIALECT,
    adonis.DIALECT,
    aris.DIALECT,
    bic.DIALECT,
    bizagi.DIALECT,
    bpsim.DIALECT,
    camunda.DIALECT,
    enterprise_architect.DIALECT,
    ibm.DIALECT,
    igrafx.DIALECT,
    itp.DIALECT,
    jbpm.DIALECT,
    omnitracker.DIALECT,
    signavio.DIALECT,
    trisotech.DIALECT,
    visual_paradigm.DIALECT,
    w4.DIALECT,
    zeebe.DIALECT,
)
_QUIET: Final = (
    "omg.org",
    "w3.org",
    "bpmn.io/schema/bpmn",
    "camunda.org/schema/modeler",
    "purl.org",
    "openapis.org",
    "jcp.org",
    "knowprocess.com",
    "bonitasoft",
    "xsdtypes.org",
    "sample.bpmn.mid.de",
)
"""Parts of namespaces that hold nothing for an SOP: drawing, types, execution."""
_LONGEST: Final = 1000
"""Characters of a name that is looked up: what is looked up is kept."""


def read_extensions(extensions: Element, owner: ElementId, gleaned: Gleaned) -> None:
    """Read the children of `extensionElements` that are in a dialect."""
    for child in extensions:
        tag = child.tag
        dialect = _by_tag(tag) if len(tag) <= _LONGEST else None
        if dialect is not None:
            dialect.read(child, owner, gleaned)


def watched(namespaces: Iterable[str]) -> bool:
    """Tell whether elements of a file may bear attributes of a dialect."""
    return any(_has_attributes(uri) for uri in namespaces if len(uri) <= _LONGEST)


def read_attributes(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    """Read the attributes of a BPMN element that are in a dialect."""
    for name in element.attrib:
        if name.startswith("{") and len(name) <= _LONGEST:
            known = _by_attribute(name)
            if known is not None:
                value = element.get(name, "")
                dialect, kind, unit = known
                values = engines.names(value) if kind == "role" else (f"{value} {unit}".strip(),)
                gleaned.say_each(owner, kind, values, dialect)


@lru_cache(maxsize=1024)
def _by_tag(tag: str) -> Dialect | None:
    """Find the dialect that reads an element, None for all that holds nothing."""
    namespace, _, name = tag.rpartition("}")
    dialect = other.DIALECT if namespace == f"{{{BPMN}" else _owner(namespace)
    if dialect is None or (dialect.tags is not None and name not in dialect.tags):
        return None
    return dialect


@lru_cache(maxsize=1024)
def _by_attribute(name: str) -> tuple[str, str, str] | None:
    """Find the dialect of an attribute, the kind of what it holds and the unit that its name gives."""
    dialect = _owner(name.rpartition("}")[0])
    if dialect is None:
        return None
    kind = dialect.attributes.get(local(name))
    if kind is not None:
        return dialect.name, kind, ""
    known = vocabulary.meaning(local(name)) if dialect is other.DIALECT else None
    return known and (dialect.name, known.kind, known.unit)


@lru_cache(maxsize=256)
def _has_attributes(namespace: str) -> bool:
    dialect = _owner(namespace)
    return dialect is not None and (dialect is other.DIALECT or bool(dialect.attributes))


def _owner(namespace: str) -> Dialect | None:
    """Find the dialect of a namespace: a tool's, none for what is quiet, else the general one."""
    small = namespace.lower()
    for dialect in DIALECTS:
        if dialect.owns(small):
            return dialect
    if any(mark in small for mark in _QUIET):
        return None
    return other.DIALECT
