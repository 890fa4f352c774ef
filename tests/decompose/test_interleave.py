"""Several pools in one table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.decompose.interleave import Parts, interleave


@pytest.mark.parametrize(
    ("processes", "hard", "soft", "order"),
    [
        pytest.param([0, 0, 1, 1], {1: [0], 3: [2]}, {2: [0]}, [0, 1, 2, 3], id="a process goes on while it can"),
        pytest.param([0, 0, 1, 1], {1: [0], 3: [2]}, {2: [0], 1: [3]}, [0, 2, 3, 1], id="it waits for the answer to its message"),
        pytest.param([0, 0, 1, 1], {1: [0], 3: [2]}, {0: [3], 2: [1]}, [0, 1, 2, 3], id="of messages in a ring, one is left out"),
    ],
)  # fmt: skip
def test_messages_order_rows(
    processes: list[int], hard: dict[int, list[int]], soft: dict[int, list[int]], order: list[int]
) -> None:
    """A message puts its receiver behind its sender, unless that closes a ring."""
    count = range(len(processes))
    parts = Parts(
        processes,
        [hard.get(part, []) for part in count],
        [set(soft.get(part, ())) for part in count],
    )
    assert interleave(parts) == order


@given(st.data())
def test_only_messages_on_rings_are_left_out(data: st.DataObject) -> None:
    """Every part comes once, hard arcs hold, and soft arcs hold wherever hard and soft arcs together have no ring."""
    lengths = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    process = [index for index, length in enumerate(lengths) for _ in range(length)]
    parts = range(len(process))
    hard = [[part - 1] if part and process[part - 1] == process[part] else [] for part in parts]
    pairs = st.tuples(st.sampled_from(parts), st.sampled_from(parts))
    drawn = data.draw(st.lists(pairs, max_size=8))
    links = {(a, b) for a, b in drawn if process[a] != process[b]}
    soft = [{a for a, b in links if b == part} for part in parts]
    order = interleave(Parts(process, hard, soft))
    place = {part: index for index, part in enumerate(order)}
    assert sorted(order) == list(parts)
    assert all(place[earlier] < place[part] for part in parts for earlier in hard[part])
    arcs = {part: [*hard[part], *soft[part]] for part in parts}
    for earlier, part in links:
        if not _leads(arcs, earlier, part):
            assert place[earlier] < place[part]


def _leads(before: dict[int, list[int]], part: int, wanted: int) -> bool:
    """Tell whether `wanted` must come before `part`: then a message from `part` to `wanted` lies on a ring."""
    seen, work = set(), [part]
    while work:
        for other in before[work.pop()]:
            if other == wanted:
                return True
            if other not in seen:
                seen.add(other)
                work.append(other)
    return False
