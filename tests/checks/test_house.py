"""Every rule has its maps, its paragraph in the documents and its words in every language."""

import pytest

from bpm2sop.checks import CHECKS, Check
from bpm2sop.wording.catalogue import messages
from bpm2sop.wording.language import Language
from tests.checks.reading import MAPS, findings_in
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "checks" / "README.md").read_text("utf-8")
PROFILE = ("not-toml", "unknown-rule", "unknown-key", "missing-key", "value")
each_rule = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule)


@each_rule
def test_a_rule_has_a_good_and_a_bad_map(check: Check) -> None:
    """The maps are small enough to be read."""
    paths = sorted((MAPS / check.rule).glob("*.bpmn"))
    kinds = {path.stem.partition("-")[0] for path in paths}
    assert kinds == {"good", "bad"}
    assert all(len(path.read_text("utf-8").splitlines()) < 40 for path in paths)


def test_no_map_is_without_a_rule() -> None:
    """A rule that goes takes its maps along."""
    assert {path.name for path in MAPS.iterdir()} == {check.rule for check in CHECKS}


@each_rule
def test_a_rule_is_in_the_documents(check: Check) -> None:
    """Its paragraph names the severity that it has."""
    assert f"\n### {check.rule}\n\n*{check.severity}*" in PAGE


@each_rule
@pytest.mark.parametrize("language", Language)
def test_a_rule_has_its_words(check: Check, language: Language) -> None:
    """Message, effect and hint can be said with the parameters that the rule gives."""
    path = next((MAPS / check.rule).glob("bad*.bpmn"))
    found = next(finding for finding in findings_in(path) if finding.rule == check.rule)
    for kind in ("message", "effect", "hint"):
        said = messages(language).say(f"finding.{check.rule}.{kind}", **dict(found.params))
        assert said.endswith(".")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", PROFILE)
def test_a_refused_profile_has_its_words(code: str, language: Language) -> None:
    """Title and hint stand in every catalogue."""
    sentences = messages(language).sentences
    assert {f"refused.profile-{code}.{kind}" for kind in ("title", "hint")} <= set(sentences)
