"""C11 where two things lay claim to one: the file's order decides nothing."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.maps import sops_of, tables_of
from tests.contract.twofold import MAKERS
from tests.oracle import metamorphic
from tests.oracle.contract import check_sop
from tests.oracle.generate import seeded

Made = Callable[[random.Random], bytes]
seeds = st.integers(0, 10**9)


@pytest.mark.parametrize("make", MAKERS)
@given(seed=seeds)
def test_the_order_of_siblings_changes_nothing(make: Made, seed: int) -> None:
    """Shuffled processes, pools, lanes, members, messages, events and flows: the same tables."""
    rng = seeded(seed)
    data = make(rng)
    assert tables_of(metamorphic.shuffle_siblings(data, rng)) == tables_of(data)


@pytest.mark.parametrize("make", MAKERS)
@given(seed=seeds)
def test_the_order_of_siblings_changes_nothing_where_each_process_has_its_sop(
    make: Made, seed: int
) -> None:
    """The same with one SOP a process, and what ties them."""
    rng = seeded(seed)
    data = make(rng)
    shuffled = metamorphic.shuffle_siblings(data, rng)
    assert tables_of(shuffled, "process") == tables_of(data, "process")


@pytest.mark.parametrize("make", MAKERS)
@given(seed=seeds)
def test_the_contract_is_kept(make: Made, seed: int) -> None:
    """C1 to C10 on maps of this kind, judged from outside."""
    data = make(seeded(seed))
    sops = sops_of(data)
    assert [str(fault) for sop in sops for fault in check_sop(sop, {"map.bpmn": data}, sops)] == []
