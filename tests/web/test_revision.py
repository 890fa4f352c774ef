"""The page of a new version: conflicts decided there, words that lose their step listed, sure pairs taken apart."""

import io
import re
from html import unescape
from typing import NamedTuple

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.values import SopView
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site, Visitor
from tests.workspace.maps import ANI, SERVICE, bpmn

RENAMED = SERVICE.replace("Periksa berkas", "Teliti berkas dan lampirannya")


class Look(NamedTuple):
    """A page that shows what a new version would do, and what its form would send."""

    page: str
    form: dict[str, str]


def view_of(site: Site, sop: str) -> SopView:
    """The SOP as it is."""
    return sop_view(site.workspace, ANI, sop)


def typed(site: Site, sop: str, cell: tuple[str, Field], value: str) -> None:
    """Type into a cell."""
    edit_cell(site.workspace, ANI, EditCell(sop, *cell, value, 0))


def key_of(site: Site, sop: str, label: str) -> str:
    """The step that the map calls so."""
    return next(one.key for one in view_of(site, sop).steps if one.step.label == label)


def look(visitor: Visitor, file: str | None, data: bytes, **more: str) -> Look:
    """Look at a new version."""
    sent = {"map": (io.BytesIO(data), "baru.bpmn"), **more}
    answer = visitor.post(f"/maps/{file}/revision", sent)
    assert answer.status_code == 200, answer.text
    fields = Markup(answer.text).of("input")
    kept = {"seen", "data", "name"}
    return Look(
        answer.text, {f["name"] or "": f["value"] or "" for f in fields if f.get("name") in kept}
    )


def apply(visitor: Visitor, file: str | None, form: dict[str, str]) -> None:
    """Put the new version in place."""
    answer = visitor.post(f"/maps/{file}/revision/apply", form)
    assert answer.status_code == 200, answer.text


def test_conflicts_are_decided_before_the_version_comes_in(site: Site) -> None:
    """Each with three choices: what stands, the map's, or later."""
    sop, visitor = site.sop(), site.local()
    file = view_of(site, sop).file
    step = key_of(site, sop, "Periksa berkas")
    typed(site, sop, (step, Field.TEXT), "Periksa berkas satu per satu")
    typed(site, sop, ("", Field.TITLE), "Surat keluar")
    data = bpmn(RENAMED, name="Layanan surat dinas")
    page, form = look(visitor, file, data)
    key = view_of(site, sop).key
    names = {one.get("name") for one in Markup(page).of("input") if one.get("type") == "radio"}
    assert {f"take.{step}|text", f"take.{key}|title"} <= names
    apply(visitor, file, form | {f"take.{step}|text": "ours", f"take.{key}|title": "theirs"})
    view = view_of(site, sop)
    assert view.counts.conflicts == 0
    assert view.title == "Layanan surat dinas"
    assert "Periksa berkas satu per satu" in {one.step.text for one in view.steps}


def test_a_conflict_that_nobody_decided_waits(site: Site) -> None:
    """As before."""
    sop, visitor = site.sop(), site.local()
    file = view_of(site, sop).file
    typed(site, sop, ("", Field.TITLE), "Surat keluar")
    _, form = look(visitor, file, bpmn(SERVICE, name="Layanan surat dinas"))
    apply(visitor, file, form | {f"take.{view_of(site, sop).key}|title": ""})
    assert view_of(site, sop).counts.conflicts == 1


def test_words_that_lose_their_step_are_listed(site: Site) -> None:
    """With their step and their cells, before anything is done."""
    sop, visitor = site.sop(), site.local()
    step = key_of(site, sop, "Catat surat")
    typed(site, sop, (step, Field.TIME), "3 hari kerja")
    words = next(one.step.text for one in view_of(site, sop).steps if one.key == step)
    data = bpmn("a Terima berkas @Loket; b Periksa berkas @Loket; d Kirim surat @Staf")
    page = unescape(look(visitor, view_of(site, sop).file, data).page)
    part = page[page.index('id="orphans"') :]
    assert words in part
    assert "3 hari kerja" in part


def test_a_pair_that_was_taken_for_sure_can_be_taken_apart(site: Site) -> None:
    """The step is then gone, and the one of the new map is new."""
    sop, visitor = site.sop(), site.local()
    file = view_of(site, sop).file
    step = key_of(site, sop, "Periksa berkas")
    typed(site, sop, (step, Field.TIME), "3 hari kerja")
    page, form = look(visitor, file, bpmn(RENAMED))
    assert f"pair.{step}" in {one.get("name") for one in Markup(page).of("select")}
    again, _ = look(visitor, file, bpmn(RENAMED), **{f"pair.{step}": "-"})
    chosen = [one for one in Markup(again).of("input") if one.get("name") == f"pair.{step}"]
    assert [one["value"] for one in chosen if "checked" in one] == ["-"]
    assert "" in {one["value"] for one in chosen}
    apply(visitor, file, form | {f"pair.{step}": "-"})
    assert view_of(site, sop).counts.orphans == 1


def test_findings_of_a_new_version_name_elements_by_their_words(site: Site) -> None:
    """A flow by its ends; the id is at hand. Before the version comes in, after, and at its map."""
    sop, visitor = site.sop(), site.local()
    loose = b'<sequenceFlow id="loose" sourceRef="a" targetRef="nowhere"/></process>'
    data = bpmn(RENAMED).replace(b"</process>", loose)
    file = view_of(site, sop).file
    page, form = look(visitor, file, data)
    after = visitor.post(f"/maps/{file}/revision/apply", form).text
    for text in (page, after, visitor.get(f"/maps/{file}").text):
        found = re.findall(r'<button[^>]* data-el="loose" title="loose">([^<]+)</button>', text)
        assert set(found) == {"panah alur Terima berkas → ?"}
