"""The SOP as JSON, schema `bpm2sop/sop/1`: the contract, nothing more.

Each object is a template that looks as its lines do. What is filled in is text that the encoder's own function has put
in quotes, a number, or the name of one of our own kinds, which needs no more than the quotes in the template.
"""

from collections.abc import Callable, Collection, Iterable
from json.encoder import encode_basestring as _quoted
from typing import TypeVar

from msgspec.structs import asdict

from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import (
    Actor,
    BlockElement,
    Cell,
    Explained,
    Identity,
    Kind,
    Next,
    Proof,
    Sop,
    Source,
    Step,
)
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.writer import Context

_T = TypeVar("_T")

SCHEMA = "bpm2sop/sop/1"
_NULL = "null"
_BOOLEANS = {True: "true", False: "false"}


def write_json(sop: Sop, context: Context) -> bytes:
    """Give the SOP as the contract's JSON: UTF-8, a field a line, a few lines a step."""

    def finding(one: Finding) -> str:
        message, hint = finding_words(one, context.language)
        return (
            f'{{"rule": {_quoted(one.rule)}, "severity": "{one.severity}", "file": {_quoted(one.file)},'
            f' "line": {_number(one.line)}, "elements": {_texts(one.elements)},'
            f' "message": {_quoted(message)}, "hint": {_quoted(hint)}}}'
        )

    return f"""{{
 "schema": "{SCHEMA}",
 "key": {_quoted(sop.key)},
 "title": {_quoted(sop.title)},
 "code": {_text(sop.code)},
 "level": {_number(sop.level)},
 "language": {_quoted(sop.language)},
 "kind": {_kind(sop.kind)},
 "source": {_source(sop.source)},
 "identity": {_identity(sop.identity)},
 "actors": {_rows(_actor, sop.actors)},
 "steps": {_rows(_step, sop.steps)},
 "explained": {_rows(_explained, sop.explained)},
 "findings": {_rows(finding, sop.findings)},
 "proof": {_proof(sop.proof)}
}}
""".encode()


def _rows(write: Callable[[_T], str], values: Iterable[_T]) -> str:
    """Write a list, each of its objects on a new line."""
    rows = ",\n  ".join(map(write, values))
    return f"[\n  {rows}]" if rows else "[]"


def _list(write: Callable[[_T], str], values: Collection[_T]) -> str:
    """Write a list on one line; most are empty."""
    return f"[{', '.join(map(write, values))}]" if values else "[]"


def _text(text: str | None) -> str:
    """Write a text that may be missing."""
    return _NULL if text is None else _quoted(text)


def _texts(texts: Collection[str]) -> str:
    """Write a list of texts."""
    return _list(_quoted, texts)


def _number(number: int | None) -> str:
    """Write a number that may be missing."""
    return _NULL if number is None else str(number)


def _step(step: Step) -> str:
    """Write a step, a few lines each; the steps below it stand as it does."""
    return f"""{{"key": {_quoted(step.key)}, "no": {_quoted(step.no)}, "kind": "{step.kind}", "symbol": "{step.symbol}",
   "text": {_quoted(step.text)}, "label": {_quoted(step.label)}, "actors": {_texts(step.actors)},
   "wait": "{step.wait}", "split": "{step.split}",
   "next": {_list(_next, step.next)},
   "inputs": {_list(_cell, step.inputs)},
   "time": {_cell(step.time) if step.time else _NULL},
   "outputs": {_list(_cell, step.outputs)},
   "remarks": {_list(_cell, step.remarks)},
   "elements": {_list(_element, step.elements)},
   "refers_to": {_text(step.refers_to)}, "steps": {_rows(_step, step.steps)}}}"""


def _next(arrow: Next) -> str:
    """Write an arrow."""
    return (
        f'{{"to": {_quoted(arrow.to)}, "kind": "{arrow.kind}", "interrupting": {_BOOLEANS[arrow.interrupting]},'
        f' "label": {_quoted(arrow.label)}, "condition": {_text(arrow.condition)},'
        f' "default": {_BOOLEANS[arrow.default]}, "via": {_texts(arrow.via)}}}'
    )


def _cell(cell: Cell) -> str:
    """Write a cell."""
    return (
        f'{{"value": {_quoted(cell.value)}, "source": "{cell.source}",'
        f' "element": {_text(cell.element)}, "rule": {_text(cell.rule)}}}'
    )


def _element(part: BlockElement) -> str:
    """Write an element of a step."""
    return f'{{"id": {_quoted(part.id)}, "type": {_quoted(part.type)}, "role": "{part.role}"}}'


def _actor(actor: Actor) -> str:
    """Write an actor."""
    return (
        f'{{"id": {_quoted(actor.id)}, "name": {_quoted(actor.name)}, "path": {_texts(actor.path)},'
        f' "kind": "{actor.kind}", "elements": {_texts(actor.elements)}}}'
    )


def _explained(item: Explained) -> str:
    """Write what no step holds."""
    return f'{{"element": {_quoted(item.element)}, "why": {_quoted(item.why)}}}'


def _kind(kind: Kind) -> str:
    """Write the classification."""
    return (
        f'{{"nature": {_quoted(kind.nature)}, "extent": {_quoted(kind.extent)},'
        f' "completeness": {_quoted(kind.completeness)}, "reach": {_quoted(kind.reach)}}}'
    )


def _source(source: Source) -> str:
    """Write where the SOP is from."""
    return (
        f'{{"file": {_quoted(source.file)}, "sha256": {_quoted(source.sha256)}, "map": {_quoted(source.map)},'
        f' "processes": {_texts(source.processes)}, "scopes": {_texts(source.scopes)}}}'
    )


def _identity(identity: Identity) -> str:
    """Write the identity block, a cell a line."""
    cells = (f'"{name}": {_cell(cell)}' for name, cell in asdict(identity).items())
    return "{\n  " + ",\n  ".join(cells) + "}"


def _proof(proof: Proof) -> str:
    """Write the proof's counts."""
    return (
        f'{{"nodes": {proof.nodes}, "in_steps": {proof.in_steps}, "folded": {proof.folded},'
        f' "explained": {proof.explained}, "flows": {proof.flows}, "rebuilds": {_BOOLEANS[proof.rebuilds]}}}'
    )
