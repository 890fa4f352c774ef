"""All interchange maps can be checked, and the documents say what was found."""

from collections import Counter
from pathlib import Path

from bpm2sop.checks import CHECKS
from tests.checks.reading import findings_in
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "checks" / "README.md"


def test_the_documents_tell_what_the_corpus_gives(corpus_maps: tuple[Path, ...]) -> None:
    """The table in docs/checks has, for each rule, its findings and the files with any; what is missing belongs there."""
    findings: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path in corpus_maps:
        rules = [finding.rule for finding in findings_in(path)]
        findings.update(rules)
        files.update(set(rules))
    rows = [
        f"| [{rule}](#{rule}) | {severity} | {findings[rule]} | {files[rule]} |"
        for rule, severity, _ in CHECKS
    ]
    told = PAGE.read_text("utf-8").splitlines()
    assert [row for row in rows if row not in told] == []
