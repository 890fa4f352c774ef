"""The samples' drafts beside the tables that a person wrote from the same maps."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from bpm2sop.drafting import Settings, draft_file
from bpm2sop.readers import read_file

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = sorted((SAMPLES / "expected").glob("*.md"))
ROW = re.compile(r"^\|\s*[\d.]+\s*\|([^|]*)\|")


def by_hand(table: Path) -> list[str]:
    """List the activities of a hand-made table, in order."""
    found = (ROW.match(line) for line in table.read_text("utf-8").splitlines())
    return [match.group(1).strip() for match in found if match]


def drafted(name: str) -> list[str]:
    """List the labels of all steps that the map's drafts have, nested ones in place."""
    (path,) = SAMPLES.glob(f"level-*/{name}.bpmn")
    labels: list[str] = []
    for sop in draft_file(read_file(path.name, path.read_bytes()), Settings()):
        stack = [iter(sop.steps)]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
            else:
                labels.append(step.label)
                stack.append(iter(step.steps))
    return labels


def test_every_cross_functional_map_has_a_table_by_hand() -> None:
    """A sample without its table proves nothing."""
    maps = {path.stem for path in SAMPLES.glob("level-3/*.bpmn")}
    assert {path.stem for path in EXPECTED} == maps


@pytest.mark.parametrize("table", EXPECTED, ids=lambda path: path.stem)
def test_what_a_person_lists_is_drafted_in_nearly_the_same_order(table: Path) -> None:
    """Every activity of the hand-made table is a step; of all pairs of them, nine in ten stand in the same order."""
    wanted = by_hand(table)
    labels = drafted(table.stem)
    assert len(wanted) > 5
    assert [activity for activity in wanted if activity not in labels] == []
    places = [labels.index(activity) for activity in dict.fromkeys(wanted)]
    pairs = list(combinations(places, 2))
    assert sum(first < second for first, second in pairs) >= 0.9 * len(pairs)
