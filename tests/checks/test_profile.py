"""Profiles: what counts, how much, and what a person lives with."""

import pytest

from bpm2sop.checks import Judged, Profile, judge, parse_profile
from bpm2sop.errors import Refused
from bpm2sop.model.findings import Finding, Severity

GIVEN = """\
[other]
name = "kept"

[checks]
branch-unlabelled = "error"
actors-one-only = "off"

[[checks.accept]]
rule = "gateway-inclusive"
element = "Gateway_1"
reason = "Agreed with the licensing unit"

[[checks.accept]]
rule = "deadlock"
element = "Gateway_2"
file = "a.bpmn"
reason = "Redrawn next year"
"""


def finding(rule: str, *elements: str, file: str = "a.bpmn") -> Finding:
    """A finding as a check gives it."""
    return Finding(rule, Severity.WARNING, file, 1, elements)


def test_a_rule_gets_the_severity_of_the_profile() -> None:
    """What the profile does not name keeps its own."""
    profile = parse_profile(GIVEN, "bpm2sop.toml")
    judged = judge([finding("branch-unlabelled", "a"), finding("lane-empty", "b")], profile)
    assert [one.finding.severity for one in judged] == [Severity.ERROR, Severity.WARNING]


def test_a_rule_that_is_off_is_left_out() -> None:
    """Off means that nobody sees it."""
    assert judge([finding("actors-one-only", "a")], parse_profile(GIVEN, "bpm2sop.toml")) == ()


def test_an_accepted_finding_stays_and_says_why() -> None:
    """Acceptance goes by rule and any element of the finding."""
    profile = parse_profile(GIVEN, "bpm2sop.toml")
    given = finding("gateway-inclusive", "Gateway_0", "Gateway_1", file="any.bpmn")
    assert judge([given], profile) == (Judged(given, "Agreed with the licensing unit"),)
    other = finding("gateway-inclusive", "Gateway_0")
    assert judge([other], profile) == (Judged(other, None),)


def test_an_acceptance_may_name_its_file() -> None:
    """Other files may use the same ids."""
    profile = parse_profile(GIVEN, "bpm2sop.toml")
    here, there = (finding("deadlock", "Gateway_2", file=name) for name in ("a.bpmn", "b.bpmn"))
    assert [one.accepted for one in judge([here, there], profile)] == ["Redrawn next year", None]


def test_no_table_is_the_empty_profile() -> None:
    """A file without [checks] changes nothing."""
    assert parse_profile("[other]\n", "bpm2sop.toml") == Profile()


def test_rules_of_others_may_be_named() -> None:
    """Readers and SOP checks have rules too."""
    text = '[checks]\nflow-loose-end = "info"\n'
    profile = parse_profile(text, "bpm2sop.toml", rules={"flow-loose-end"})
    assert profile.severities == {"flow-loose-end": Severity.INFO}


ENTRY = '\n[[checks.accept]]\nrule = "deadlock"\n'


@pytest.mark.parametrize(
    ("text", "code", "key", "line"),
    [
        ('a = 1\nb = "', "profile-not-toml", None, 2),
        ("a = 1\n= 2\n", "profile-not-toml", None, 2),
        ("checks = 1\n", "profile-value", "checks", 1),
        ('[checks]\ndeadlock = "info"\nno-such = "info"\n', "profile-unknown-rule", "no-such", 3),
        ('[checks]\n\ndeadlock = "loud"\n', "profile-value", "deadlock", 3),
        ("[checks]\n'deadlock' = 3\n", "profile-value", "deadlock", 2),
        ("[checks]\naccept = 3\n", "profile-value", "accept", 2),
        ("[checks]\naccept = [3]\n", "profile-value", "accept", 2),
        ('[checks]\ndeadlock = ["a"]\n', "profile-value", "deadlock", 2),
        (ENTRY + 'reason = "r"\n', "profile-missing-key", "element", 2),
        (ENTRY + 'element = "e"\nreason = " "\n', "profile-missing-key", "reason", 5),
        (ENTRY + 'element = "e"\nreason = 7\n', "profile-value", "reason", 5),
        (ENTRY + 'element = "e"\nuntil = "2030"\n', "profile-unknown-key", "until", 5),
        (
            ENTRY + 'element = "e"\nreason = "r"\n\n[[checks.accept]]\n'
            'rule = "no-such"\nelement = "e"\nreason = "r"\n',
            "profile-unknown-rule",
            "rule",
            8,
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_its_place(
    text: str, code: str, key: str | None, line: int | None
) -> None:
    """The refusal names the key and its line."""
    with pytest.raises(Refused) as caught:
        parse_profile(text, "bpm2sop.toml")
    refused = caught.value
    assert (refused.code, refused.params.get("key")) == (code, key)
    assert (refused.where.file, refused.where.line) == ("bpm2sop.toml", line)
