"""Bad input: each is refused with a sentence in both languages, and not one row of the store is another afterwards."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bpm2sop.errors import Forbidden, Refused, Stale, StoreProblem
from bpm2sop.store.tables import METADATA
from bpm2sop.trace.overlay import Field
from bpm2sop.wording import Language, messages
from bpm2sop.workspace.adopting import Adopt, accept_upstream, adopt, make_general
from bpm2sop.workspace.approving import Enact, approve, enact, verify
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.filling import fill
from bpm2sop.workspace.keeping import backup, restore
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.reorganising import Rename, carry_out
from bpm2sop.workspace.reviewing import EditCell, StepAct, edit_cell, review_step
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import OPERATOR
from bpm2sop.workspace.settings import ChangeSettings, change_settings
from bpm2sop.workspace.submitting import SopAct, submit
from bpm2sop.workspace.units import add_unit, rename_unit
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bpmn, bring
from tests.workspace.test_filling import changed, exported
from tests.workspace.test_revising import LONGER, OTHER

Act = Callable[[Workspace], object]
MOUNTS = Path("/proc/mounts")


def rows(workspace: Workspace) -> dict[str, list[str]]:
    """Every row of every table."""
    with workspace.store.reading() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in METADATA.sorted_tables
        }


def refused(workspace: Workspace, act: Act, kind: type[Refused], code: str) -> None:
    """An act is refused so, in words, and nothing is changed."""
    before = rows(workspace)
    with pytest.raises(kind) as told:
        act(workspace)
    assert told.value.code == code
    for language in Language:
        for part in ("title", "hint"):
            sentence = messages(language).sentences[f"refused.{code}.{part}"]
            assert sentence.format_map({"file": told.value.where.file} | told.value.params)
    assert rows(workspace) == before


def the_sop(workspace: Workspace) -> str:
    """The id of the SOP of the map on letters."""
    return next(line.id for line in list_sops(workspace, ANI) if line.title == "Pelayanan surat")


def the_map(workspace: Workspace) -> str:
    """The id of its map."""
    return next(line.id for line in list_maps(workspace, ANI) if line.name == "surat.bpmn")


def seen(workspace: Workspace) -> int:
    """The version of the SOP as a page shows it."""
    return sop_view(workspace, ANI, the_sop(workspace)).version


def now(workspace: Workspace, word: str = "") -> SopAct:
    """An act on the SOP as it is."""
    return SopAct(the_sop(workspace), seen(workspace), word)


def late(workspace: Workspace) -> SopAct:
    """An act on the SOP as it was before somebody changed it."""
    return SopAct(the_sop(workspace), seen(workspace) - 1, "data follow")


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """A map in its second version, edited by Ani; a general SOP that a unit adopted."""
    bring(workspace, who=ANI)
    bring(workspace, LONGER, who=ANI)
    general = bring(workspace, "g Terima tamu @Loket; h Catat tamu @Loket; i Antar tamu @Staf", name="tamu.bpmn")  # fmt: skip
    sop = general.lines[0].sops[0].id
    for person, act in ((ANI, submit), (BUDI, verify), (CICI, approve)):
        act(workspace, person, SopAct(sop, sop_view(workspace, ANI, sop).version, "data follow"))
    days = ("2026-01-05", "2026-01-05")
    enact(workspace, CICI, Enact(sop, 1, sop_view(workspace, ANI, sop).version, "001", *days))
    make_general(workspace, CICI, sop, seen=sop_view(workspace, CICI, sop).version)
    unit = add_unit(workspace, ANI, "Dinas").id
    adopt(workspace, ANI, Adopt(general=sop, unit=unit))
    rename_unit(workspace, ANI, unit, "Dinas A", seen=1)
    edit_cell(workspace, ANI, EditCell(the_sop(workspace), "b", Field.TIME, "3 hari", 0))
    return workspace


def _enact_late(workspace: Workspace) -> None:
    sop = next(line for line in list_sops(workspace, ANI) if line.origin == "general").id
    enact(workspace, CICI, Enact(sop, 1, 0, "002", "2026-01-05", "2026-02-01"))


def _follow_late(workspace: Workspace) -> None:
    sop = next(line for line in list_sops(workspace, ANI) if line.origin == "adopted").id
    accept_upstream(workspace, ANI, sop, seen=7)


def _rename_late(workspace: Workspace) -> None:
    sop = next(line for line in list_sops(workspace, ANI) if line.origin == "adopted")
    rename_unit(workspace, ANI, sop.unit or "", "Dinas B", seen=1)


OLD: dict[str, tuple[Act, str]] = {
    "a map's": (
        lambda w: revise(w, ANI, Revise(file=the_map(w), data=bpmn(SERVICE), seen=1)),
        "version-old",
    ),
    "a cell's": (
        lambda w: edit_cell(w, BUDI, EditCell(the_sop(w), "b", Field.TIME, "5 hari", 0)),
        "cell-stale",
    ),
    "a row's": (lambda w: review_step(w, BUDI, StepAct(the_sop(w), "b", "0-0")), "step-stale"),
    "an SOP's": (lambda w: submit(w, ANI, late(w)), "sop-stale"),
    "an edition's": (_enact_late, "sop-stale"),
    "a general SOP's": (_follow_late, "edition-stale"),
    "a unit's": (_rename_late, "unit-changed"),
    "the set's, for actors": (
        lambda w: carry_out(w, ANI, Rename("Staf", "X"), seen=0),
        "set-changed",
    ),
    "the set's, for settings": (
        lambda w: change_settings(w, ANI, ChangeSettings(language=Language.EN), seen=0),
        "set-changed",
    ),
}


@pytest.mark.parametrize("what", OLD)
def test_an_old_version_number(office: Workspace, what: str) -> None:
    """Of whatever has one."""
    act, code = OLD[what]
    refused(office, act, Stale, code)


@pytest.mark.parametrize("step", ["verify", "approve"])
def test_an_approval_by_the_author(office: Workspace, step: str) -> None:
    """Ani typed on the SOP and submits it; she neither verifies nor approves it."""
    submit(office, ANI, now(office, "data follow"))
    if step == "approve":
        verify(office, BUDI, now(office))
    act = {"verify": verify, "approve": approve}[step]
    refused(office, lambda w: act(w, ANI, now(w)), Forbidden, "author-may-not")


def test_a_restore_of_a_newer_schema(office: Workspace, tmp_path: Path) -> None:
    """Not even a file is left; one over a workspace is refused before it is looked at."""
    made, newer = tmp_path / "a.zip", tmp_path / "b.zip"
    backup(office, OPERATOR, made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | {"revision": "9999"}).encode()
            new.writestr(name, data)
    target = tmp_path / "new.db"
    refused(office, lambda _: restore(newer, str(target)), StoreProblem, "backup-newer")
    assert not target.exists()
    assert list(tmp_path.glob("new.db*")) == []


def test_a_network_file_system_under_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is made there: neither by opening nor by restoring. The system says that everything is mounted over NFS."""
    read = Path.read_text

    def said(path: Path, *how: Any, **named: Any) -> str:  # noqa: ANN401  (what `read_text` takes)
        return "server:/export / nfs4 rw 0 0\n" if path == MOUNTS else read(path, *how, **named)

    monkeypatch.setattr(Path, "read_text", said)
    for act in (open_workspace, lambda place: restore(tmp_path / "a.zip", place)):
        with pytest.raises(StoreProblem, match="store-on-network"):
            act(str(tmp_path / "share.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_revision_of_another_map(office: Workspace) -> None:
    """Without the word that says that it is meant."""
    act = Revise(file=the_map(office), data=bpmn(OTHER), seen=2)
    refused(office, lambda w: revise(w, ANI, act), Refused, "map-other")


def test_a_filled_file_from_another_sop(office: Workspace) -> None:
    """Of the same workspace; a broken one, one of another format, and one of elsewhere as well."""
    other = next(line.id for line in list_sops(office, ANI) if line.origin == "general")
    data = changed(exported(office, other), {"Mencatat tamu": "Membukukan tamu"})
    sop = the_sop(office)
    refused(
        office,
        lambda w: fill(w, BUDI, "isi.xlsx", data, sop_id=sop),
        Refused,
        "fill-other",
    )
    refused(office, lambda w: fill(w, BUDI, "isi.xlsx", data[:-99]), Refused, "xlsx-broken")
    (pdf,) = export_sop(office, ANI, sop, ["pdf"]).values()
    refused(office, lambda w: fill(w, BUDI, "isi.xlsx", pdf), Refused, "xlsx-foreign")
    assert zipfile.is_zipfile(io.BytesIO(data))
