"""Labels written by somebody who had not seen the rules."""

import csv
from pathlib import Path

import pytest

from bpm2sop.wording import Language, phrase

LABELS = Path(__file__).parent / "labels"
DEVELOPED_ON = ("en-dev.tsv", "id-dev.tsv")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table."""
    with (LABELS / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def proposed(row: dict[str, str]) -> str:
    """The text proposed for a row."""
    return phrase(row["label"], language=Language(row["language"]), actor=row["actor"] or None).text


def is_right(row: dict[str, str]) -> bool:
    """Whether the text is the expected one, or as good."""
    others = {text.strip() for text in (row["acceptable"] or "").split("|")} - {""}
    return proposed(row) in {row["text"], *others}


@pytest.mark.parametrize("name", DEVELOPED_ON)
def test_nearly_all_labels_become_what_a_writer_would_write(name: str) -> None:
    """At least 95 % right."""
    table = rows(name)
    right = sum(map(is_right, table))
    assert right >= 0.95 * len(table), f"{right} of {len(table)}"


@pytest.mark.parametrize("name", DEVELOPED_ON)
def test_no_label_that_should_stay_is_changed(name: str) -> None:
    """What was right before is right after."""
    staying = [row for row in rows(name) if row["text"].casefold() == row["label"].casefold()]
    worse = sum(not is_right(row) for row in staying)
    assert worse == 0, f"{worse} of {len(staying)}"
