"""What travels as JSON."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, ValidationError
from marshmallow import fields as f

from bpm2sop.workspace.texts import LONGEST
from bpm2sop_web.reading import is_plain


def plain(text: str | None) -> None:
    """Refuse what cannot be stored or exported.

    Raises:
        ValidationError: the text has control characters, half characters, or is too long.
    """
    if text is not None and (len(text) > LONGEST or not is_plain(text)):
        raise ValidationError("not plain text, or too long")


class Problem(Schema):
    """A problem (RFC 9457) with its words."""

    type = f.String()
    title = f.String(required=True)
    status = f.Integer(required=True)
    code = f.String(required=True)
    hint = f.String(required=True)
    errors = f.Dict()
    mine = f.String()
    theirs = f.String()
    map = f.String()
    seen = f.Integer()


class Found(Schema):
    """A finding in words."""

    rule = f.String()
    severity = f.String()
    message = f.String()
    hint = f.String()
    elements = f.List(f.String())
    line = f.Integer(allow_none=True)


class Linked(Schema):
    """An SOP named by a link."""

    id = f.String()
    title = f.String()
    status = f.String()
    url = f.String()


class Job(Schema):
    """One file of a batch; `status` is there when it has come in."""

    name = f.String()
    state = f.String()
    status = f.String(allow_none=True)
    url = f.String(allow_none=True)
    findings = f.List(f.Nested(Found))
    sops = f.List(f.Nested(Linked))


class Batch(Schema):
    """A batch of files."""

    id = f.String()
    kind = f.String()
    state = f.String()
    total = f.Integer()
    counts = f.Dict(keys=f.String(), values=f.Integer())
    jobs = f.List(f.Nested(Job))
    version = f.Integer()


class Typed(Schema):
    """Words for a cell; null gives it back to the map."""

    class Meta:
        """Strict: a misspelt member is told."""

        unknown = "raise"

    value = f.String(required=True, allow_none=True, validate=plain)


class CellAnswer(Schema):
    """A cell after an edit, and what became of its row."""

    key = f.String()
    field = f.String()
    value = f.String()
    source = f.String()
    map = f.String()
    seen = f.Integer()
    who = f.String()
    at = f.String()
    status = f.String()
    counts = f.Dict(keys=f.String(), values=f.Integer())


class NewComment(Schema):
    """A remark on a step, an element, or the whole SOP."""

    class Meta:
        """Strict: a misspelt member is told."""

        unknown = "raise"

    text = f.String(required=True, validate=plain)
    key = f.String(load_default="", validate=plain)
    element = f.String(load_default="", validate=plain)
    answers = f.String(load_default=None, allow_none=True, validate=plain)


class Comment(Schema):
    """A remark."""

    id = f.String()
    key = f.String()
    element = f.String()
    text = f.String()
    who = f.String()
    at = f.String()
    answers = f.String(allow_none=True)
    resolved_by = f.String()
    resolved_at = f.String()
    version = f.Integer()


class SopLine(Schema):
    """An SOP in a list."""

    id = f.String()
    title = f.String()
    code = f.String(allow_none=True)
    level = f.Integer(allow_none=True)
    number = f.String()
    file = f.String(allow_none=True)
    state = f.String()
    stage = f.String()
    edition = f.Integer()
    conflicts = f.Integer()
    suspects = f.Integer()
    orphans = f.Integer()
    version = f.Integer()


class Cell(Schema):
    """A cell: what stands, and what the map says."""

    field = f.String()
    value = f.String()
    source = f.String()
    map = f.String()
    seen = f.Integer()


class StepShape(Schema):
    """A row."""

    key = f.String()
    no = f.String()
    kind = f.String()
    status = f.String()
    seen = f.String()
    parent = f.String(allow_none=True)
    elements = f.List(f.String())
    next = f.List(f.Dict())
    cells = f.List(f.Nested(Cell))
    comments = f.List(f.Nested(Comment))


class SopShape(Schema):
    """An SOP with its rows."""

    id = f.String()
    title = f.String()
    state = f.String()
    stage = f.String()
    number = f.String()
    file = f.String(allow_none=True)
    file_version = f.Integer()
    version = f.Integer()
    head = f.List(f.Nested(Cell))
    steps = f.List(f.Nested(StepShape))
    counts = f.Dict(keys=f.String(), values=f.Integer())


class MapLine(Schema):
    """A map in a list."""

    id = f.String()
    name = f.String()
    state = f.String()
    version = f.Integer()
    errors = f.Integer()
    warnings = f.Integer()
    sops = f.Integer()


class Hit(Schema):
    """Something found."""

    kind = f.String()
    ref = f.String()
    text = f.String()
    sop = f.String(allow_none=True)
    title = f.String()
    file = f.String(allow_none=True)


class Query(Schema):
    """What is searched for."""

    class Meta:
        """Other arguments mean nothing."""

        unknown = EXCLUDE

    q = f.String(load_default="", validate=plain)
