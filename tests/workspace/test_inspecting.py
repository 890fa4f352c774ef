"""`fsck` finds whatever is not as it was written, and says where."""

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from bpm2sop import drafting
from bpm2sop.errors import Forbidden, StoreProblem
from bpm2sop.sources import SourceFile
from bpm2sop.store import inspecting, pack
from bpm2sop.store.migrating import downgrade
from bpm2sop.workspace.adopting import Adopt, accept_upstream, adopt, make_general
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.inspecting import KINDS, UNREAD, fsck, refuse_older
from bpm2sop.workspace.keeping import backup, restore
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.preferences import keep_settings
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Person, Role
from bpm2sop.workspace.units import add_unit
from bpm2sop.workspace.views import list_sops, sop_view
from tests.store.filling import contents
from tests.workspace.maps import ANI, CICI, SERVICE, bpmn, bring
from tests.workspace.meddling import meddle, told
from tests.workspace.test_adopting import put_in_force


@pytest.fixture
def kept(workspace: Workspace) -> Workspace:
    """A workspace with two maps, of which one refers to the other, and a second version."""
    bring(workspace)
    bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf")
    import_maps(workspace, LOCAL, [SourceFile("a.bpmn", bpmn("m Mulai; n Urus surat > P"))])
    return workspace


def test_an_untouched_workspace_is_clean(kept: Workspace) -> None:
    """Every draft is derived anew and is the same; nothing is written."""
    before = contents(kept.store)
    found = fsck(kept, OPERATOR)
    assert (found.faults, found.notes, found.derived) == ((), (), 2)
    assert (found.acts, found.rows["map_file_version"]) == (3, 3)
    assert contents(kept.store) == before


def test_an_empty_workspace_is_clean(workspace: Workspace) -> None:
    """There is nothing to look at."""
    assert fsck(workspace, OPERATOR).clean


def test_other_bytes_of_an_uploaded_file_are_found(kept: Workspace) -> None:
    """By its hash."""
    statement = (
        "UPDATE blob SET data = :data WHERE sha256 = (SELECT min(sha256) FROM map_file_version)"
    )
    meddle(kept, statement, data=b"other")
    assert [code for code, _ in told(fsck(kept, OPERATOR))] == ["blob"]


def test_an_act_that_was_changed_is_found(kept: Workspace) -> None:
    """At its row."""
    meddle(kept, "UPDATE audit SET who = 'nobody' WHERE id = 2")
    assert told(fsck(kept, OPERATOR)) == [("audit", "2")]


def test_acts_that_were_cut_off_are_found(kept: Workspace) -> None:
    """At the first one that is missing."""
    meddle(kept, "DELETE FROM audit WHERE id > 1")
    assert told(fsck(kept, OPERATOR)) == [("audit", "2")]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE sop SET draft_id = 999", "sop"),
        ("DELETE FROM blob", "map_file_version"),
        ("UPDATE map_file SET current = 9 WHERE name = 'surat.bpmn'", "map_file"),
        ("UPDATE draft SET file_version = 9 WHERE id = (SELECT max(id) FROM draft)", "draft"),
        ("UPDATE page SET file_id = 'nowhere'", "page"),
    ],
)
def test_a_reference_to_nothing_is_found(kept: Workspace, statement: str, where: str) -> None:
    """One that the database knows of, and one that only the program does."""
    meddle(kept, statement)
    assert ("dangling", where) in told(fsck(kept, OPERATOR))


@pytest.fixture
def adopted(workspace: Workspace) -> Workspace:
    """A workspace with a general SOP that a unit has adopted; it follows the second edition."""
    bring(workspace, who=ANI)
    sop = list_sops(workspace, ANI)[0].id
    put_in_force(workspace, sop, "001")
    make_general(workspace, CICI, sop, seen=sop_view(workspace, CICI, sop).version)
    unit = add_unit(workspace, ANI, "Dinas Kesehatan").id
    own = adopt(workspace, ANI, Adopt(general=sop, unit=unit, number="KES-1"))
    put_in_force(workspace, own, "KES-1")
    put_in_force(workspace, sop, "001")
    accept_upstream(workspace, ANI, own, seen=2)
    return workspace


def test_a_workspace_with_an_adopted_sop_is_clean(adopted: Workspace) -> None:
    """It has no map, and its drafts are made of editions of the general one."""
    assert told(fsck(adopted, OPERATOR)) == []


def test_a_restored_workspace_with_an_adopted_sop_is_clean(
    adopted: Workspace, tmp_path: Path
) -> None:
    """As it was before."""
    backup(adopted, OPERATOR, tmp_path / "a.zip")
    restore(tmp_path / "a.zip", str(tmp_path / "b.db"))
    with closing(open_workspace(str(tmp_path / "b.db"))) as other:
        assert told(fsck(other, OPERATOR)) == []


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE adoption SET edition = 9", "adoption"),
        ("UPDATE draft SET file_version = 9 WHERE id = (SELECT max(id) FROM draft)", "draft"),
        ("UPDATE map_file SET current = 9 WHERE state = 'adopted'", "map_file"),
        ("DELETE FROM edition WHERE number = 2", "sop"),
    ],
)
def test_an_edition_that_is_named_and_not_there_is_found(
    adopted: Workspace, statement: str, where: str
) -> None:
    """By whoever names it."""
    meddle(adopted, statement)
    assert ("dangling", where) in told(fsck(adopted, OPERATOR))


def test_a_draft_that_was_changed_is_found(kept: Workspace) -> None:
    """By its hash, though it can still be read."""
    meddle(kept, "UPDATE draft SET sops = :data", data=pack(()))
    assert {code for code, _ in told(fsck(kept, OPERATOR))} == {"draft"}


@pytest.mark.parametrize("data", [b"", b"x", pack({"a": 1}), pack([1, 2])[:-3]])
def test_a_value_that_cannot_be_read_is_found(kept: Workspace, data: bytes) -> None:
    """Cut, of another kind, or no value at all."""
    meddle(kept, "UPDATE map_file_version SET findings = :data WHERE id = 1", data=data)
    assert told(fsck(kept, OPERATOR)) == [("value", "map_file_version 1")]


def forged(workspace: Workspace) -> None:
    """Put an empty draft, with its right hash, in the place of another one."""
    data = pack(())
    statement = (
        "UPDATE draft SET sops = :data, sha256 = :hash WHERE id = (SELECT max(id) FROM draft)"
    )
    meddle(workspace, statement, data=data, hash=hashlib.sha256(data).hexdigest())


def test_a_draft_that_the_program_does_not_derive_is_found(kept: Workspace) -> None:
    """Though nothing about it is wrong by itself."""
    forged(kept)
    assert [code for code, _ in told(fsck(kept, OPERATOR))] == ["derived"]


def test_what_is_remembered_hides_nothing(kept: Workspace) -> None:
    """A process that has drafted before drafts anew."""
    assert fsck(kept, OPERATOR).clean
    forged(kept)
    assert not fsck(kept, OPERATOR).clean


def test_drafts_made_by_other_settings_are_no_faults(kept: Workspace) -> None:
    """They are told, for nobody can tell whether they are right."""
    with kept.store.writing() as connection:
        other = drafting.Settings(house={"Terima berkas": "Menerima berkas warga"})
        keep_settings(connection, other)
    found = fsck(kept, OPERATOR)
    assert found.clean
    assert [(note.code, note.subject) for note in found.notes] == [("settings", "surat.bpmn")]


def test_a_sqlite_file_with_a_damaged_page_is_found(kept: Workspace) -> None:
    """An index that has lost a row."""
    if not kept.store.is_sqlite:
        pytest.skip("SQLite's own look at its file")
    meddle(
        kept,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_sop_title ON sop (key)' WHERE name = 'ix_sop_title'",
    )
    kept.store.engine.dispose()
    assert "database" in {code for code, _ in told(fsck(kept, OPERATOR))}


def test_every_column_of_bytes_is_looked_at() -> None:
    """A new one has to be named as what it is."""
    assert inspecting.packed_columns() == KINDS.keys() | UNREAD


def test_only_who_keeps_house_looks(kept: Workspace) -> None:
    """It reads everything."""
    with pytest.raises(Forbidden):
        fsck(kept, Person("p", "p", "P", frozenset({Role.APPROVER})))


def test_a_store_without_schema_is_refused(workspace: Workspace) -> None:
    """To look at it would be to change it."""
    refuse_older(workspace.store.address)
    downgrade(workspace.store, "base")
    with pytest.raises(StoreProblem, match="store-older"):
        refuse_older(workspace.store.address)


def test_looking_takes_no_turn_of_a_writer(kept: Workspace) -> None:
    """People go on writing meanwhile."""
    with kept.store.writing() as connection:
        kept.record(connection, LOCAL, act="a", subject="s")
        assert fsck(kept, OPERATOR).acts == 3
