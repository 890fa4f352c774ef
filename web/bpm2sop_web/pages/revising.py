"""A new version of a map: what it would do is shown first, and carried out as one act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from bpm2sop.model.sop import Step
from bpm2sop.trace.matching_changes import SopDiff, StepDiff, What
from bpm2sop.trace.matching_values import Pair
from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.pictures import arriving_picture
from bpm2sop.workspace.revising import Preview, Revise, preview, revise
from bpm2sop_web.found import told
from bpm2sop_web.here import language, who, ws
from bpm2sop_web.naming import element_names
from bpm2sop_web.packing import packed, unpacked
from bpm2sop_web.pages.going import to
from bpm2sop_web.preferring import keep, use
from bpm2sop_web.sending import as_picture
from bpm2sop_web.wordsdiff import pieces

blueprint = Blueprint("revising", __name__)
_PAIR = "pair."
_GONE = "-"
_TAKE = "take."
_CHOICES = {"ours": True, "theirs": False}


class Asked(NamedTuple):
    """A step that could not be matched, and those that it may be."""

    key: str
    step: Step
    choices: tuple[tuple[Step, float], ...]
    chosen: str


class Line(NamedTuple):
    """A step that differs, and the elements that stand for it on either map."""

    diff: StepDiff
    old: str
    new: str
    pair: Pair | None


@blueprint.post("/maps/<file>/revision")
def look(file: str) -> ResponseReturnValue:
    """Show what a new version would do."""
    data, name = _file()
    use(request.form)
    given = _given(request.form)
    found = preview(ws(), who(), file, data, given=given)
    view = map_view(ws(), who(), file)
    old, new = _colours(found.sops)
    page = render_template(
        "revision.html", active="atlas", again="revision", view=view, found=found, data=packed(data), name=name,
        findings=told(found.findings), asked=_asked(found, given), lines=_lines, pieces=pieces,
        old={kind: json.dumps(ids) for kind, ids in old.items()},
        new={kind: json.dumps(ids) for kind, ids in new.items()},
        totals=_totals(found.sops), texts=_texts(found), taken=_decided(request.form),
        added=_added(found.sops), names=element_names((*found.old_maps, *found.new_maps)),
    )  # fmt: skip
    return keep(make_response(page), request.form)


@blueprint.get("/maps/<file>/revision")
@blueprint.get("/maps/<file>/revision/apply")
def leave(file: str) -> ResponseReturnValue:
    """Lead to the map: the file of a new version is only where it was sent."""
    return to("maps.show", file=map_view(ws(), who(), file).id)


@blueprint.post("/maps/<file>/revision/picture")
def picture(file: str) -> Response:
    """Give our own picture of a new version, for one that the viewer cannot draw."""
    data, name = _file()
    return as_picture(arriving_picture(ws(), who(), name or file, data, language=language()))


@blueprint.post("/maps/<file>/revision/apply")
def carry_out(file: str) -> ResponseReturnValue:
    """Put the new version in the place of the one in use."""
    data, name = _file()
    form = request.form
    command = Revise(
        file=file, data=data, seen=form.get("seen", -1, int), given=_given(form),
        note=form.get("note", ""), uploaded_as=name, other=form.get("other") == "yes",
        decided=_decided(form),
    )  # fmt: skip
    report = revise(ws(), who(), command)
    return render_template(
        "revised.html", active="atlas", report=report, findings=told(report.findings),
        names=element_names(report.maps),
    )  # fmt: skip


def _file() -> tuple[bytes, str]:
    """Read the file: from the upload, or as the page before it sent it along.

    Raises:
        BadRequest: there is none.
    """
    sent = request.files.get("map")
    if sent is not None and sent.filename:
        return sent.stream.read(ws().limits.size + 1), sent.filename
    if kept := request.form.get("data"):
        return unpacked(kept, ws().limits.size + 1), request.form.get("name", "")
    raise BadRequest


def _given(form: Mapping[str, str]) -> dict[str, str | None]:
    """Read which step of the new version each step asked about is; `-` says that it is gone."""
    chosen = {name.removeprefix(_PAIR): form[name] for name in form if name.startswith(_PAIR)}
    return {key: None if new == _GONE else new for key, new in chosen.items() if new}


def _decided(form: Mapping[str, str]) -> dict[tuple[str, str], bool]:
    """Read how conflicts are decided: by key and field, whether what stands is kept."""
    found = {}
    for name in form:
        key, _, field = name.removeprefix(_TAKE).rpartition("|")
        if name.startswith(_TAKE) and form[name] in _CHOICES:
            found[key, field] = _CHOICES[form[name]]
    return found


def _steps(diffs: Iterable[SopDiff]) -> tuple[dict[str, Step], dict[str, Step]]:
    """Index the steps of the old and of the new version."""
    old: dict[str, Step] = {}
    new: dict[str, Step] = {}
    for one in (step for diff in diffs for step in diff.steps):
        if one.old is not None:
            old[one.old.key] = one.old
        if one.new is not None:
            new[one.new.key] = one.new
    return old, new


def _asked(found: Preview, given: Mapping[str, str | None]) -> list[Asked]:
    """Give the questions, those already answered too, so that an answer can be changed."""
    old, new = _steps(found.sops)
    questions = []
    for one in found.merged.questions:
        if one.old in old:
            choices = tuple((new[c.new], c.confidence) for c in one.candidates if c.new in new)
            questions.append(Asked(one.old, old[one.old], choices, ""))
    asked = {one.key for one in questions}
    for key, answer in given.items():
        if key in old and key not in asked:
            step = new.get(answer or "")
            choices = ((step, 1.0),) if step is not None else ()
            questions.append(Asked(key, old[key], choices, answer or _GONE))
    return questions


def _lines(diff: SopDiff) -> list[Line]:
    """Give the steps of an SOP that differ."""
    return [
        Line(one, _elements(one.old), _elements(one.new), one.pair)
        for one in diff.steps
        if one.what is not What.SAME
    ]


def _elements(step: Step | None) -> str:
    return json.dumps([element.id for element in step.elements] if step is not None else [])


def _colours(diffs: Iterable[SopDiff]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Tell which elements are to be coloured how, on the old map and on the new one."""
    old: dict[str, list[str]] = {"removed": [], "changed": []}
    new: dict[str, list[str]] = {"added": [], "changed": []}
    for diff in diffs:
        for one in diff.steps:
            if one.what is What.SAME:
                continue
            if one.old is not None:
                kind = "removed" if one.new is None else "changed"
                old[kind] += [element.id for element in one.old.elements]
            if one.new is not None:
                kind = "added" if one.old is None else "changed"
                new[kind] += [element.id for element in one.new.elements]
    return old, new


def _totals(diffs: Iterable[SopDiff]) -> dict[str, int]:
    totals = {what.value: 0 for what in What}
    for diff in diffs:
        for one in diff.steps:
            totals[one.what.value] += 1
    return totals


def _added(diffs: Iterable[SopDiff]) -> list[Step]:
    """Give the steps of the new version that are none of the old one's: a person may know better."""
    return [
        one.new for diff in diffs for one in diff.steps if one.old is None and one.new is not None
    ]


def _texts(found: Preview) -> dict[str, str]:
    """Name each step of the new version by number and text, and each SOP by its title."""
    _old, new = _steps(found.sops)
    titles = {str(diff.sop.key): diff.sop.title for diff in found.sops}
    return {**titles, **{key: f"{step.no} {step.text}" for key, step in new.items()}}
