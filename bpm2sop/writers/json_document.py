"""The SOP as JSON, schema `bpm2sop/sop/1`: the contract, nothing more.

Every draft is written this way, so the encoder written in C does the work: whole lists at a time, on one line.
Lines are broken afterwards, before names that no text can imitate: inside a string a quotation mark has a backslash.
"""

import json
from collections.abc import Sequence
from typing import Any

from bpm2sop.model.sop import Actor, Cell, Identity, Next, Sop, Step
from bpm2sop.writers.findings import finding_dict
from bpm2sop.writers.writer import Context

SCHEMA = "bpm2sop/sop/1"

_STEP_LINES = (
    "text",
    "wait",
    "next",
    "inputs",
    "time",
    "outputs",
    "remarks",
    "elements",
    "refers_to",
)
"""Fields of a step that begin a line."""


def write_json(sop: Sop, context: Context) -> bytes:
    """Give the SOP as the contract's JSON: UTF-8, a field a line, a few lines a step."""
    fields = ",\n".join(f' "{name}": {text}' for name, text in _fields(sop, context).items())
    return f"{{\n{fields}\n}}\n".encode()


def _fields(sop: Sop, context: Context) -> dict[str, str]:
    """Encode each field of the SOP, in the contract's order."""
    return {
        "schema": _encode(SCHEMA),
        "key": _encode(sop.key),
        "title": _encode(sop.title),
        "code": _encode(sop.code),
        "level": _encode(sop.level),
        "language": _encode(sop.language),
        "kind": _encode(_kind(sop)),
        "source": _encode(_source(sop)),
        "identity": _identity(sop.identity),
        "actors": _rows([_actor(actor) for actor in sop.actors], "id"),
        "steps": _steps(sop.steps),
        "explained": _rows(
            [{"element": item.element, "why": item.why} for item in sop.explained], "element"
        ),
        "findings": _rows([finding_dict(item, context.language) for item in sop.findings], "rule"),
        "proof": _encode(_proof(sop)),
    }


def _encode(value: object) -> str:
    """Encode a value on one line."""
    return json.dumps(value, ensure_ascii=False, check_circular=False)


def _rows(values: Sequence[dict[str, Any]], first: str) -> str:
    """Encode objects a line each; `first` names the first field of each."""
    if not values:
        return "[]"
    text = _encode(values)
    for before in ("[", ", "):
        text = text.replace(f'{before}{{"{first}": ', f'{before.rstrip()}\n  {{"{first}": ')
    return text


def _steps(steps: Sequence[Step]) -> str:
    """Encode steps, a few lines each."""
    text = _rows([_step(step) for step in steps], "key")
    for name in _STEP_LINES:
        text = text.replace(f', "{name}": ', f',\n   "{name}": ')
    return text


def _step(step: Step) -> dict[str, Any]:
    """Give a step as an object of the contract."""
    return {
        "key": step.key,
        "no": step.no,
        "kind": step.kind,
        "symbol": step.symbol,
        "text": step.text,
        "label": step.label,
        "actors": step.actors,
        "wait": step.wait,
        "split": step.split,
        "next": [_next(arrow) for arrow in step.next],
        "inputs": [_cell(cell) for cell in step.inputs],
        "time": _cell(step.time) if step.time else None,
        "outputs": [_cell(cell) for cell in step.outputs],
        "remarks": [_cell(cell) for cell in step.remarks],
        "elements": [
            {"id": part.id, "type": part.type, "role": part.role} for part in step.elements
        ],
        "refers_to": step.refers_to,
        "steps": [_step(nested) for nested in step.steps],
    }


def _next(arrow: Next) -> dict[str, Any]:
    """Give an arrow as an object of the contract."""
    return {
        "to": arrow.to,
        "kind": arrow.kind,
        "interrupting": arrow.interrupting,
        "label": arrow.label,
        "condition": arrow.condition,
        "default": arrow.default,
        "via": arrow.via,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    """Give a cell as an object of the contract."""
    return {"value": cell.value, "source": cell.source, "element": cell.element, "rule": cell.rule}


def _actor(actor: Actor) -> dict[str, Any]:
    """Give an actor as an object of the contract."""
    return {
        "id": actor.id,
        "name": actor.name,
        "path": actor.path,
        "kind": actor.kind,
        "elements": actor.elements,
    }


def _kind(sop: Sop) -> dict[str, str]:
    """Give the classification as an object of the contract."""
    kind = sop.kind
    return {
        "nature": kind.nature,
        "extent": kind.extent,
        "completeness": kind.completeness,
        "reach": kind.reach,
    }


def _source(sop: Sop) -> dict[str, Any]:
    """Give the source as an object of the contract."""
    source = sop.source
    return {
        "file": source.file,
        "sha256": source.sha256,
        "map": source.map,
        "processes": source.processes,
        "scopes": source.scopes,
    }


def _identity(identity: Identity) -> str:
    """Encode the identity block, a cell a line."""
    cells = (f'"{name}": {_encode(_cell(getattr(identity, name)))}' for name in identity.__slots__)
    return "{\n  " + ",\n  ".join(cells) + "}"


def _proof(sop: Sop) -> dict[str, int | bool]:
    """Give the proof's counts as an object of the contract."""
    proof = sop.proof
    return {
        "nodes": proof.nodes,
        "in_steps": proof.in_steps,
        "folded": proof.folded,
        "explained": proof.explained,
        "flows": proof.flows,
        "rebuilds": proof.rebuilds,
    }
