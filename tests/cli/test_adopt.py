"""`bpm2sop adopt`: general SOPs from the command line."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bpm2sop.workspace.opening import Workspace, open_workspace
from tests.cli.conftest import Call, calls_on
from tests.workspace.maps import ANI, SERVICE, bring
from tests.workspace.test_adopting import put_in_force


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with one SOP in force."""
    with closing(open_workspace(str(tmp_path / "b.db"))) as opened:
        put_in_force(opened, bring(opened, who=ANI).lines[0].sops[0].id, "001")
        yield opened


@pytest.fixture
def call(workspace: Workspace) -> Call:
    """Run a command on it; there are the units Dinas Kesehatan and Dinas Sosial."""
    run = calls_on(workspace.store.place, "--language", "en")
    assert run("unit", "add", "Dinas Kesehatan", "--short", "Kes").exit_code == 0
    assert run("unit", "add", "Dinas Sosial").exit_code == 0
    return run


def test_an_sop_is_offered_and_adopted_by_units(call: Call) -> None:
    """Each with its own actors and number; once a unit."""
    assert call("adopt", "for", "Kes", "Pelayanan surat").exit_code == 3
    assert "is offered" in call("adopt", "offer", "Pelayanan surat").stderr
    words = ("--actor", "Loket=Resepsionis", "--number", "KES-001", "--json")
    made = json.loads(call("adopt", "for", "Kes", "Pelayanan surat", *words).stdout)
    assert (made["unit"], made["edition"], made["suspect"]) == ("Dinas Kesehatan", 1, False)
    assert call("adopt", "for", "Dinas Sosial", "Pelayanan surat").exit_code == 0
    refused = call("adopt", "for", "Kes", "Pelayanan surat")
    assert (refused.exit_code, "has adopted" in refused.stderr) == (3, True)
    assert "2 adopted SOPs, 0 suspect." in call("adopt", "list").stderr
    assert call("adopt", "offer", "Pelayanan surat", "--withdraw").exit_code == 0


def test_an_sop_that_is_not_adopted_follows_none(call: Call) -> None:
    """It is here, so that is not what is said."""
    followed = call("adopt", "follow", "Pelayanan surat")
    assert (followed.exit_code, "not adopted" in followed.stderr) == (3, True)
    assert "is not here" not in followed.stderr


def test_what_changes_upstream_is_told_and_followed(call: Call, workspace: Workspace) -> None:
    """Looked at first; then nothing is suspect any more."""
    call("adopt", "offer", "Pelayanan surat")
    own = json.loads(call("adopt", "for", "Kes", "Pelayanan surat", "--json").stdout)["sop"]
    general = json.loads(call("adopt", "list", "--json").stdout)[0]["general_id"]
    bring(workspace, SERVICE.replace("Catat surat", "Catat dan pindai surat"), who=ANI)
    put_in_force(workspace, general, "001")
    assert "suspect: follows edition 1, in force is edition 2" in call("adopt", "list").stdout
    looked = call("adopt", "follow", own, "--preview")
    assert looked.stdout == "changed 3: Mencatat surat -> Mencatat dan memindai surat\n"
    done = call("adopt", "follow", own)
    assert (done.exit_code, "follows edition 2 now" in done.stderr) == (0, True)
    assert "1 adopted SOPs, 0 suspect." in call("adopt", "list").stderr
    assert call("adopt", "follow", own).exit_code == 3


def test_who_is_not_in_the_sop_cannot_be_named(call: Call) -> None:
    """Neither can a unit that is not there, nor half a pair."""
    call("adopt", "offer", "Pelayanan surat")
    for unit, pair, code in (
        ("Kes", "Menteri=Staf", 3),
        ("Menteri", "Loket=Staf", 3),
        ("Kes", "Loket", 2),
    ):
        assert call("adopt", "for", unit, "Pelayanan surat", "--actor", pair).exit_code == code
    assert "0 adopted SOPs" in call("adopt", "list").stderr
