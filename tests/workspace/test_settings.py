"""The settings of a workspace: shown, looked at before they change, changed for all maps at once."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bpm2sop.drafting import Settings
from bpm2sop.errors import Forbidden, Stale, StoreProblem
from bpm2sop.settings import Coverage, shipped
from bpm2sop.store import audit
from bpm2sop.trace.ladders import Item
from bpm2sop.trace.overlay import Field
from bpm2sop.wording import Language
from bpm2sop.workspace.importing import relink
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.keeping import backup, restore
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.reorganising import Rename, carry_out, preview_change
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Role
from bpm2sop.workspace.settings import (
    ChangeSettings,
    change_settings,
    preview_settings,
    settings_of,
)
from bpm2sop.workspace.units import add_unit, give_maps
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import SERVICE, bring, person
from tests.workspace.test_inspecting import meddle, told

IMPERATIVE = replace(shipped(), form=replace(shipped().form, verbs="imperative"))
ENGLISH = ChangeSettings(language=Language.EN)


def text_of(workspace: Workspace, sop: str, step: int) -> str:
    """What a step says."""
    return sop_view(workspace, LOCAL, sop).steps[step].step.text


def elsewhere(workspace: Workspace) -> Workspace:
    """The same workspace in another process, which was started with settings of its own."""
    return replace(workspace, settings=Settings(language=Language.EN), memory=Memory())


def test_before_its_first_import_a_workspace_keeps_none(workspace: Workspace) -> None:
    """A process shows its own; from then on there is one answer for all."""
    assert not settings_of(workspace, LOCAL).kept
    bring(workspace)
    used = settings_of(elsewhere(workspace), LOCAL)
    assert (used.kept, used.profile.name, used.language) == (True, "sop-ap", Language.ID)


def test_other_settings_are_for_all_maps_at_once(workspace: Workspace) -> None:
    """What people typed goes along."""
    sop = bring(workspace).lines[0].sops[0].id
    edit_cell(workspace, LOCAL, EditCell(sop, "a", Field.TEXT, "Menerima map", 0))
    changed = change_settings(workspace, LOCAL, ChangeSettings(profile=IMPERATIVE))
    assert [one.id for one in changed] == [sop]
    assert [text_of(workspace, sop, step) for step in (0, 1)] == ["Menerima map", "Periksa berkas"]
    assert relink(workspace, LOCAL) == ()


def test_what_is_not_named_stays(workspace: Workspace) -> None:
    """Another language leaves the profile."""
    bring(workspace)
    change_settings(workspace, LOCAL, ChangeSettings(profile=IMPERATIVE))
    change_settings(workspace, LOCAL, ENGLISH)
    used = settings_of(workspace, LOCAL)
    assert (used.profile.form.verbs, used.language) == ("imperative", Language.EN)


def test_a_look_lists_what_would_change_and_changes_nothing(workspace: Workspace) -> None:
    """SOP by SOP, with the numbers of its steps."""
    sop = bring(workspace).lines[0].sops[0].id
    found = preview_settings(workspace, LOCAL, ChangeSettings(profile=IMPERATIVE))
    assert [(one.title, one.steps) for one in found.sops] == [
        ("Pelayanan surat", ("1", "2", "3", "4"))
    ]
    assert text_of(workspace, sop, 1) == "Memeriksa berkas"
    assert preview_settings(workspace, LOCAL, ChangeSettings()).sops == ()


def test_an_old_look_is_refused(workspace: Workspace) -> None:
    """Somebody brought a map meanwhile; the settings stay."""
    bring(workspace)
    seen = preview_settings(workspace, LOCAL, ENGLISH).seen
    bring(workspace, SERVICE.replace("Kirim", "Antar"))
    with pytest.raises(Stale, match="set-changed"):
        change_settings(workspace, LOCAL, ENGLISH, seen=seen)
    assert settings_of(workspace, LOCAL).language is Language.ID
    seen = preview_settings(workspace, LOCAL, ENGLISH).seen
    assert change_settings(workspace, LOCAL, ENGLISH, seen=seen)


def test_they_go_along_with_a_backup(workspace: Workspace, tmp_path: Path) -> None:
    """What is restored drafts as before, by whatever program settings it is opened."""
    bring(workspace)
    change_settings(workspace, LOCAL, ENGLISH)
    backup(workspace, OPERATOR, tmp_path / "a.zip")
    restore(tmp_path / "a.zip", str(tmp_path / "b.db"))
    with closing(open_workspace(str(tmp_path / "b.db"))) as restored:
        assert settings_of(restored, LOCAL).language is Language.EN
        assert fsck(restored, OPERATOR).clean


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM blob WHERE sha256 = (SELECT value FROM meta WHERE name = 'settings')",
        "UPDATE meta SET value = (SELECT sha256 FROM map_file_version) WHERE name = 'settings'",
    ],
)
def test_where_they_are_damaged_nothing_is_drafted_by_others(
    workspace: Workspace, damage: str
) -> None:
    """Every use says so, and `fsck` names them."""
    bring(workspace)
    meddle(workspace, damage)
    with pytest.raises(StoreProblem, match="store-value-damaged"):
        relink(workspace, LOCAL)
    assert ("value", "meta settings") in told(fsck(workspace, OPERATOR))


def test_only_who_keeps_house_changes_them(workspace: Workspace) -> None:
    """Anyone may see them; the audit says what they became."""
    bring(workspace)
    approver = person("a", Role.APPROVER)
    assert settings_of(workspace, approver).kept
    for act in (preview_settings, change_settings):
        with pytest.raises(Forbidden):
            act(workspace, approver, ENGLISH)
    change_settings(workspace, LOCAL, ENGLISH)
    with workspace.store.reading() as connection:
        act = next(audit.acts(connection))
    assert (act.act, '"language":"en"' in act.detail) == ("settings", True)


def test_a_process_that_runs_sees_them_at_once(workspace: Workspace) -> None:
    """Whatever it was started with: in its reports, and in the remarks that it writes."""
    sop = bring(workspace).lines[0].sops[0].id
    server = elsewhere(workspace)
    strict = replace(
        shipped(),
        coverage=Coverage(a=100, b=99, c=98),
        unit=replace(shipped().unit, agency="Kota A"),
    )
    change_settings(workspace, LOCAL, ChangeSettings(profile=strict))
    assert report(server, LOCAL, Asked(date(2026, 1, 5))).header.agency == "Kota A"
    change = Rename("Staf", "Pelaksana")
    carry_out(server, LOCAL, change, seen=preview_change(server, LOCAL, change).seen)
    assert sop_view(server, LOCAL, sop).comments[0].text.startswith("Reorganisasi")


def test_a_report_may_be_judged_by_another_profile(workspace: Workspace) -> None:
    """Its agency and its cut-offs count, of two units one has maps; what the workspace drafts by stays."""
    units = [add_unit(workspace, LOCAL, name).id for name in ("A", "B")]
    give_maps(workspace, LOCAL, units[0], [bring(workspace).lines[0].file or ""])
    agency = replace(shipped().unit, agency="Kota A")
    other = replace(shipped(), unit=agency, coverage=Coverage(a=50, b=20, c=10))
    made = [report(workspace, LOCAL, Asked(date(2026, 1, 5), profile=one)) for one in (None, other)]
    assert [one.header.agency for one in made] == ["", "Kota A"]
    rungs = [next(r for r in one.rungs if r.item is Item.UNITS_WITH_MAP) for one in made]
    assert [(rung.counted, rung.letter) for rung in rungs] == [((1, 2), "C"), ((1, 2), "A")]
    assert settings_of(workspace, LOCAL).profile.unit.agency == ""
