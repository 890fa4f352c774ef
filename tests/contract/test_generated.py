"""The contract on maps made by chance: structured and not, with every construct, drawn or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.maps import Json, proved, sops_of, tables_of
from tests.oracle import metamorphic
from tests.oracle.contract import check_sop
from tests.oracle.faults import seed_faults
from tests.oracle.generate import random_sketch, random_style, seeded
from tests.oracle.sketch import write
from tests.oracle.tokengame import Different, Equal, compare_sop

seeds = st.integers(0, 10**9)


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


def faulty(seeds_: range) -> Iterator[tuple[bytes, Json, list[Json]]]:
    """Seed three faults into each right table of these maps; give file, broken table, whole set."""
    for seed in seeds_:
        data = map_of(seed)
        sops = sops_of(data)
        for sop in sops:
            for _, broken in seed_faults(sop, seeded(seed), 3):
                yield data, broken, [broken if other is sop else other for other in sops]


@pytest.mark.parametrize("start", [0, 100])
def test_the_checker_has_teeth(start: int) -> None:
    """Of faults seeded into right tables, the outside checker sees at least 95 in 100."""
    seen = [
        bool(check_sop(broken, {"map.bpmn": data}, rest))
        for data, broken, rest in faulty(range(start, start + 100))
    ]
    assert len(seen) > 100
    assert sum(seen) >= 0.95 * len(seen)


@pytest.mark.parametrize("start", [0, 100])
def test_the_proof_has_teeth(start: int) -> None:
    """The product's own proof, run on a table read back from a file, sees at least 95 in 100 as well."""
    seen = [not proved(data, broken) for data, broken, _ in faulty(range(start, start + 100))]
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
