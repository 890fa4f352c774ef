"""Bringing maps in: by dropping them, by a button, and without script by a plain form."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bpm2sop.workspace.importing import ImportLine, import_maps
from bpm2sop.workspace.rights import Right, require
from bpm2sop.workspace.samples import import_samples
from bpm2sop_web.found import told
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.taking import files_of

blueprint = Blueprint("upload", __name__)


@blueprint.get("/upload")
def show() -> ResponseReturnValue:
    """Show where files can be dropped."""
    require(who(), Right.WRITE)
    return render_template("upload.html", lines=(), told=told)


@blueprint.post("/upload")
def take() -> ResponseReturnValue:
    """Take the files of a plain form."""
    lines: tuple[ImportLine, ...] = import_maps(
        ws(), who(), files_of(), note=request.form.get("note", "")
    ).lines
    return render_template("upload.html", lines=lines, told=told)


@blueprint.post("/samples")
def samples() -> ResponseReturnValue:
    """Bring the samples in."""
    import_samples(ws(), who())
    return to("atlas.show")
