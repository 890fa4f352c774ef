"""The samples as one atlas: every link right, and both SOPs of a reference name each other."""

from pathlib import Path

import pytest

from bpm2sop.atlas import Atlas, build_atlas
from bpm2sop.atlas.codes import extends
from bpm2sop.atlas.values import PageKind
from bpm2sop.drafting import Settings, draft_file, link
from bpm2sop.drafting.linking import references
from bpm2sop.model.sop import Sop
from bpm2sop.readers import read_file

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FILES = [
    read_file(path.relative_to(SAMPLES).as_posix(), path.read_bytes())
    for path in sorted(SAMPLES.rglob("*.bpmn"))
]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The samples' atlas."""
    return build_atlas(FILES)


@pytest.fixture(scope="module")
def sops(atlas: Atlas) -> dict[str, Sop]:
    """The samples' SOPs by their code."""
    drafts = [sop for file in FILES for sop in draft_file(file, Settings())]
    return {sop.code or sop.title: sop for sop in link(drafts, FILES, atlas)}


def test_every_map_lies_where_its_code_says(atlas: Atlas) -> None:
    """One tree; each map's parent has the code that the map's code extends by one."""
    pages = {page.key: page for page in atlas.pages}
    maps = [page for page in atlas.pages if page.kind is PageKind.MAP]
    assert len(maps) == len(FILES)
    roots = [page for page in maps if page.parent is None]
    assert [page.code for page in roots] == ["00"]
    for page in maps:
        if page.parent is not None:
            above = pages[page.parent].code
            assert extends(page.code, above)
            assert above == "00" or above == (page.code or "").rpartition(".")[0]


def test_levels_are_those_of_the_folders(atlas: Atlas) -> None:
    """`level-2/...` is on level 2."""
    for page in atlas.pages:
        if page.kind is PageKind.MAP:
            assert page.file.startswith(f"level-{page.level}/")


def test_nothing_is_wrong_with_the_set(atlas: Atlas) -> None:
    """No finding, no proposal."""
    assert atlas.findings == ()
    assert atlas.proposals == ()


def test_lane_diagrams_are_told_from_chains_and_charts(atlas: Atlas) -> None:
    """Level 3 has lanes with flow, and nothing else has."""
    lanes = {page.level for page in atlas.pages if page.cross_functional}
    assert lanes == {3}


def test_groups_come_down_from_the_top(atlas: Atlas) -> None:
    """01 is core, 02 support, 03 management."""
    groups = {(page.code or "")[:2]: page.group for page in atlas.pages if page.code and page.level}
    assert groups == {"01": "core", "02": "support", "03": "management"}


def test_boxes_without_a_map_are_pages(atlas: Atlas) -> None:
    """What is not mapped yet is in the atlas all the same."""
    boxes = {page.code for page in atlas.pages if page.kind is PageKind.BOX}
    assert {"01.03", "02.01.03", "02.03", "03.02"} <= boxes


def test_every_reference_leads_to_an_sop_and_both_name_each_other(sops: dict[str, Sop]) -> None:
    """*Keterkaitan* holds on both sides, each from its own map."""
    by_key = {sop.key: sop for sop in sops.values()}
    found = [(sop, step) for sop in sops.values() for step in references(sop.steps)]
    assert len(found) == 15
    for sop, step in found:
        assert step.refers_to is not None
        other = by_key[step.refers_to]
        assert other.title in sop.identity.related.value.split("; ")
        assert sop.title in other.identity.related.value.split("; ")
        assert sop.kind.extent == "macro"


def test_keterkaitan_names_an_element_of_its_own_map(sops: dict[str, Sop]) -> None:
    """The source of a cell is never in another file."""
    files = {file.name: file for file in FILES}
    for sop in sops.values():
        cell = sop.identity.related
        if cell.value:
            maps = files[sop.source.file].maps
            own = {element for held in maps for element in (*held.nodes, *held.scopes)}
            own |= {flow.id for held in maps for flow in held.messages} | {
                d for held in maps for d in held.data
            }
            assert cell.element in own


def test_sops_have_code_and_level_of_their_page(sops: dict[str, Sop]) -> None:
    """The code has left the title."""
    assert sops["02.02.01.01"].level == 3
    assert sops["02.02.01.01"].title == "Pembayaran Langsung (LS)"
