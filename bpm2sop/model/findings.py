"""Findings: what a map or draft has that a person should look at. Never an exception."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(NamedTuple):
    """One thing found, with its place.

    Message and hint stand under `finding.<rule>.message` and `.hint` in the catalogues, filled with `params`.
    `line` counts from 1; None where the finding concerns no single line.
    """

    rule: str
    severity: Severity
    file: str
    line: int | None = None
    elements: tuple[str, ...] = ()
    params: tuple[tuple[str, str], ...] = ()
