"""Checks never refuse a map, and say the same of it every time."""

from hypothesis import given

from bpm2sop.checks import CHECKS, check
from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.wording.catalogue import messages
from bpm2sop.wording.language import Language
from tests.checks.rough import rough_maps


@given(rough_maps())
def test_no_map_is_too_rough(rough: ProcessMap) -> None:
    """Whatever is dangling, every check answers, points at something and can be put in words."""
    severities = {one.rule: one.severity for one in CHECKS}
    for finding in check(rough):
        assert finding.elements
        assert finding.severity is severities[finding.rule]
        assert messages(Language.EN).say(f"finding.{finding.rule}.message", **dict(finding.params))


@given(rough_maps())
def test_the_same_map_gives_the_same_findings(rough: ProcessMap) -> None:
    """Nothing depends on hashing or on an earlier run."""
    assert check(rough) == check(rough)


def test_an_empty_map_gives_nothing() -> None:
    """There is nothing to say of nothing."""
    assert check(ProcessMap(id=ElementId("map"), name="", file="empty.bpmn")) == ()
