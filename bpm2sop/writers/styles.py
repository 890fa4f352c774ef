"""From a profile to the look of pages: paper, margins, capsules, the form's own words, letterhead."""

from __future__ import annotations

from dataclasses import fields, replace

from bpm2sop.layout import Arrows, Capsule, FormLabels, Margins, PageStyle, Shapes
from bpm2sop.layout.style import labels_for, paper_named
from bpm2sop.settings import Profile
from bpm2sop.settings.profile import Paper

_UNITS, _MILLIMETRES = 96, 25.4
_NAMES = {"name": "title", "output": "outputs"}
"""Labels that the form calls otherwise than a profile. A profile's `title` names the SOP too, where `name` is not given."""


def page_style(profile: Profile, language: str) -> PageStyle:
    """Return how the pages of an SOP in that language look under a profile."""
    paper, form, unit = profile.paper, profile.form, profile.unit
    return PageStyle(
        paper=paper_named(paper.size),
        margins=_margins(paper),
        labels=_labels(profile, language),
        letterhead=tuple(name for name in (unit.agency, unit.name) if name),
        capsule=Capsule(form.capsules),
        reserved=_units(paper.reserved),
        signature=_units(paper.signature),
        identity=form.identity,
        column_numbers=form.column_numbers,
        half_points=round(2 * form.text_size),
        label_half_points=round(2 * form.label_size),
        identity_half_points=round(2 * form.identity_size),
        logo=profile.logo,
        appendices=profile.documents.appendices,
        arrows=Arrows(profile.documents.connectors),
        shapes=Shapes(profile.documents.shapes),
    )


def _units(millimetres: float) -> int:
    """Return a length in units of 1/96 inch."""
    return round(millimetres * _UNITS / _MILLIMETRES)


def _margins(paper: Paper) -> Margins:
    edges = (paper.margin_top, paper.margin_right, paper.margin_bottom, paper.margin_left)
    top, right, bottom, left = map(_units, edges)
    return Margins(top=top, right=right, bottom=bottom, left=left)


def _labels(profile: Profile, language: str) -> FormLabels | None:
    """Return the form's words with those of the profile in their place; None if it gives none."""
    given = profile.form.labels
    known = {field.name for field in fields(FormLabels)}
    own = {_NAMES.get(key, key): given[key] for key in sorted(given, key="title".__ne__)}
    own = {key: text for key, text in own.items() if key in known}
    own |= {"answer_yes": profile.decisions.yes, "answer_no": profile.decisions.no}
    own = {key: text.strip() for key, text in own.items() if text.strip()}
    if "page" in own:
        own["page"] = _page(own["page"])
    return replace(labels_for(language), **own) if own else None


def _page(text: str) -> str:
    """Return the words of the page's number with both numbers in them: all else in braces is plain text."""
    plain = text.replace("{", "{{").replace("}", "}}")
    for name in ("page", "pages"):
        plain = plain.replace(f"{{{{{name}}}}}", f"{{{name}}}")
    return plain if "{page}" in plain else f"{plain} {{page}}/{{pages}}"
