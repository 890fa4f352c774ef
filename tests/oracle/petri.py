"""Small labelled nets: places that hold tokens, moves that take and give, and the words they can say."""

from collections import deque
from dataclasses import dataclass, field
from itertools import combinations

Marking = tuple[int, ...]
DONE = "(done)"
SILENT = ""
WIDEST = 6


class TooMuch(Exception):  # noqa: N818 - it is a reason to skip, no fault
    """A net is outside the bounds of the game."""


@dataclass(slots=True)
class Net:
    """Places are numbers; a move takes one token each from some and gives one each to others."""

    names: dict[str, int] = field(default_factory=dict)
    moves: list[tuple[Marking, Marking, str]] = field(default_factory=list)

    def place(self, name: str) -> int:
        """The number of a named place."""
        return self.names.setdefault(name, len(self.names))

    def move(self, takes: list[str], gives: list[str], label: str = SILENT) -> None:
        """Add a move."""
        taken = tuple(sorted(self.place(name) for name in takes))
        given = tuple(sorted(self.place(name) for name in gives))
        self.moves.append((taken, given, label))

    def part(self, take: str, ways: list[list[str]], split: str) -> None:
        """Add the moves by which one token goes on: to one way, to all, or to some of them."""
        if not ways:
            self.move([take], [])
        elif split == "all":
            self.move([take], [name for way in ways for name in way])
        elif split == "some":
            if len(ways) > WIDEST:
                raise TooMuch(f"inclusive split with {len(ways)} ways")
            for size in range(1, len(ways) + 1):
                for chosen in combinations(ways, size):
                    self.move([take], [name for way in chosen for name in way])
        else:
            for way in ways:
                self.move([take], way)


@dataclass(slots=True)
class Machine:
    """All markings of a net that can be reached, and the moves between them."""

    start: Marking
    steps: dict[Marking, list[tuple[str, Marking]]] = field(default_factory=dict)

    def closure(self, markings: set[Marking]) -> frozenset[Marking]:
        """Everything that silent moves lead to."""
        todo, seen = list(markings), set(markings)
        while todo:
            for label, after in self.steps[todo.pop()]:
                if label == SILENT and after not in seen:
                    seen.add(after)
                    todo.append(after)
        return frozenset(seen)

    def says(self, markings: frozenset[Marking]) -> dict[str, set[Marking]]:
        """The words possible next, and where each leads; the last word is that all is done."""
        words: dict[str, set[Marking]] = {}
        for marking in markings:
            if not marking:
                words.setdefault(DONE, set())
            for label, after in self.steps[marking]:
                if label != SILENT:
                    words.setdefault(label, set()).add(after)
        return words


def play(net: Net, start: str, *, most_tokens: int, most_states: int) -> Machine:
    """Play a net from one token in a place until nothing new turns up.

    Raises:
        TooMuch: A place would hold too many tokens, or there are too many markings.
    """
    machine = Machine((net.place(start),))
    by_place: dict[int, list[tuple[Marking, Marking, str]]] = {}
    for move in net.moves:
        by_place.setdefault(move[0][0], []).append(move)
    todo = deque([machine.start])
    machine.steps[machine.start] = []
    while todo:
        here = todo.popleft()
        for place in dict.fromkeys(here):
            for takes, gives, label in by_place.get(place, ()):
                after = _fire(here, takes, gives)
                if after is None:
                    continue
                machine.steps[here].append((label, after))
                if after in machine.steps:
                    continue
                if any(after.count(given) > most_tokens for given in gives):
                    raise TooMuch(f"more than {most_tokens} tokens in a place")
                if len(machine.steps) >= most_states:
                    raise TooMuch(f"more than {most_states} states")
                machine.steps[after] = []
                todo.append(after)
    return machine


def _fire(here: Marking, takes: Marking, gives: Marking) -> Marking | None:
    left = list(here)
    for place in takes:
        if place not in left:
            return None
        left.remove(place)
    return tuple(sorted((*left, *gives)))


def differ(one: Machine, two: Machine, *, most_pairs: int) -> tuple[str, ...] | None:
    """A shortest trace that only one of two machines can say, or nothing.

    Raises:
        TooMuch: There are too many pairs of sets of markings.
    """
    first = (one.closure({one.start}), two.closure({two.start}))
    seen = {first}
    todo: deque[tuple[frozenset[Marking], frozenset[Marking], tuple[str, ...]]] = deque()
    todo.append((*first, ()))
    while todo:
        ones, twos, trace = todo.popleft()
        said, heard = one.says(ones), two.says(twos)
        if odd := sorted(said.keys() ^ heard.keys()):
            return (*trace, odd[0])
        for label in sorted(said.keys() - {DONE}):
            pair = (one.closure(said[label]), two.closure(heard[label]))
            if pair not in seen:
                if len(seen) >= most_pairs:
                    raise TooMuch(f"more than {most_pairs} pairs of sets of states")
                seen.add(pair)
                todo.append((*pair, (*trace, label)))
    return None
