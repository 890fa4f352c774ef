"""Reorganisation by the pages: what is touched is shown, then carried out."""

import re

from bpm2sop.workspace.material import effective
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.units import add_unit, list_units
from bpm2sop.workspace.views import list_sops, sop_view
from tests.web.site import Site, Visitor

_SEEN = re.compile(r'name="seen" value="([^"]*)"')


def carried(visitor: Visitor, what: str, form: dict[str, object]) -> str:
    """Look, and carry out what was looked at; give the page after."""
    looked = visitor.post(f"/admin/reorganise/{what}/look", form)
    assert looked.status_code == 200
    (seen,) = _SEEN.findall(looked.text)
    done = visitor.post(f"/admin/reorganise/{what}", {**form, "seen": seen})
    assert done.status_code == 200
    return done.text


def performers(site: Site, sop: str) -> list[str]:
    """Who performs the steps of an SOP."""
    told = effective(site.workspace, sop)
    names = {actor.id: actor.name for actor in told.actors}
    return [names[one] for step in told.steps for one in step.actors]


def test_an_actor_is_renamed(site: Site) -> None:
    """Every SOP and step is listed before; looking changes nothing."""
    sop = site.sop()
    visitor = site.local()
    assert "Staf" in visitor.get("/admin/reorganise").text
    form = {"act": "rename", "name": "Staf", "into": "Pelaksana <b>"}
    looked = visitor.post("/admin/reorganise/actors/look", form)
    assert ("Pelayanan surat" in looked.text, "3, 4" in looked.text) == (True, True)
    assert performers(site, sop)[-1] == "Staf"
    assert "Pelaksana <b>" not in carried(visitor, "actors", dict(form))
    assert performers(site, sop)[-1] == "Pelaksana <b>"


def test_actors_are_made_one_and_abolished(site: Site) -> None:
    """As on the command line."""
    sop = site.sop()
    visitor = site.local()
    carried(visitor, "actors", {"act": "merge", "name": ["Loket", "Staf"], "into": "Tim"})
    assert performers(site, sop) == ["Tim"] * 4
    carried(visitor, "actors", {"act": "abolish", "name": "Tim", "into": ""})
    assert "dibubarkan" in visitor.get("/admin/reorganise").text


def test_the_steps_of_a_split_are_shared_out(site: Site) -> None:
    """Each with a choice among the new names; what is not chosen is the first one's."""
    sop = site.sop()
    visitor = site.local()
    form: dict[str, object] = {"act": "split", "name": "Staf", "into": "Arsiparis\r\nKurir"}
    looked = visitor.post("/admin/reorganise/actors/look", form)
    assert f'name="step.{sop}.d"' in looked.text
    chosen = {f"step.{sop}.c": "Arsiparis", f"step.{sop}.d": "Kurir"}
    carried(visitor, "actors", {**form, **chosen})
    assert performers(site, sop) == ["Loket", "Loket", "Arsiparis", "Kurir"]


def test_units_get_maps_and_are_made_one(site: Site) -> None:
    """All that is theirs is listed, and goes along."""
    sop = site.sop()
    visitor = site.local()
    one, two = (add_unit(site.workspace, LOCAL, name).id for name in ("Bidang A", "Bidang B"))
    file = sop_view(site.workspace, LOCAL, sop).file
    given = visitor.post("/admin/reorganise/maps", {"unit": one, "maps": [file]})
    assert given.status_code == 303
    refused = visitor.post("/admin/reorganise/units/look", {"act": "abolish", "unit": one})
    assert (refused.status_code, "penerus" in refused.text) == (422, True)
    form: dict[str, object] = {"act": "merge", "unit": [one, two], "heir": "", "called": "Bidang C"}
    page = carried(visitor, "units", form)
    assert ("Pelayanan surat" in page, "surat.bpmn" in page) == (True, True)
    (left,) = [unit for unit in list_units(site.workspace, LOCAL) if unit.state == "active"]
    assert (left.name, list_sops(site.workspace, LOCAL)[0].unit) == ("Bidang C", left.id)
    carried(visitor, "units", {"act": "abolish", "unit": left.id, "heir": _added(site)})
    assert [unit.name for unit in list_units(site.workspace, LOCAL) if unit.state == "active"] == [
        "Bidang D"
    ]


def _added(site: Site) -> str:
    """A unit to go to."""
    return add_unit(site.workspace, LOCAL, "Bidang D").id


def test_an_old_look_is_refused(site: Site) -> None:
    """For actors and for units."""
    site.sop()
    visitor = site.local()
    form = {"act": "rename", "name": "Staf", "into": "X", "seen": "0"}
    assert visitor.post("/admin/reorganise/actors", form).status_code == 412
    unit = add_unit(site.workspace, LOCAL, "A").id
    form = {"act": "abolish", "unit": unit, "seen": "0"}
    assert visitor.post("/admin/reorganise/units", form).status_code == 412


def test_what_no_page_sends_is_refused(site: Site) -> None:
    """An act that is none, nobody, a unit that is not there."""
    site.sop()
    visitor = site.local()
    for what, form, status in (
        ("actors", {"act": "sell", "name": "Staf"}, 400),
        ("actors", {"act": "rename", "into": "X"}, 422),
        ("actors", {"act": "rename", "name": "Menteri", "into": "X"}, 404),
        ("units", {"act": "abolish"}, 400),
        ("units", {"act": "abolish", "unit": "nowhere"}, 404),
    ):
        answer = visitor.post(f"/admin/reorganise/{what}/look", dict(form))
        assert answer.status_code == status, form


def test_only_who_keeps_house_reorganises(site: Site) -> None:
    """Whatever else they may."""
    site.sop()
    cici = site.person("cici", Role.APPROVER)
    assert cici.get("/admin/reorganise").status_code == 403
    form = {"act": "rename", "name": "Staf", "into": "X", "seen": "1"}
    for path in ("actors/look", "actors", "units/look", "maps"):
        assert cici.post(f"/admin/reorganise/{path}", form).status_code == 403, path


def test_what_was_typed_is_given_back_with_a_refusal(site: Site) -> None:
    """A new name that is taken need not be typed again to be changed."""
    site.sop()
    form = {"act": "rename", "name": "Staf", "into": "Loket"}
    refused = site.local().post("/admin/reorganise/actors/look", form)
    assert (refused.status_code, "<pre>Loket</pre>" in refused.text) == (422, True)
