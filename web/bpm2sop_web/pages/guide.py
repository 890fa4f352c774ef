"""The user guide, for whoever has the program before them, signed in or not."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, send_from_directory
from flask.typing import ResponseReturnValue

from bpm2sop.wording import Language
from bpm2sop_web.guide import guide, pictures_folder
from bpm2sop_web.here import language as reader_language
from bpm2sop_web.identity import open_to_all

blueprint = Blueprint("guide", __name__)
_KEPT = "public, max-age=3600"


@blueprint.get("/guide")
@open_to_all
def read() -> ResponseReturnValue:
    """Show the guide in the reader's language."""
    return show(reader_language().value)


@blueprint.get("/guide/<any(id, en):language>")
@open_to_all
def show(language: str) -> ResponseReturnValue:
    """Show the guide in one language."""
    words = guide(Language(language))
    return render_template("guide.html", active="guide", words=words, words_language=language)


@blueprint.get("/guide/pictures/<any(id, en):language>/<name>")
@open_to_all
def picture(language: str, name: str) -> Response:
    """Give one picture of the guide."""
    response = send_from_directory(pictures_folder() / language, name)
    response.headers["Cache-Control"] = _KEPT
    return response
