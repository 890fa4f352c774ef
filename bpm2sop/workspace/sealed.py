"""Does what people wrote stand as the acts of the audit left it: by their seals, and by what they tell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bpm2sop.store import audit, inspecting, seals
from bpm2sop.store.audit import Act
from bpm2sop.workspace.faults import Fault
from bpm2sop.workspace.issued import APPROVED, IN_FORCE, REVOKED, SUPERSEDED

_NAMED: Final = {"edit": "edit", "comment": "comment"}
"""Acts that name what they wrote, and under what."""
_FAULTS: Final = {
    "sop": "copy",
    "edition": "edition",
    "edit": "edit",
    "comment": "comment",
    "step_review": "review",
}
"""Tables with sentences of their own; the others share one."""
_WHOLE: Final = ("sop", "cell_conflict", "baseline_item")
"""Tables sealed as one whole, in which no single row goes or comes."""
_STEPS: Final = {"submit", "verify", "send-back", "approve", "retire", "bring-back"}
"""Acts that end a stage of a working copy, or begin one."""
_WRITING: Final = {
    "adopt",
    "approve",
    "comment",
    "edit",
    "fill",
    "fill-form",
    "freeze",
    "reorganised",
    "review",
    "submit",
}
"""Acts that write what is sealed."""
_NEEDS: Final = {"submitted": "submit", "verified": "verify"}
"""Stages to which one act alone leads."""


class _Seal(NamedTuple):
    """The last seal on something, and the act that set it."""

    made: str
    act: Act


@dataclass(slots=True)
class _Told:
    """What the acts of the audit tell, read once from the first to the last."""

    titles: Mapping[str, str]
    """Of every SOP, by its id."""
    older: bool = False
    """Whether there are acts of a version that sealed nothing: rows without a seal may be theirs."""
    sealed: dict[tuple[str, str], _Seal] = field(default_factory=dict)
    rewritten: dict[tuple[str, str], Act] = field(default_factory=dict)
    """What was altered and then sealed by another act, with the act before it was."""
    named: dict[tuple[str, str], Act] = field(default_factory=dict)
    """Words and remarks by table and id, with the act that wrote each."""
    versions: dict[tuple[str, int], Act] = field(default_factory=dict)
    approved: dict[tuple[str, int], Act] = field(default_factory=dict)
    enacted: dict[tuple[str, int], Act] = field(default_factory=dict)
    revoked: set[tuple[str, int]] = field(default_factory=set)
    steps: dict[str, str] = field(default_factory=dict)
    """The last of submitting, verifying and the like on each SOP."""

    def read(self, act: Act) -> None:
        """Take one act in."""
        detail: dict[str, Any] = json.loads(act.detail)
        self.older = self.older or (act.act in _WRITING and seals.SEALS not in detail)
        if act.act in _NAMED and _NAMED[act.act] in detail:
            self.named[(act.act, str(detail[_NAMED[act.act]]))] = act
        elif act.act in ("approve", "enact", "revoke"):
            place = (act.subject, int(detail["edition"]))
            if act.act == "revoke":
                self.revoked.add(place)
            else:
                (self.approved if act.act == "approve" else self.enacted)[place] = act
        elif act.act in ("import", "revise"):
            self.versions[(act.subject, int(detail["version"]))] = act
        if act.act in _STEPS:
            self.steps[act.subject] = act.act
        for table, keys in detail.get(seals.SEALS, {}).items():
            for key, made in keys.items():
                self._seal((table, key), _Seal(made, act))

    def _seal(self, place: tuple[str, str], seal: _Seal) -> None:
        """Take one seal in, and compare it with the one before."""
        before = self.sealed.get(place, seal)
        there = before.made and seal.made
        if there and seals.fixed(before.made) != seals.fixed(seal.made):
            self.rewritten.setdefault(place, before.act)
        self.sealed[place] = seal


def unlike(connection: Connection) -> Iterator[Fault]:
    """Iterate over what people wrote that is not as the acts left it."""
    told = _Told(inspecting.titles(connection))
    for act in audit.forward(connection):
        told.read(act)
    found: dict[tuple[str, str], Fault] = {}
    for faults in (_by_seals, _by_acts):
        for fault in faults(connection, told):
            # Of one thing only the first: a seal says more than a name.
            found.setdefault((fault.code.partition("_")[0], fault.subject), fault)
    yield from found.values()


def _by_seals(connection: Connection, told: _Told) -> Iterator[Fault]:
    """Compare what stands with the last seal on it, and what never changes with the first one."""
    for (table, key), act in told.rewritten.items():
        yield _fault(told, act, table, key, how="changed")
    for table in seals.TABLES:
        standing = dict(seals.standing(connection, table))
        sealed = {key: seal for (name, key), seal in told.sealed.items() if name == table}
        for key, seal in sealed.items():
            made = standing.get(key, "")
            if made != seal.made:
                gone = not made and table not in _WHOLE
                yield _fault(told, seal.act, table, key, how="gone" if gone else "changed")
        if table != "sop":  # as a draft made it, it needs no seal
            first = min(map(int, sealed)) if table == "edit" and sealed else None
            for key in sorted(standing.keys() - sealed.keys()):
                if not told.older or (first is not None and int(key) > first):
                    yield _strange(told, table, key)


def _by_acts(connection: Connection, told: _Told) -> Iterator[Fault]:
    """Compare what stands with what the acts tell of it, sealed or not."""
    typed = {(row.table, row.key): row for row in inspecting.typed(connection)}
    for (table, key), act in told.named.items():
        row = typed.get((table, key))
        if row is None or row.who != act.who:
            yield _fault(told, act, table, key, how="gone" if row is None else "changed")
    for place, row in typed.items():
        # What was typed on a page was always named by its act; what came otherwise was not, before there were seals.
        by_hand = row.table == "edit" and not row.via
        if by_hand and place not in told.named and place not in told.sealed:
            yield _strange(told, *place)
    yield from _versions(connection, told)
    yield from _editions(connection, told)
    numbers: dict[str, set[str]] = defaultdict(set)
    for (sop_id, _), act in told.enacted.items():
        numbers[sop_id].add(_as_enacted(act)[0])
    for sop_id, stage, number in inspecting.sop_stages(connection):
        led = told.steps.get(sop_id) == _NEEDS.get(stage, told.steps.get(sop_id))
        if not led or (number and number not in numbers[sop_id]):
            params = (
                ("place", told.titles[sop_id]),
                ("stage", stage),
                ("sop_number", number or "-"),
            )
            yield Fault("copy_unled", sop_id, params)


def _versions(connection: Connection, told: _Told) -> Iterator[Fault]:
    """Compare the versions of maps with the acts that brought them."""
    rows = {(row.file_id, row.number): row for row in inspecting.versions(connection)}
    for place, act in told.versions.items():
        row, detail = rows.get(place), json.loads(act.detail)
        if row is None or (row.who, row.sha256) != (act.who, detail["sha256"]):
            where = _since(act, str(place[1]), str(detail["name"]))
            yield Fault("version", f"{place[0]}/{place[1]}", where)


def _editions(connection: Connection, told: _Told) -> Iterator[Fault]:
    """Compare the editions with the acts that approved, enacted and revoked them."""
    heads = {(head.sop_id, head.number): head for head in inspecting.edition_heads(connection)}
    for place, act in told.approved.items():
        key = f"{place[0]}/{place[1]}"
        head = heads.get(place)
        if head is None:
            yield _fault(told, act, "edition", key, how="gone")
            continue
        enacted = told.enacted.get(place)
        same = head.sha256 == json.loads(act.detail).get("sha256", head.sha256)
        if place in told.revoked:
            same = same and head.stage == REVOKED
        else:
            stages = (APPROVED,) if enacted is None else (IN_FORCE, SUPERSEDED)
            same = same and head.stage in stages
        if (head.sop_number, head.effective) != _as_enacted(enacted):
            same = False
        if not same:
            yield _fault(told, enacted or act, "edition", key, how="changed")
    for place in sorted(heads.keys() - told.approved.keys()):
        yield _strange(told, "edition", f"{place[0]}/{place[1]}")


def _as_enacted(act: Act | None) -> tuple[str, str]:
    """Give the number and the day with which an edition was put in force; empty where it never was."""
    if act is None:
        return "", ""
    detail = json.loads(act.detail)
    day = str(detail.get("effective", ""))
    with suppress(ValueError):
        day = date.fromisoformat(day.strip()).isoformat()
    return str(detail.get("number", "")), day


def _fault(told: _Told, act: Act, table: str, key: str, *, how: str) -> Fault:
    """Say what is not as an act left it; the place is the SOP that is named, else what the act was done to."""
    sop_id, _, number = key.partition("/")
    first = told.named.get((table, key), act)
    names = (told.titles.get(one) for one in (sop_id, first.subject, act.subject))
    place = next(filter(None, names), act.subject)
    params = _since(act, number or key, place)
    kind = _FAULTS.get(table)
    if kind is None:
        return Fault("sealed", f"{table} {key}", (("table", table), *params))
    return Fault(kind if table in _WHOLE else f"{kind}_{how}", key, params)


def _since(act: Act, row: str, place: str) -> tuple[tuple[str, str], ...]:
    """Say which row of what, and since which act it should be otherwise."""
    return (
        ("row", row),
        ("place", place),
        ("number", str(act.id)),
        ("act", act.act),
        ("who", act.who),
        ("at", act.at[:19]),
    )


def _strange(told: _Told, table: str, key: str) -> Fault:
    """Say that something stands there that no act wrote."""
    sop_id, _, number = key.partition("/")
    place, row = told.titles.get(sop_id, sop_id), number or key
    if table not in _FAULTS:
        return Fault("strange", f"{table} {key}", (("table", table), ("row", row)))
    return Fault(f"{_FAULTS[table]}_strange", key, (("row", row), ("place", place)))
