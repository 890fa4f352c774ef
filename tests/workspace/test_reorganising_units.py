"""Units made one and abolished: all that is theirs goes to the unit that takes over, and is shown before."""

from datetime import date

import pytest

from bpm2sop.errors import Forbidden, Missing, Refused, Stale
from bpm2sop.sources import SourceFile
from bpm2sop.store import audit
from bpm2sop.workspace.approving import Enact, enact
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person, list_people
from bpm2sop.workspace.reorganising_units import (
    AbolishUnit,
    MergeUnits,
    UnitChange,
    UnitPreview,
    carry_out_units,
    preview_units,
)
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.rights import OPERATOR, Role
from bpm2sop.workspace.submitting import SopAct, submit
from bpm2sop.workspace.units import add_unit, give_maps, list_units
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, CICI, SERVICE, bpmn, person
from tests.workspace.test_approving import approved

OTHER = "x Susun laporan @Bidang A; y Setujui laporan @Kepala"


def office(workspace: Workspace) -> dict[str, str]:
    """Dinas with Bidang A (a map, Budi, Seksi Mutu below it) and Bidang B (a map); ids by name."""
    dinas = add_unit(workspace, ANI, "Dinas").id
    first = add_unit(workspace, ANI, "Bidang A", parent=dinas).id
    ids = {
        "Dinas": dinas,
        "Bidang A": first,
        "Bidang B": add_unit(workspace, ANI, "Bidang B", parent=dinas).id,
        "Seksi Mutu": add_unit(workspace, ANI, "Seksi Mutu", parent=first).id,
    }
    sources = [
        SourceFile("surat.bpmn", bpmn(SERVICE)),
        SourceFile("laporan.bpmn", bpmn(OTHER, process="Q", name="Pelaporan")),
    ]
    maps = {line.name: line.file for line in import_maps(workspace, ANI, sources).lines}
    give_maps(workspace, ANI, first, [maps["surat.bpmn"] or ""])
    give_maps(workspace, ANI, ids["Bidang B"], [maps["laporan.bpmn"] or ""])
    add_person(workspace, OPERATOR, NewPerson("budi", "Budi", frozenset(Role), None, first))
    return ids


def done(workspace: Workspace, change: UnitChange) -> UnitPreview:
    """Look at a change, and carry it out."""
    seen = preview_units(workspace, ANI, change).seen
    return carry_out_units(workspace, ANI, change, seen=seen)


def tree(workspace: Workspace) -> list[tuple[int, str]]:
    """The active units, each with its depth."""
    return [(one.depth, one.name) for one in list_units(workspace, ANI) if one.state == "active"]


def units_of_sops(workspace: Workspace) -> dict[str, str | None]:
    """The unit of each SOP, by title."""
    return {line.title: line.unit for line in list_sops(workspace, ANI)}


def test_a_map_and_its_sops_are_given_to_a_unit(workspace: Workspace) -> None:
    """And the report counts them for it."""
    ids = office(workspace)
    assert units_of_sops(workspace) == {
        "Pelayanan surat": ids["Bidang A"],
        "Pelaporan": ids["Bidang B"],
    }
    made = report(workspace, ANI, Asked(date(2026, 1, 5)))
    assert {one.unit: one.maps.all for one in made.units if one.unit in ids} == {
        "Dinas": 0,
        "Bidang A": 1,
        "Bidang B": 1,
        "Seksi Mutu": 0,
    }
    with pytest.raises(Missing, match="map-missing"):
        give_maps(workspace, ANI, ids["Dinas"], ["nowhere"])


def test_the_preview_names_everything_and_changes_nothing(workspace: Workspace) -> None:
    """SOPs with their steps, maps, people, units below, and performers of that name."""
    ids = office(workspace)
    before = tree(workspace)
    change = MergeUnits((ids["Bidang A"], ids["Bidang B"]), called="Bidang Terpadu")
    found = preview_units(workspace, ANI, change)
    assert {(one.title, one.unit, one.steps) for one in found.sops} == {
        ("Pelayanan surat", "Bidang A", ("1", "2", "3", "4")),
        ("Pelaporan", "Bidang B", ("1", "2")),
    }
    assert found.maps == ("laporan.bpmn", "surat.bpmn")
    assert (found.people, found.units, found.heir) == (("budi",), ("Seksi Mutu",), "Bidang Terpadu")
    assert [(one.title, one.actor, one.steps) for one in found.actors] == [
        ("Pelaporan", "Bidang A", ("1",))
    ]
    assert tree(workspace) == before


def test_merged_units_are_a_new_one_in_the_place_of_the_first(workspace: Workspace) -> None:
    """All that was theirs is its own; their records stay, and say so."""
    ids = office(workspace)
    done(workspace, MergeUnits((ids["Bidang A"], ids["Bidang B"]), called="Bidang Terpadu"))
    assert tree(workspace) == [(0, "Dinas"), (1, "Bidang Terpadu"), (2, "Seksi Mutu")]
    states = {one.name: one.state for one in list_units(workspace, ANI)}
    assert (states["Bidang A"], states["Bidang B"]) == ("merged", "merged")
    (heir,) = [one.id for one in list_units(workspace, ANI) if one.name == "Bidang Terpadu"]
    assert set(units_of_sops(workspace).values()) == {heir}
    assert {line.unit for line in list_maps(workspace, ANI)} == {heir}
    assert list_people(workspace, ANI)[0].unit == heir


def test_units_may_go_into_one_that_is_there(workspace: Workspace) -> None:
    """Its own SOPs are not touched; those that come go back to draft, each with a remark."""
    ids = office(workspace)
    sops = {line.title: line.id for line in list_sops(workspace, ANI)}
    for sop in sops.values():
        submit(workspace, ANI, SopAct(sop, sop_view(workspace, ANI, sop).version, "lengkap"))
    done(workspace, MergeUnits((ids["Bidang A"], ids["Bidang B"]), into=ids["Bidang B"]))
    views = {title: sop_view(workspace, ANI, sop) for title, sop in sops.items()}
    assert {title: view.stage for title, view in views.items()} == {
        "Pelayanan surat": "draft",
        "Pelaporan": "submitted",
    }
    (remark,) = views["Pelayanan surat"].comments
    assert ("Bidang A" in remark.text, "Bidang B" in remark.text) == (True, True)


def test_an_abolished_unit_passes_everything_on(workspace: Workspace) -> None:
    """To the successor that is named, even one that stood below it."""
    ids = office(workspace)
    done(workspace, AbolishUnit(ids["Dinas"], ids["Seksi Mutu"]))
    assert tree(workspace) == [(0, "Seksi Mutu"), (1, "Bidang A"), (1, "Bidang B")]
    done(workspace, AbolishUnit(ids["Bidang A"], ids["Seksi Mutu"]))
    assert units_of_sops(workspace)["Pelayanan surat"] == ids["Seksi Mutu"]
    assert list_people(workspace, ANI)[0].unit == ids["Seksi Mutu"]


def test_a_unit_with_sops_is_not_abolished_without_a_successor(workspace: Workspace) -> None:
    """One without any is: its people and units go to the one above."""
    ids = office(workspace)
    with pytest.raises(Refused, match="unit-holds") as refusal:
        done(workspace, AbolishUnit(ids["Bidang A"]))
    assert refusal.value.params == {"sops": "1", "maps": "1"}
    give_maps(workspace, ANI, ids["Bidang B"], [line.id for line in list_maps(workspace, ANI)])
    done(workspace, AbolishUnit(ids["Bidang A"]))
    assert tree(workspace) == [(0, "Dinas"), (1, "Bidang B"), (1, "Seksi Mutu")]
    assert list_people(workspace, ANI)[0].unit == ids["Dinas"]


def test_an_edition_in_force_stays(workspace: Workspace) -> None:
    """With its number, until a new one replaces it; the preview shows the number."""
    ids = office(workspace)
    sop = {line.title: line.id for line in list_sops(workspace, ANI)}["Pelayanan surat"]
    edition = approved(workspace, sop)
    seen = sop_view(workspace, CICI, sop).version
    enact(workspace, CICI, Enact(sop, edition, seen, "001/A", "2026-01-05", "2026-01-05"))
    found = done(workspace, AbolishUnit(ids["Bidang A"], ids["Bidang B"]))
    assert [one.number for one in found.sops] == ["001/A"]
    assert sop_view(workspace, ANI, sop).editions[0].stage == "in_force"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("merge", ("Bidang A",), "", "Baru"), "unit-alone"),
        (("merge", ("Bidang A",), "Bidang A", ""), "unit-alone"),
        (("merge", (), "", "Baru"), "unit-alone"),
        (("merge", ("Bidang A", "Seksi Mutu"), "", "Bidang B"), "unit-twin"),
        (("merge", ("Bidang A", "Bidang B"), "", " "), "name-length"),
        (("abolish", "Bidang A", "Bidang A"), "unit-alone"),
        (("abolish", "nowhere", ""), "unit-missing"),
        (("abolish", "Bidang A", "nowhere"), "unit-missing"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    workspace: Workspace, change: tuple[str, ...], code: str
) -> None:
    """Nothing is changed, and nothing stands in the audit."""
    ids = office(workspace)
    before = (tree(workspace), units_of_sops(workspace))
    act, one, two, *more = change
    asked: UnitChange = (
        MergeUnits(tuple(ids[name] for name in one), ids.get(two, ""), more[0])
        if act == "merge"
        else AbolishUnit(ids.get(one, one), ids.get(two, two))
    )
    with pytest.raises(Refused, match=code):
        done(workspace, asked)
    assert (tree(workspace), units_of_sops(workspace)) == before
    with workspace.store.reading() as connection:
        assert not next(audit.acts(connection)).act.startswith(("unit-merge", "unit-abolish"))


def test_units_of_one_name_do_not_come_together(workspace: Workspace) -> None:
    """They are merged or renamed first."""
    ids = office(workspace)
    add_unit(workspace, ANI, "Seksi Mutu", parent=ids["Bidang B"])
    with pytest.raises(Refused, match="unit-twin"):
        done(workspace, AbolishUnit(ids["Bidang A"], ids["Bidang B"]))


def test_an_old_look_is_refused(workspace: Workspace) -> None:
    """Somebody came to the unit meanwhile."""
    ids = office(workspace)
    change = AbolishUnit(ids["Bidang A"], ids["Bidang B"])
    seen = preview_units(workspace, ANI, change).seen
    add_person(
        workspace, OPERATOR, NewPerson("dewi", "Dewi", frozenset(Role), None, ids["Bidang A"])
    )
    with pytest.raises(Stale, match="set-changed"):
        carry_out_units(workspace, ANI, change, seen=seen)
    assert (1, "Bidang A") in tree(workspace)


def test_only_who_keeps_house_carries_it_out(workspace: Workspace) -> None:
    """Anyone may look."""
    ids = office(workspace)
    change = AbolishUnit(ids["Bidang A"], ids["Bidang B"])
    reader = person("eko", Role.APPROVER)
    seen = preview_units(workspace, reader, change).seen
    with pytest.raises(Forbidden):
        carry_out_units(workspace, reader, change, seen=seen)
    with pytest.raises(Forbidden):
        give_maps(workspace, reader, None, [])


def test_the_act_stands_in_the_audit(workspace: Workspace) -> None:
    """With the names, and how much it touched."""
    ids = office(workspace)
    done(workspace, AbolishUnit(ids["Bidang A"], ids["Bidang B"]))
    with workspace.store.reading() as connection:
        act = next(audit.acts(connection))
    assert (act.act, act.subject, act.who) == ("unit-abolish", ids["Bidang B"], "ani")
    assert '"sops":1' in act.detail
