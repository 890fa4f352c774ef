"""Actors on the review page: in another order, called otherwise in this SOP, made one; for all SOPs by the reorganisation."""

import pytest

from bpm2sop.model.sop import Sop
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.reorganising import Rename, carry_out, preview_change
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.values import SopView
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site, Visitor
from tests.workspace.maps import ANI, SERVICE, bpmn


def view_of(site: Site, sop: str) -> SopView:
    """The SOP as it is."""
    return sop_view(site.workspace, ANI, sop)


def names(site: Site, sop: str) -> list[str]:
    """The columns from left to right."""
    return [one.name for one in view_of(site, sop).sop.actors]


def performers(held: Sop) -> list[str]:
    """Who performs each step, one after the other."""
    called = {one.id: one.name for one in held.actors}
    return [called[one.actors[0]] for one in held.steps if one.actors]


def call(site: Site, sop: str, actor: str, name: str) -> None:
    """Call an actor otherwise by the form of the page."""
    seen = str(view_of(site, sop).head[Field.ACTOR_NAMES].seen)
    form = {"actor": actor, "name": name, "seen": seen}
    answer = site.person("ani").post(f"/sops/{sop}/actors", form)
    assert answer.headers["Location"] == f"/sops/{sop}#actors"


def test_the_page_lists_the_actors_with_their_forms(site: Site) -> None:
    """In the order of the columns, with how many steps each has."""
    sop = site.sop()
    page = site.person("ani").get(f"/sops/{sop}").text
    part = page[page.index('id="actors"') :]
    assert part.index("Loket") < part.index("Staf")
    actions = {one.get("action") for one in Markup(page).of("form")}
    assert {f"/sops/{sop}/actors", f"/sops/{sop}/actors/order"} <= actions


def test_an_actor_is_moved_in_the_order_of_columns(site: Site) -> None:
    """One place at a time."""
    sop, ani = site.sop(), site.person("ani")
    assert names(site, sop) == ["Loket", "Staf"]
    ani.post(f"/sops/{sop}/actors/order", {"actor": "Staf", "move": "earlier", "seen": "0"})
    assert names(site, sop) == ["Staf", "Loket"]
    stale = {"actor": "Staf", "move": "later", "seen": "0"}
    assert ani.post(f"/sops/{sop}/actors/order", stale).status_code == 412
    assert names(site, sop) == ["Staf", "Loket"]


def test_an_actor_is_called_otherwise_in_this_sop_only(site: Site) -> None:
    """It keeps its place, its steps and its lanes; other SOPs keep the map's name."""
    sop, other = site.sop(), site.sop(name="lain.bpmn")
    lanes = view_of(site, sop).sop.actors[0].elements
    call(site, sop, "Loket", "Petugas loket")
    assert names(site, sop) == ["Petugas loket", "Staf"]
    assert view_of(site, sop).sop.actors[0].elements == lanes
    assert performers(view_of(site, sop).sop)[0] == "Petugas loket"
    assert view_of(site, sop).steps[1].cells[Field.ACTORS].value == "Petugas loket"
    assert names(site, other) == ["Loket", "Staf"]


def test_an_actor_takes_the_name_of_another_and_they_are_one(site: Site) -> None:
    """One column with the steps of both."""
    sop = site.sop()
    call(site, sop, "Staf", "Loket")
    assert names(site, sop) == ["Loket"]
    assert set(performers(view_of(site, sop).sop)) == {"Loket"}


def test_an_actor_is_called_as_on_the_map_again(site: Site) -> None:
    """By its old name; nothing of the change is left."""
    sop = site.sop()
    call(site, sop, "Loket", "Petugas")
    call(site, sop, "Petugas", "Petugas depan")
    call(site, sop, "Petugas depan", "Loket")
    assert names(site, sop) == ["Loket", "Staf"]
    assert not view_of(site, sop).head[Field.ACTOR_NAMES].value


def test_words_typed_for_a_step_follow_the_new_name(site: Site) -> None:
    """Or the old name would stay as a column of its own; the order that was given is kept, too."""
    sop, ani = site.sop(), site.person("ani")
    ani.post(f"/sops/{sop}/actors/order", {"actor": "Staf", "move": "earlier", "seen": "0"})
    key = next(one.key for one in view_of(site, sop).steps if one.step.label == "Catat surat")
    path = f"/sops/{sop}/steps/{key}/cells/actors"
    ani.post(path, {"value": "Loket\nArsiparis", "seen": "0"})
    call(site, sop, "Staf", "Pelaksana")
    call(site, sop, "Loket", "Petugas")
    call(site, sop, "Arsiparis", "Penyimpan")
    assert names(site, sop) == ["Pelaksana", "Petugas", "Penyimpan"]


def test_a_name_given_here_survives_the_next_map(site: Site) -> None:
    """It is an edit like others."""
    sop = site.sop()
    call(site, sop, "Loket", "Petugas")
    file = view_of(site, sop).file or ""
    seen = map_view(site.workspace, LOCAL, file).shown.number
    data = bpmn(SERVICE.replace("Catat surat", "Catat surat keluar"))
    revise(site.workspace, LOCAL, Revise(file=file, data=data, seen=seen))
    assert names(site, sop) == ["Petugas", "Staf"]


def test_a_reorganisation_reaches_a_name_given_here(site: Site) -> None:
    """What is renamed for all SOPs is renamed in this one."""
    sop = site.sop()
    call(site, sop, "Loket", "Petugas")
    change = Rename("Petugas", "Petugas layanan")
    seen = preview_change(site.workspace, LOCAL, change).seen
    carry_out(site.workspace, LOCAL, change, seen=seen)
    assert names(site, sop) == ["Petugas layanan", "Staf"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"actor": "Nobody", "name": "X", "seen": "0"}, 404),
        ({"actor": "Loket", "name": "  ", "seen": "0"}, 422),
        ({"actor": "Loket", "name": "a → b", "seen": "0"}, 422),
        ({"actor": "Loket", "name": "X", "seen": "99"}, 412),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(
    site: Site, form: dict[str, str], status: int
) -> None:
    """And nothing changes."""
    sop = site.sop()
    assert site.person("ani").post(f"/sops/{sop}/actors", form).status_code == status
    assert names(site, sop) == ["Loket", "Staf"]


def test_an_actor_that_is_not_there_is_not_moved(site: Site) -> None:
    """Nor beyond the edge."""
    sop, ani = site.sop(), site.person("ani")
    path = f"/sops/{sop}/actors/order"
    lost = {"actor": "Nobody", "move": "later", "seen": "0"}
    assert ani.post(path, lost).status_code == 404
    ani.post(path, {"actor": "Loket", "move": "earlier", "seen": "0"})
    assert names(site, sop) == ["Loket", "Staf"]


def test_the_act_for_all_sops_has_the_actor_filled_in(site: Site) -> None:
    """Shown only to who keeps house."""
    sop = site.sop()
    keeper = Visitor(site.person("root", Role.ADMIN).client)
    href = "/admin/reorganise?actor=Staf"
    assert href in keeper.get(f"/sops/{sop}").text
    chosen = [
        one["value"] for one in Markup(keeper.get(href).text).of("option") if "selected" in one
    ]
    assert chosen
    assert set(chosen) == {"Staf"}
    analyst = site.person("ani", Role.ANALYST)
    assert "/admin/reorganise" not in analyst.get(f"/sops/{sop}").text


def test_the_history_tells_of_names_and_order(site: Site) -> None:
    """In words."""
    sop = site.sop()
    call(site, sop, "Loket", "Petugas")
    page = site.person("ani").get(f"/sops/{sop}/history").text
    assert "Loket → Petugas" in page
    assert "actors.names" not in page
