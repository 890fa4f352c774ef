"""What a check is: one rule, one function from a map's view to what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId

NOTHING: Mapping[str, str] = MappingProxyType({})


class Found(NamedTuple):
    """One place where a rule is broken: the elements concerned, the one to point at first, and words for the message.

    `element`, `name` and `count` need not be given: they are worked out from `elements`.
    """

    elements: tuple[ElementId, ...]
    params: Mapping[str, str] = NOTHING


class Check(NamedTuple):
    """One rule. Its words stand under `finding.<rule>` in the catalogues, its page in docs/checks."""

    rule: str
    severity: Severity
    find: Callable[[MapView], Iterable[Found]]
