"""itp commerce Process Modeler: costs with their currency, and attributes that a modeller added.

Its times are numbers whose unit the file does not say (`Duration;;;KPI;3`), so they are no facts.
"""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects import times
from bpm2sop.readers.dialects.dialect import Dialect
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.dialects.pairs import read_pairs
from bpm2sop.readers.element import Element

_NAME: Final = "itp"


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    for part in element:
        if part.get("name") == "KPICost":
            currency = f"{part.get('format', '')};".split(";", 2)[1]
            amount = times.number_of(part.get("value", ""))
            gleaned.say(owner, "cost", amount and f"{amount} {currency}".strip(), _NAME)
    read_pairs(element, owner, gleaned, _NAME)


DIALECT: Final = Dialect(
    _NAME,
    ("itp-commerce.com",),
    _read,
    frozenset({"systemDefinedAttributes", "userDefinedAttributes"}),
)
