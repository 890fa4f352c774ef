"""A report on a set as text, JSON, SARIF and a page."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from bpm2sop.checks import Judged
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import FileStatus
from bpm2sop.wording import Language, messages
from bpm2sop.writers.findings_page import write_page
from bpm2sop.writers.findings_registry import REPORT_WRITERS
from bpm2sop.writers.findings_report import CheckedFile, Report, ReportWriter, effect_of, rule_words
from bpm2sop.writers.findings_sarif import write_sarif
from bpm2sop.writers.findings_text import text_lines

EVIL = '<script>alert("1")</script>\x1b[31m\u202e'
UNLABELLED = Finding(
    "branch-unlabelled",
    Severity.WARNING,
    "peta & co.bpmn",
    48,
    ("Gateway_1", "Flow_2"),
    (("name", EVIL), ("count", "1"), ("of", "2")),
)
LOOSE = Finding("flow-loose-end", Severity.ERROR, "peta & co.bpmn", None, (), (("name", "x"),))
PICTURE = Finding("format-picture", Severity.ERROR, "b.bpmn")
NOTED = UNLABELLED._replace(severity=Severity.INFO, elements=("Gateway_9",))
REPORT = Report(
    files=(
        CheckedFile(
            name="peta & co.bpmn",
            sha256="ab" * 32,
            status=FileStatus.READ,
            findings=(UNLABELLED, LOOSE),
            accepted=(Judged(NOTED, "Disepakati <b>bersama</b>"),),
        ),
        CheckedFile(name="b.bpmn", sha256="", status=FileStatus.REFUSED, findings=(PICTURE,)),
        CheckedFile(name="c.bpmn", sha256="cd" * 32, status=FileStatus.READ),
    )
)
each_language = pytest.mark.parametrize("language", Language)


def sarif(report: Report = REPORT, language: Language = Language.EN) -> dict[str, Any]:
    """Read the one run of a log."""
    log = json.loads(write_sarif(report, language))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


@each_language
@pytest.mark.parametrize("writer", REPORT_WRITERS, ids=lambda writer: writer.format)
def test_the_same_report_gives_the_same_bytes(writer: ReportWriter, language: Language) -> None:
    """In every format and language, also of nothing."""
    assert writer.write(REPORT, language) == writer.write(REPORT, language)
    assert writer.write(Report(), language) is not None


@each_language
def test_a_line_of_text_is_one_line(language: Language) -> None:
    """Control characters of a map cannot move the terminal; the effect stands below when asked for."""
    short = list(text_lines(REPORT, language, effects=False))
    long = list(text_lines(REPORT, language, effects=True))
    assert len(short) == 4
    assert len(long) == 7
    assert all(line.isprintable() for line in long)
    weight = {"id": "peringatan", "en": "warning"}[language]
    assert short[0].startswith(f"{weight}: peta & co.bpmn, ")
    assert "Disepakati" in short[2]


def test_a_result_points_at_file_line_and_element() -> None:
    """As SARIF has it: rule, level, place."""
    run = sarif()
    first, second, accepted = run["results"]
    assert (first["ruleId"], first["level"]) == ("branch-unlabelled", "warning")
    (location,) = first["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "peta%20%26%20co.bpmn", "index": 0}
    assert physical["region"] == {"startLine": 48}
    assert [one["name"] for one in location["logicalLocations"]] == ["Gateway_1", "Flow_2"]
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert accepted["suppressions"][0]["justification"] == "Disepakati <b>bersama</b>"
    assert "suppressions" not in first


@each_language
def test_rules_bring_their_help(language: Language) -> None:
    """Each rule that a result names, once, with its own weight and words without gaps."""
    run = sarif(language=language)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["branch-unlabelled", "flow-loose-end"]
    assert {run["results"][0]["ruleIndex"], run["results"][1]["ruleIndex"]} == {0, 1}
    assert rules[0]["defaultConfiguration"] == {"level": "warning"}
    for rule in rules:
        assert rule["help"]["text"]
        assert "{" not in rule["help"]["text"] + rule["shortDescription"]["text"]


def test_a_refused_file_is_told_by_the_run() -> None:
    """It has no results, and the run did not succeed."""
    (invocation,) = sarif()["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["descriptor"] == {"id": "format-picture"}
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["index"] == 1
    (sound,) = sarif(Report(files=REPORT.files[:1]))["invocations"]
    assert sound == {"executionSuccessful": True}


def test_a_finding_keeps_its_fingerprint_when_lines_move() -> None:
    """So that a code host sees the same finding again."""
    moved = CheckedFile(
        name=UNLABELLED.file,
        sha256="",
        status=FileStatus.READ,
        findings=(UNLABELLED._replace(line=99),),
    )
    (result,) = sarif(Report(files=(moved,)))["results"]
    assert result["partialFingerprints"] == sarif()["results"][0]["partialFingerprints"]


@each_language
def test_the_page_holds_no_more_than_it_says(language: Language) -> None:
    """No script, no address, one style that its policy names, and what maps say is text."""
    page = write_page(REPORT, language).decode()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.replace("&#x27;", "'")
    assert "<script" not in page
    assert "style=" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert f'<html lang="{language.value}">' in page
    assert "&lt;script&gt;" in page
    assert "<b>" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


@each_language
def test_the_page_says_message_effect_repair_and_elements(language: Language) -> None:
    """For each finding, by file."""
    page = write_page(REPORT, language).decode()
    sentences = messages(language).sentences
    assert sentences["finding.branch-unlabelled.effect"] in page
    assert sentences["effect.flow-loose-end"] in page
    assert "<code>Gateway_1</code>" in page
    assert page.count("<section") == 3
    assert "c.bpmn" in page


@each_language
def test_every_rule_says_what_it_does_to_the_sop(language: Language) -> None:
    """No rule is without message, effect and hint."""
    keys = messages(language).sentences
    rules = {key.split(".")[1] for key in keys if re.fullmatch(r"finding\.[^.]+\.message", key)}
    assert [rule for rule in sorted(rules) if not all(rule_words(rule, language))] == []
    told = {key.partition(".")[2] for key in keys if key.startswith("effect.")}
    assert told - rules == set()


def test_a_finding_read_back_has_no_effect_that_cannot_be_filled() -> None:
    """Its words came with it; ours would need its parameters."""
    said = (("said:message", "a"), ("said:hint", "b"))
    assert effect_of(UNLABELLED._replace(rule="start-several", params=said), Language.EN)
    assert effect_of(UNLABELLED._replace(rule="deadlock", params=said), Language.EN)
    assert (
        effect_of(UNLABELLED._replace(rule="lack-of-synchronisation", params=said), Language.EN)
        == ""
    )
