"""The contract on maps made by chance: structured and not, with every construct, drawn or not."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.maps import Json, proved, sops_of, tables_of
from tests.oracle import metamorphic
from tests.oracle.contract import check_sop
from tests.oracle.faults import FAULTS, seed_each
from tests.oracle.generate import random_sketch, random_style, seeded
from tests.oracle.sketch import write
from tests.oracle.tokengame import Different, Equal, compare_sop

seeds = st.integers(0, 10**9)
Faulty = tuple[bytes, Json, tuple[Json, ...]]
MOST, FEWEST = 80, 15
"""So many cases of a kind are judged at most, and asked for at least."""


def map_of(seed: int) -> bytes:
    """Draw a map by chance."""
    rng = seeded(seed)
    return write(random_sketch(rng, random_style(rng)))


@given(seeds)
def test_every_draft_keeps_the_contract(seed: int) -> None:
    """C1 to C10, judged by a checker that shares nothing with the product."""
    data = map_of(seed)
    sops = sops_of(data)
    assert [str(fault) for sop in sops for fault in check_sop(sop, {"map.bpmn": data}, sops)] == []


@given(seeds)
def test_map_and_table_play_the_same_games(seed: int) -> None:
    """C12: no token game on the map has a trace that the table's has not, nor the other way round."""
    data = map_of(seed)
    for sop in sops_of(data):
        outcomes = compare_sop(sop, {"map.bpmn": data})
        assert [
            scope for scope, outcome in outcomes.items() if isinstance(outcome, Different)
        ] == []


@given(seeds)
def test_ids_and_file_order_change_nothing(seed: int) -> None:
    """C11: new ids, shuffled siblings, another prefix and encoding: the same table up to ids."""
    data = map_of(seed)
    table = tables_of(data)
    rng = seeded(seed)
    assert tables_of(metamorphic.shuffle_siblings(data, rng)) == table
    assert tables_of(metamorphic.rename_ids(data, rng)) == table
    assert tables_of(metamorphic.reserialise(data, prefix="x", encoding="UTF-16")) == table


@given(seeds)
def test_moving_all_shapes_changes_nothing(seed: int) -> None:
    """C11: a map moved on its paper, or drawn larger, is the same map."""
    data = map_of(seed)
    assert tables_of(metamorphic.move_shapes(data, dx=40, dy=-25, factor=1.5)) == tables_of(data)


@cache
def faulty() -> dict[str, tuple[Faulty, ...]]:
    """Seed a fault of each kind into the right tables of some maps; give file, broken table and whole set, by kind."""
    found: dict[str, list[Faulty]] = defaultdict(list)
    for seed in range(100):
        data = map_of(seed)
        sops = sops_of(data)
        for sop in sops:
            for kind, broken in seed_each(sop, seeded(seed)):
                rest = tuple(broken if other is sop else other for other in sops)
                found[kind].append((data, broken, rest))
    return {kind: tuple(cases[:MOST]) for kind, cases in found.items()}


KINDS = [fault.__name__ for fault in FAULTS]


@pytest.mark.parametrize("kind", KINDS)
def test_the_checker_has_teeth(kind: str) -> None:
    """Of the faults of each kind seeded into right tables, the outside checker sees at least 95 in 100."""
    cases = faulty()[kind]
    seen = [bool(check_sop(broken, {"map.bpmn": data}, list(rest))) for data, broken, rest in cases]
    assert len(seen) >= FEWEST
    assert sum(seen) >= 0.95 * len(seen)


UNSEEN = {
    "rename_actor": "people may give an actor another name, and nothing in a file marks that they did",
    "drop_reference": "which SOP a call leads to only the whole set says; one map does not",
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in UNSEEN])
def test_the_proof_has_teeth(kind: str) -> None:
    """`verify`, run on a table read back from its file, sees at least 95 in 100 of each kind as well."""
    seen = [
        not proved(data, broken, [sop["key"] for sop in rest])
        for data, broken, rest in faulty()[kind]
    ]
    assert sum(seen) >= 0.95 * len(seen)


def test_most_generated_maps_are_played() -> None:
    """The token game is no test if it skips what it is given."""
    played = skipped = 0
    for seed in range(150):
        data = map_of(seed)
        for sop in sops_of(data):
            for outcome in compare_sop(sop, {"map.bpmn": data}).values():
                played += isinstance(outcome, Equal)
                skipped += not isinstance(outcome, Equal)
    assert played > skipped
