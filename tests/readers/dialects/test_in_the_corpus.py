"""The table in docs/dialects.md says what the interchange maps really hold."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

from bpm2sop.readers import read_file
from bpm2sop.readers.dialects import DIALECTS, other
from bpm2sop.wording.duration import parse_duration

DOCS = Path(__file__).resolve().parents[3] / "docs" / "dialects.md"
NAMES = {one.name for one in DIALECTS} | {other.DIALECT.name}
KINDS = {"duration", "role", "document", "description", "cost", "code", "owner"}


def rows() -> dict[str, list[str]]:
    """The rows of the table by dialect."""
    cells = (
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    )
    return {found[0].strip("`"): found[1:] for found in cells if found[0].strip("`") in NAMES}


def test_every_dialect_has_a_row() -> None:
    """With all marks of its namespaces."""
    table = rows()
    assert set(table) == NAMES
    for dialect in DIALECTS:
        assert all(f"`{mark}`" in table[dialect.name][1] for mark in dialect.marks)


def namespaces(data: bytes) -> Counter[str]:
    """Count elements by namespace; a namespace of attributes only counts as zero elements."""
    count: Counter[str] = Counter()
    root = etree.fromstring(data, etree.XMLParser(recover=True, remove_comments=True))
    for element in root.iter(etree.Element):
        for name in (str(element.tag), *map(str, element.attrib)):
            count[name.rpartition("}")[0].removeprefix("{").lower()] += name == element.tag
    return count


@pytest.fixture(scope="module")
def counted(corpus_dir: Path) -> dict[str, tuple[int, int, Counter[str]]]:
    """Files, elements and facts of each dialect in all interchange maps."""
    files: Counter[str] = Counter()
    elements: Counter[str] = Counter()
    facts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(corpus_dir.rglob("*.bpmn")):
        data = path.read_bytes()
        used = namespaces(data)
        for dialect in DIALECTS:
            own = [uri for uri in used if dialect.owns(uri)]
            files[dialect.name] += bool(own)
            elements[dialect.name] += sum(used[uri] for uri in own)
        maps = read_file(path.name, data).maps
        for fact in {fact for one in maps for fact in one.facts}:
            assert fact.kind in KINDS
            assert fact.kind != "duration" or parse_duration(fact.value)
            facts[fact.dialect][fact.kind] += 1
    return {name: (files[name], elements[name], facts[name]) for name in NAMES}


def test_the_table_counts_what_is_there(
    counted: dict[str, tuple[int, int, Counter[str]]],
) -> None:
    """Files, elements and facts are as the table says."""
    for name, cells in rows().items():
        files, elements, facts = counted[name]
        said = {kind: int(number) for number, kind in re.findall(r"(\d+) (\w+)", cells[5])}
        assert (name, said) == (name, dict(facts))
        if name != other.DIALECT.name:
            assert (name, cells[3:5]) == (name, [str(files), f"{elements:,}"])
