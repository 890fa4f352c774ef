"""A made set with links of every kind: all are found, nothing is invented, every trap is reported."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpm2sop.atlas import Atlas, AtlasSettings, build_atlas, parse_manifest
from bpm2sop.atlas.values import PageKind
from tests.atlas.agency import AGENCY, DECOYS, MANIFEST, PARENTS, SAME, TYPED
from tests.atlas.made import read

FILES = read(AGENCY)
SAID = parse_manifest("atlas.toml", MANIFEST.encode())


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The atlas of the made set."""
    return build_atlas(FILES, SAID)


def reported(atlas: Atlas, rule: str) -> set[str]:
    """The files on which a rule has something to say."""
    return {finding.file for finding in atlas.findings if finding.rule == rule}


def test_the_set_is_large_enough() -> None:
    """At least thirty files."""
    assert len(AGENCY) >= 30


def test_every_link_that_the_set_states_is_found(atlas: Atlas) -> None:
    """By id, code, manifest and exact name, each with its provenance."""
    pages = {page.key: page for page in atlas.pages}
    found = {
        page.file: (pages[page.parent].file, page.link)
        for page in atlas.pages
        if page.kind is PageKind.MAP and page.parent is not None
    }
    assert {file: found.get(file) for file in PARENTS} == PARENTS


def test_guids_are_found_with_less_confidence(atlas: Atlas) -> None:
    """Braces, case and prefixes of a GUID are no difference, but not quite the same either."""
    sure = {page.file: page.confidence for page in atlas.pages if page.kind is PageKind.MAP}
    assert [sure[f"id/{name}.bpmn"] for name in "abcd"] == [1.0, 0.9, 0.9, 1.0]


def test_misspelt_names_are_proposed_and_nothing_else(atlas: Atlas) -> None:
    """Each slip of the pen is proposed for its map; names that merely look alike are not."""
    proposed = {proposal.name: proposal.title for proposal in atlas.proposals}
    slips = {name: title for name, title in TYPED.items() if name not in SAME}
    assert {" ".join(name.split()): title for name, title in slips.items()} == proposed
    assert not set(proposed.values()) & set(DECOYS)


def test_a_proposal_is_no_link_until_a_person_accepts_it(atlas: Atlas) -> None:
    """With the setting, the proposed maps get their parent by name."""
    titles = set(TYPED.values())
    before = {
        page.title
        for page in atlas.pages
        if page.title in titles and page.parent and page.kind is PageKind.MAP
    }
    assert len(before) == len(SAME)
    accepted = build_atlas(FILES, SAID, AtlasSettings(accept_names=True))
    links = {
        page.title: page.link
        for page in accepted.pages
        if page.kind is PageKind.MAP and page.title in titles
    }
    assert links == dict.fromkeys(titles, "name")


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ("atlas-target-empty", "jebakan/kosong.bpmn"),
        ("atlas-target-elsewhere", "jebakan/kosong.bpmn"),
        ("atlas-cycle", "jebakan/putar1.bpmn"),
        ("atlas-name-twice", "jebakan/kembar1.bpmn"),
        ("atlas-orphan", "jebakan/yatim.bpmn"),
        ("atlas-id-twice", "jebakan/id1.bpmn"),
        ("call-unresolved", "jebakan/panggil_id.bpmn"),
        ("call-unresolved", "jebakan/hilang.bpmn"),
        ("atlas-two-parents", "jebakan/bersama.bpmn"),
        ("atlas-code-apart", "jebakan/06.01.01-y.bpmn"),
        ("atlas-level-gap", "jebakan/05.01.02.03-z.bpmn"),
        ("manifest-unknown", "atlas.toml"),
    ],
)
def test_each_trap_is_reported(atlas: Atlas, rule: str, file: str) -> None:
    """The rule names the file of the trap."""
    assert file in reported(atlas, rule)


def test_two_maps_of_one_name_are_never_linked_by_it(atlas: Atlas) -> None:
    """The box that could be either stays a page of its own."""
    twins = {
        page.file: page.parent
        for page in atlas.pages
        if "kembar" in page.file and page.kind is PageKind.MAP
    }
    assert twins["jebakan/kembar1.bpmn"] is None
    assert twins["jebakan/kembar2.bpmn"] is None


def test_a_call_of_an_empty_process_leads_to_the_flow_beside_it(atlas: Atlas) -> None:
    """The other pool of the file holds the flow."""
    assert atlas.calls["jebakan/kosong.bpmn", "n1"].scopes == ("p_isi",)


def test_what_the_manifest_says_of_a_map_stands(atlas: Atlas) -> None:
    """Code, level and owner come from it."""
    page = next(page for page in atlas.pages if page.file == "manifes/anak1.bpmn")
    assert (page.code, page.level, page.owner) == ("09.01", 3, "Sekretariat")


def test_groups_come_from_pools_and_go_down(atlas: Atlas) -> None:
    """The words that agencies use become three groups."""
    groups = {page.file: page.group for page in atlas.pages if page.kind is PageKind.MAP}
    assert groups["kode/renstra.bpmn"] == "core"
    assert groups["kode/7.2.1 triwulan.bpmn"] == "support"


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_makes_no_difference(chance: random.Random) -> None:
    """Any order gives the same atlas."""
    files = list(FILES)
    chance.shuffle(files)
    assert build_atlas(files, SAID) == build_atlas(FILES, SAID)


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, len(FILES) - 1)))
def test_any_part_of_the_set_is_a_forest(some: set[int]) -> None:
    """Every page has at most one parent, which comes before it."""
    atlas = build_atlas([FILES[at] for at in some], SAID)
    seen: set[str] = set()
    for page in atlas.pages:
        assert page.parent is None or page.parent in seen
        assert page.key not in seen
        assert (page.parent is None) == (page.link is None)
        seen.add(page.key)
