"""BPSim, the standard for simulation: times, costs and roles of elements, by reference.

jBPM, Trisotech, Enterprise Architect and others write it, in a relationship beside the processes.
"""

from __future__ import annotations

import re
from typing import Final

from bpm2sop.model.processmap import ElementId, Fact
from bpm2sop.readers.dialects import times, vocabulary
from bpm2sop.readers.dialects.dialect import Dialect, local
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAME: Final = "bpsim"
_TIMES: Final = ("ProcessingTime", "Duration", "ElapsedTime")
"""Times that an activity takes, the one that counts first."""
_COSTS: Final = ("FixedCost", "UnitCost")
_ROLES: Final = ("Selection", "Role")
_RESOURCE: Final = re.compile(r"getResource(?:ByRoles)?\(\s*['\"]([^'\"]{1,200})['\"]")
_MIDDLES: Final = ("value", "mean", "mode")


def _read(element: Element, _: ElementId, gleaned: Gleaned) -> None:
    told: set[tuple[str, str]] = set()
    for scenario in _named(element, "Scenario"):
        base = next(iter(_named(scenario, "ScenarioParameters")), None)
        for parameters in _named(scenario, "ElementParameters"):
            _tell(parameters, base, told, gleaned)


def _tell(
    parameters: Element, base: Element | None, told: set[tuple[str, str]], gleaned: Gleaned
) -> None:
    """Keep what a scenario says of an element, unless an earlier scenario said it."""
    owner = ElementId(parameters.get("elementRef", ""))
    held = {local(part.tag): part for group in parameters for part in group}
    for kind, names in (("duration", _TIMES), ("cost", _COSTS), ("role", _ROLES)):
        for name in names:
            part = held.get(name)
            value = "" if part is None else _value(kind, part, base)
            if value and (owner, kind) not in told:
                told.add((owner, kind))
                gleaned.about.append(Fact(owner, kind, value, _NAME))


def _value(kind: str, element: Element, base: Element | None) -> str:
    """Read the first parameter of a kind that says something."""
    for parameter in element:
        if kind == "duration":
            value = _time(parameter, base)
        elif kind == "cost":
            value = _cost(parameter, base)
        else:
            value = _role(parameter)
        if value:
            return vocabulary.worth(kind, value)
    return ""


def _time(parameter: Element, base: Element | None) -> str:
    """Read a time that has a unit, its own or the scenario's."""
    if local(parameter.tag) == "DurationParameter":
        return parameter.get("value", "")
    unit = parameter.get("timeUnit") or ("" if base is None else base.get("baseTimeUnit", ""))
    for name in _MIDDLES:
        middle = parameter.get(name)
        if middle is not None:
            return times.of_unit(middle, unit)
    return times.between(parameter.get("min", ""), parameter.get("max", ""), unit)


def _cost(parameter: Element, base: Element | None) -> str:
    amount = times.number_of(parameter.get("value", ""))
    own = "" if base is None else base.get("baseCurrencyUnit", "")
    return amount and f"{amount} {parameter.get('currencyUnit') or own}".strip()


def _role(parameter: Element) -> str:
    value = parameter.get("value", "")
    resource = _RESOURCE.search(value)
    if resource is not None:
        return resource[1]
    return value if local(parameter.tag) == "StringParameter" else ""


def _named(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child.tag) == name]


DIALECT: Final = Dialect(_NAME, ("bpsim.org",), _read, frozenset({"BPSimData"}))
