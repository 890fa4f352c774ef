"""Language and theme, chosen in a form and kept by the browser."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, g

from bpm2sop.wording import Language
from bpm2sop_web.here import served
from bpm2sop_web.identity import LANGUAGE_COOKIE
from bpm2sop_web.speaking import THEME_COOKIE, THEMES

_YEAR = 31_536_000


def use(form: Mapping[str, str]) -> None:
    """Let this answer be in the language and theme that its form chose, if it chose any."""
    if form.get("language") in set(Language):
        g.language = Language(form["language"])
    if form.get("theme") in {*THEMES, "system"}:
        g.theme = form["theme"]


def keep(response: Response, form: Mapping[str, str]) -> Response:
    """Let the browser remember what a form chose."""
    for name, cookie, known in (
        ("language", LANGUAGE_COOKIE, tuple(Language)),
        ("theme", THEME_COOKIE, (*THEMES, "system")),
    ):
        value = form.get(name, "")
        if value in known:
            secure = served().options.secure
            response.set_cookie(
                cookie, value, max_age=_YEAR, secure=secure, samesite="Lax", httponly=True
            )
    return response
