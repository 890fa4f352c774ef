"""What a check on an SOP is: one rule, one function from a view of the SOP to what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Step
from bpm2sop.sopchecks.view import SopView

NOTHING: Mapping[str, str] = MappingProxyType({})


class Found(NamedTuple):
    """One place where a rule is broken: the steps concerned (none: the SOP as a whole), and words for the message.

    `name`, `no` and `count` need not be given: they are those of the first step, and the number of steps.
    """

    steps: tuple[Step, ...] = ()
    params: Mapping[str, str] = NOTHING
    elements: tuple[str, ...] = ()
    """Elements to name where no step is concerned."""


class SopCheck(NamedTuple):
    """One rule, and its code in the list of rules that the project was given.

    Where a finding of one of the `told_by` rules already names an element of the steps, this rule stays silent.
    """

    rule: str
    code: str
    severity: Severity
    find: Callable[[SopView], Iterable[Found]]
    told_by: tuple[str, ...] = ()
