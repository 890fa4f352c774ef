"""Every rule finds what its bad maps show, and nothing in its good ones."""

from pathlib import Path

import pytest

from bpm2sop.checks import CHECKS
from bpm2sop.model.findings import Severity
from tests.checks.expected import EXPECTED
from tests.checks.reading import MAPS, findings_in

GOOD = sorted(MAPS.glob("*/good*.bpmn"))


def test_the_table_names_every_bad_map() -> None:
    """A bad map without an expectation proves nothing."""
    bad = {f"{path.parent.name}/{path.stem}" for path in MAPS.glob("*/bad*.bpmn")}
    assert bad == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_map_gives_exactly_its_findings(name: str) -> None:
    """The rule points at the right elements, once each."""
    path = MAPS / f"{name}.bpmn"
    found = [finding for finding in findings_in(path) if finding.rule == path.parent.name]
    assert tuple(finding.elements for finding in found) == EXPECTED[name]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_good_map_gives_none_of_its_rule(path: Path) -> None:
    """What is right is left alone."""
    assert [found for found in findings_in(path) if found.rule == path.parent.name] == []


def test_a_finding_has_its_place_and_words() -> None:
    """File, line, severity and parameters are filled in for the rule."""
    (found,) = (
        finding
        for finding in findings_in(MAPS / "branch-unlabelled" / "bad.bpmn")
        if finding.rule == "branch-unlabelled"
    )
    assert (found.file, found.line, found.severity) == ("bad.bpmn", 6, Severity.WARNING)
    words = dict(found.params)
    assert words == {"element": "Lengkap", "name": "Lengkap?", "count": "1", "of": "2"}


def test_rules_are_named_once() -> None:
    """A rule's name stands for one check, and for the file that holds it."""
    names = [check.rule for check in CHECKS]
    assert len(set(names)) == len(names)
    files = [check.find.__module__.rpartition(".")[2].replace("_", "-") for check in CHECKS]
    assert files == names
