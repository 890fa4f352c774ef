"""What templates say: sentences, dates and numbers in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from urllib.parse import urlsplit

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, request

from bpm2sop.errors import Refused
from bpm2sop.model.sop import Role, Step
from bpm2sop.trace.fingerprints import worded_remarks
from bpm2sop.wording import Language, messages, say
from bpm2sop.workspace.people import names_of_people
from bpm2sop.workspace.rights import LOCAL, Right
from bpm2sop.workspace.values import SopLine
from bpm2sop.workspace.views import list_sops
from bpm2sop_web.assets import asset
from bpm2sop_web.here import language, visitor, who, ws
from bpm2sop_web.icons import icon
from bpm2sop_web.marking import shown

THEME_COOKIE = "bpm2sop_theme"
THEMES = ("light", "dark")


def t(key: str, **params: object) -> str:
    """Say a sentence of the catalogues."""
    return say(language(), key, **params)


def when(iso: str) -> str:
    """Write a moment as the reader's language does, in the server's time zone."""
    if not iso:
        return ""
    moment = datetime.fromisoformat(iso).astimezone()
    return format_datetime(moment, "d MMM y HH:mm", locale=language().value)


def day(iso: str) -> str:
    """Write a day as the reader's language does; what is no day stays as it is."""
    try:
        return format_date(date.fromisoformat(iso[:10]), "d MMMM y", locale=language().value)
    except ValueError:
        return iso


def number(value: float) -> str:
    """Write a number as the reader's language does."""
    return str(format_decimal(value, locale=language().value))


def percent(part: int, whole: int) -> str:
    """Write a share as the reader's language does."""
    return str(format_percent(part / whole if whole else 0, locale=language().value))


@cache
def _client_words(chosen: Language) -> str:
    """Give the script's sentences as JSON."""
    start = f"web.client.{''}"
    said: Mapping[str, str] = messages(chosen).sentences
    own = {key.removeprefix(start): text for key, text in said.items() if key.startswith(start)}
    return json.dumps(own, ensure_ascii=False, separators=(",", ":"))


def theme() -> str:
    """Give the theme that was chosen in this browser, or nothing: then the system's holds."""
    chosen = g.get("theme") or request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def address() -> str:
    """Give the address of this page; of one that only an act gives, that of the form before it."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return came_from()


def came_from() -> str:
    """Give the page of ours on which the form was that was sent; the first page where that is not told."""
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else "/"


def may(right: str) -> bool:
    """Tell whether whoever asks has a right, so that a page shows no button that would be refused."""
    person = visitor()
    return person is not None and person.may(Right(right))


def person_name() -> str:
    """Name whoever asks."""
    person = visitor()
    if person is None:
        return t("web.menu.options")
    return person.name or (person.login if person.id else t("web.menu.local"))


def person(login: str) -> str:
    """Name the person of a login."""
    if "names" not in g:
        g.names = names_of_people(ws(), who())
    found: str = g.names.get(login) or (t("web.menu.local") if login == LOCAL.login else login)
    return found


def why_words(code: str) -> str:
    """Say why an element is in no row."""
    sentences = messages(language()).sentences
    for key in (f"why.{code}", f"trace.why_{code}"):
        if key in sentences:
            return sentences[key]
    return code


def shape_words(kind: str) -> str:
    """Name a kind of shape; one without a name stands for itself."""
    return messages(language()).sentences.get(f"web.shape.{kind}", kind)


def region_words(step: Step) -> list[str]:
    """Give what a step's remarks say of its region or of the whole process: printed, but no words of the step's own."""
    own = {id(cell) for cell in worded_remarks(step)}
    return [cell.value for cell in step.remarks if id(cell) not in own]


def part_names(step: Step) -> dict[str, str]:
    """Name the elements of a step: what it stands for and its question by their words, the others by what they are."""
    words = {Role.CORE: step.label, Role.SPLIT: step.question}
    return {
        part.id: f"{words[part.role]} ({shape_words(part.type)})"
        if words.get(part.role)
        else f"{shape_words(part.type)} {part.id}"
        for part in step.elements
    }


def refusal_words(refusal: Refused) -> str:
    """Say a refusal that is told among other things."""
    sentences = messages(language()).sentences
    key = f"refused.{refusal.code}.title"
    params = {"file": refusal.where.file} | refusal.params
    return sentences[key].format_map(params) if key in sentences else refusal.code


def sop_by_key(key: str) -> SopLine | None:
    """Find the SOP that a step refers to."""
    return next((line for line in list_sops(ws(), who()) if line.key == key), None)


def teach(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.globals.update(
        t=t, when=when, day=day, number=number, percent=percent, icon=icon, asset=asset,
        theme=theme, address=address, shown=shown, language=language, visitor=visitor, may=may, person_name=person_name,
        person=person, why_words=why_words, shape_words=shape_words, part_names=part_names, region_words=region_words,
        refusal_words=refusal_words, sop_by_key=sop_by_key,
        client_words=lambda: _client_words(language()),
    )  # fmt: skip
    app.context_processor(lambda: {"piece": "X-Piece" in request.headers})
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
