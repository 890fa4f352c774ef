"""A table with its ids taken out, so that two tables can be compared."""

from typing import Any

from tests.oracle.schema import walk
from tests.oracle.violations import Json

DROPPED = {"sha256", "file", "line", "message", "hint"}
NAMING = {
    "key",
    "to",
    "via",
    "id",
    "element",
    "elements",
    "actors",
    "map",
    "processes",
    "scopes",
    "refers_to",
}


def table_up_to_ids(sop: Json) -> Any:  # noqa: ANN401 - a JSON value
    """The SOP with every id and key replaced by its order of first appearance in the table.

    What depends on the file alone (its name, sha256, lines) and the sentences of findings, which
    name ids, are left out. Lists without an order of their own are sorted. Words stay as they are,
    also where they look like an id.
    """
    names = {name: f"#{index}" for index, name in enumerate(_appearance(sop))}
    table = {key: value for key, value in sop.items() if key not in {"explained", "findings"}}
    result = _replaced(table, names, naming=False)
    result["explained"] = sorted(
        [item["why"], names.get(item["element"], "#")] for item in sop["explained"]
    )
    result["findings"] = sorted(
        [item["rule"], item["severity"], sorted(names.get(name, "#") for name in item["elements"])]
        for item in sop["findings"]
    )
    return result


def _appearance(sop: Json) -> list[str]:
    """Every key and id, in the order in which the table names it."""
    found: list[str | None] = [sop["key"], sop["source"]["map"], *sop["source"]["scopes"]]
    found += sop["source"]["processes"]
    for step in walk(sop["steps"]):
        found += [step["key"], *(element["id"] for element in step["elements"])]
        found += step["actors"]
    for step in walk(sop["steps"]):
        for entry in step["next"]:
            found += entry["via"]
        cells = [*step["inputs"], step["time"], *step["outputs"], *step["remarks"]]
        found += [cell["element"] for cell in cells if cell is not None]
        found.append(step["refers_to"])
    for actor in sop["actors"]:
        found += [actor["id"], *actor["elements"]]
    found += [cell["element"] for cell in sop["identity"].values()]
    return list(dict.fromkeys(name for name in found if name))


def _replaced(value: Any, names: dict[str, str], *, naming: bool) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in DROPPED}
        return {key: _replaced(item, names, naming=key in NAMING) for key, item in kept.items()}
    if isinstance(value, list):
        return [_replaced(item, names, naming=naming) for item in value]
    return names.get(value, value) if naming and isinstance(value, str) else value
