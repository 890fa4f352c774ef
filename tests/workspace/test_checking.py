"""Checking a set: maps, the set they make, and exported SOPs, under a person's settings."""

import json
from pathlib import Path

import pytest

from bpm2sop.checks import Acceptance, Profile
from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused
from bpm2sop.model.findings import Severity
from bpm2sop.sources import SourceFile
from bpm2sop.wording import Language
from bpm2sop.workspace import draft_sources
from bpm2sop.workspace.checking import check_sources, known_rules, read_config
from bpm2sop.writers import Context
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.findings_report import CheckedFile
from bpm2sop.writers.json_document import write_json
from bpm2sop.writers.xlsx import write_xlsx
from tests.decompose.sketch import bpmn

MAP = SourceFile("a.bpmn", bpmn("s1 > Menerima > x1\nx1 > Menyetujui: Ya\nx1 > Menolak"))


def checked(source: SourceFile, profile: Profile | None = None) -> CheckedFile:
    """Check one file."""
    (file,) = check_sources([source], profile or Profile()).files
    return file


def rules(file: CheckedFile) -> set[str]:
    """Name the rules that a file breaks."""
    return {finding.rule for finding in file.findings}


def sop_files() -> list[SourceFile]:
    """Draft the map and export its SOP in each format that is read back."""
    (sop,) = draft_sources([MAP], Settings()).sops
    context = Context(language=Language.ID)
    written = ((".json", write_json), (".xlsx", write_xlsx), (".docx", write_docx))
    return [SourceFile(f"sop{suffix}", write(sop, context)) for suffix, write in written]


def test_an_accepted_finding_is_kept_apart() -> None:
    """It no longer counts, and says why."""
    (before,) = [one for one in checked(MAP).findings if one.rule == "branch-unlabelled"]
    accepted = Acceptance("branch-unlabelled", before.elements[0], "Disepakati")
    file = checked(MAP, Profile(accepted=(accepted,)))
    assert "branch-unlabelled" not in rules(file)
    assert [(one.finding, one.accepted) for one in file.accepted] == [(before, "Disepakati")]


def test_a_profile_sets_how_much_a_rule_weighs() -> None:
    """A rule may weigh more, or be off."""
    heavy = checked(MAP, Profile(severities={"branch-unlabelled": Severity.ERROR}))
    weights = {finding.rule: finding.severity for finding in heavy.findings}
    assert weights["branch-unlabelled"] is Severity.ERROR
    assert "branch-unlabelled" not in rules(
        checked(MAP, Profile(severities={"branch-unlabelled": None}))
    )


def test_the_set_is_looked_at_as_a_whole() -> None:
    """Two maps of one id are each sound by themselves."""
    report = check_sources([MAP, MAP._replace(name="b.bpmn")], Profile())
    assert any(finding.rule == "atlas-id-twice" for finding in report.findings)
    assert "atlas-id-twice" not in rules(checked(MAP))


def test_what_the_set_finds_goes_by_the_settings_too() -> None:
    """A rule of the atlas can be off like any other."""
    profile = Profile(severities={"atlas-id-twice": None})
    report = check_sources([MAP, MAP._replace(name="b.bpmn")], profile)
    assert all(finding.rule != "atlas-id-twice" for finding in report.findings)


@pytest.mark.parametrize("source", sop_files(), ids=lambda source: source.name)
def test_an_exported_sop_is_held_to_the_rules_of_the_form(source: SourceFile) -> None:
    """Whatever its format, and under its own name."""
    file = checked(source)
    assert {"sop-time-missing", "sop-decision-unlabelled"} <= rules(file)
    assert {finding.file for finding in file.findings} == {source.name}
    assert "branch-unlabelled" not in rules(file)


def test_what_a_person_mended_is_no_longer_found() -> None:
    """The findings of the draft that the file brings along are not repeated."""
    source = sop_files()[0]
    table = json.loads(source.data)
    for step in table["steps"]:
        step["time"] = {"value": "5 menit", "source": "person", "element": None, "rule": None}
    mended = source._replace(data=json.dumps(table).encode())
    assert "sop-time-missing" in rules(checked(source))
    assert "sop-time-missing" not in rules(checked(mended))


def test_files_keep_the_order_in_which_they_were_given() -> None:
    """Maps, SOPs and refused files side by side."""
    sources = [sop_files()[0], MAP, SourceFile("c.bpmn", b""), sop_files()[1]]
    report = check_sources(sources, Profile())
    assert [file.name for file in report.files] == ["sop.json", "a.bpmn", "c.bpmn", "sop.xlsx"]
    assert report.refused == 1


def test_the_list_beside_the_sops_is_passed_over() -> None:
    """`out/*.json` names the index too."""
    assert (
        check_sources([SourceFile("index.json", b'{"schema": "bpm2sop/index/1"}')], Profile()).files
        == ()
    )


def test_other_json_is_refused() -> None:
    """JSON that is not ours is no map, whatever stands far inside it."""
    file = checked(SourceFile("a.json", b'{"a": 1}'))
    assert (file.status, rules(file)) == ("refused", {"format-json"})


def test_no_setting_hides_a_refusal() -> None:
    """A broken SOP is refused in its own words."""
    source = sop_files()[0]
    file = checked(source._replace(data=source.data[:-20]))
    assert (file.status, rules(file)) == ("refused", {"json-syntax"})


def test_settings_may_name_rules_of_readers_sops_and_the_atlas() -> None:
    """Not those of the map's checks only."""
    wanted = {"branch-unlabelled", "flow-loose-end", "atlas-orphan", "sop-time-missing"}
    assert wanted <= known_rules()
    assert "unworded" not in known_rules()


def test_settings_lie_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless a file is named; without one, nothing is set."""
    monkeypatch.chdir(tmp_path)
    assert read_config(None) == Profile()
    Path("bpm2sop.toml").write_text('[checks]\nsop-time-missing = "off"\n', encoding="utf-8")
    assert read_config(None).severities == {"sop-time-missing": None}
    Path("other.toml").write_text("", encoding="utf-8")
    assert read_config(Path("other.toml")) == Profile()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file-missing"),
        (b"\xff\xfe", "profile-unreadable"),
        (b'[checks]\nno-such-rule = "off"\n', "profile-unknown-rule"),
        (b"[checks", "profile-not-toml"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    """A file that is named has to be there, and to say what a setting can be."""
    path = tmp_path / "set.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_config(path)
    assert refusal.value.code == code
