"""`bpm2sop settings`, and what other commands say of options that a workspace does not go by."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call, calls_on


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Run a command on a workspace of this test's own."""
    return calls_on(tmp_path / "b.db")


@pytest.fixture
def imperative(tmp_path: Path) -> Path:
    """A profile of the house's own."""
    path = tmp_path / "own.toml"
    path.write_text('[profile]\nname = "rumah"\n\n[form]\nverbs = "imperative"\n', encoding="utf-8")
    return path


def test_settings_are_shown(call: Call, surat: Path) -> None:
    """Those of the first import, in the workspace's language."""
    call("import", surat, "--profile", "plain")
    shown = call("settings")
    assert (shown.exit_code, shown.stdout.splitlines()[:2]) == (
        0,
        ["Profil: plain", "Bahasa SOP: Bahasa Indonesia"],
    )
    value = json.loads(call("settings", "--json").stdout)
    assert (value["schema"], value["kept"], value["profile"]) == (
        "bpm2sop/settings/1",
        True,
        "plain",
    )


def test_settings_are_looked_at_then_changed(call: Call, surat: Path, imperative: Path) -> None:
    """Each SOP that says something else is named."""
    call("import", surat)
    looked = json.loads(call("settings", "--profile", imperative, "--preview", "--json").stdout)
    assert (looked["changed"], [one["steps"] for one in looked["sops"]]) == (
        False,
        [["1", "2", "3", "4"]],
    )
    done = call("settings", "--profile", imperative)
    assert (done.exit_code, done.stdout) == (0, "Pelayanan surat\n")
    assert json.loads(call("settings", "--json").stdout)["profile"] == "rumah"


def test_a_look_tells_each_setting_that_would_be_other(
    call: Call, surat: Path, tmp_path: Path
) -> None:
    """Also one that changes no SOP; what stays is not told."""
    call("import", surat)
    alone = tmp_path / "sendiri.toml"
    alone.write_text("[review]\nauthor_may_approve = true\n", encoding="utf-8")
    looked = call("settings", "--profile", alone, "--preview", "--json")
    told = [line for line in looked.stderr.splitlines() if "→" in line]
    assert told == ["Penyusun boleh mengesahkan sendiri: tidak → ya"]
    assert json.loads(looked.stdout)["becomes"]["author_may_approve"] is True


def test_a_profile_with_a_mistake_is_refused_with_its_line(
    call: Call, surat: Path, tmp_path: Path
) -> None:
    """And the settings stay."""
    call("import", surat)
    bad = tmp_path / "bad.toml"
    bad.write_text('[form]\nverbs = "passive"\n', encoding="utf-8")
    done = call("settings", "--profile", bad, "--language", "en")
    assert (done.exit_code, f"{bad}, line 2" in done.stderr) == (2, True)
    assert json.loads(call("settings", "--json").stdout)["language"] == "id"


def test_a_look_at_nothing_and_a_workspace_that_is_not_there_are_refused(call: Call) -> None:
    """Neither makes a workspace."""
    assert call("settings", "--preview").exit_code == 2
    assert call("settings", "--language", "en").exit_code == 4


@pytest.mark.parametrize(
    "words",
    [
        ["import", "{surat}"],
        ["export", "-o", "{out}"],
        ["revise", "{surat}", "--preview"],
        ["fsck"],
        ["worker", "--once"],
    ],
)
def test_a_command_says_which_options_change_nothing(
    call: Call, surat: Path, tmp_path: Path, words: list[str]
) -> None:
    """In one line, with the command that would; options that are not named are not told."""
    call("import", surat)
    filled = [word.format(surat=surat, out=tmp_path / "out") for word in words]
    plain = call(*filled, "--profile", "plain", "--language", "en")
    (line,) = [line for line in plain.stderr.splitlines() if "settings" in line]
    assert "bpm2sop settings --profile plain --language en" in line
    assert "settings" not in call(*filled).stderr
    assert "settings" not in call(*filled, "--profile", "sop-ap", "--language", "id").stderr


def test_a_first_import_takes_its_options(call: Call, surat: Path) -> None:
    """They are the workspace's from then on, so there is nothing to tell."""
    assert "settings" not in call("import", surat, "--profile", "plain", "--language", "en").stderr


def test_a_report_goes_by_the_profile_that_is_named(
    call: Call, surat: Path, tmp_path: Path
) -> None:
    """Its agency and its cut-offs; nothing is told, for nothing is left out."""
    call("import", surat)
    own = tmp_path / "own.toml"
    own.write_text('[unit]\nagency = "Kota A"\n', encoding="utf-8")
    made = call("report", "--json", "--profile", own)
    assert "settings" not in made.stderr
    assert json.loads(made.stdout)["facts"]["Instansi"] == "Kota A"
    assert json.loads(call("report", "--json").stdout)["facts"]["Instansi"] == "belum diisi"
