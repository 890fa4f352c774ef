"""Work units are added, renamed and listed."""

import pytest

from bpm2sop.errors import Forbidden, Missing, Refused, Stale
from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL, Person, Role
from bpm2sop.workspace.units import add_unit, list_units, rename_unit
from bpm2sop.workspace.views import list_sops
from tests.workspace.maps import SERVICE, bpmn

ANALYST = Person("p1", "budi", "Budi", frozenset({Role.ANALYST}))


def test_units_are_listed_under_the_one_above(workspace: Workspace) -> None:
    """By name, each with how deep it lies."""
    dinas = add_unit(workspace, LOCAL, "Dinas Kesehatan", short="Dinkes").id
    add_unit(workspace, LOCAL, "Biro Umum")
    bidang = add_unit(workspace, LOCAL, "Bidang Layanan", parent=dinas).id
    add_unit(workspace, LOCAL, "Seksi Mutu", parent=bidang)
    assert [(unit.name, unit.depth) for unit in list_units(workspace, ANALYST)] == [
        ("Biro Umum", 0),
        ("Dinas Kesehatan", 0),
        ("Bidang Layanan", 1),
        ("Seksi Mutu", 2),
    ]


def test_one_name_stands_once_under_a_parent(workspace: Workspace) -> None:
    """Every office may have its own secretariat."""
    first = add_unit(workspace, LOCAL, "Dinas A").id
    second = add_unit(workspace, LOCAL, "Dinas B").id
    add_unit(workspace, LOCAL, "Sekretariat", parent=first)
    add_unit(workspace, LOCAL, "Sekretariat", parent=second)
    with pytest.raises(Refused, match="unit-twin"):
        add_unit(workspace, LOCAL, "SEKRETARIAT", parent=first)


def test_a_unit_is_renamed(workspace: Workspace) -> None:
    """Its id stays, its version grows."""
    unit = add_unit(workspace, LOCAL, "Biro Umum", short="BU")
    renamed = rename_unit(workspace, LOCAL, unit.id, " Biro  Umum\tdan TU ", seen=unit.version)
    assert (renamed.id, renamed.name, renamed.short, renamed.version) == (
        unit.id,
        "Biro Umum dan TU",
        "BU",
        2,
    )
    assert [unit.name for unit in list_units(workspace, LOCAL)] == ["Biro Umum dan TU"]


def test_who_saw_an_old_version_renames_nothing(workspace: Workspace) -> None:
    """The refusal holds both names."""
    unit = add_unit(workspace, LOCAL, "A")
    rename_unit(workspace, LOCAL, unit.id, "B", seen=1)
    with pytest.raises(Stale, match="unit-changed") as refusal:
        rename_unit(workspace, LOCAL, unit.id, "C", seen=1)
    assert (refusal.value.mine, refusal.value.theirs) == ("C", "B")


@pytest.mark.parametrize("name", ["", " \n ", "\x00\x1b", "x" * 201])
def test_a_unit_has_a_name(workspace: Workspace, name: str) -> None:
    """One that can be seen, and fits a line."""
    with pytest.raises(Refused, match="name-length"):
        add_unit(workspace, LOCAL, name)


def test_a_parent_has_to_be_there(workspace: Workspace) -> None:
    """And a unit that is renamed, too."""
    with pytest.raises(Missing, match="unit-missing"):
        add_unit(workspace, LOCAL, "A", parent="nowhere")
    with pytest.raises(Missing, match="unit-missing"):
        rename_unit(workspace, LOCAL, "nowhere", "A", seen=1)


def test_new_maps_may_come_in_for_a_unit(workspace: Workspace) -> None:
    """Their SOPs too; those that are there already stay where they are."""
    first, second = (add_unit(workspace, LOCAL, name).id for name in ("A", "B"))
    sources = [SourceFile("surat.bpmn", bpmn(SERVICE))]
    import_maps(workspace, LOCAL, sources, unit=first)
    newer = [SourceFile("surat.bpmn", bpmn(f"{SERVICE}; e Arsipkan @Staf"))]
    import_maps(workspace, LOCAL, newer, unit=second)
    assert {line.unit for line in list_sops(workspace, LOCAL)} == {first}
    assert {line.unit for line in list_maps(workspace, LOCAL)} == {first}
    with pytest.raises(Missing, match="unit-missing"):
        import_maps(workspace, LOCAL, sources, unit="nowhere")


def test_units_are_the_admins(workspace: Workspace) -> None:
    """Others read them."""
    with pytest.raises(Forbidden, match="not-allowed"):
        add_unit(workspace, ANALYST, "A")
