"""C7: the order of rows: backward only within a loop, loops together, the unreachable last."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.oracle.bench import Bench
from tests.oracle.violations import Json, at

Arrows = set[tuple[str, str]]


def check(bench: Bench) -> None:
    """Check the order of every scope's rows by itself."""
    for listing in bench.listings:
        for scope in listing.scopes:
            rows = [step for step in listing.steps if bench.scope_of(step) == scope]
            if len({row["key"] for row in rows}) == len(rows):
                _scope(bench, rows)


def components(nodes: Iterable[str], arrows: Arrows) -> list[set[str]]:
    """The strongly connected components, by two passes without recursion."""
    ahead: dict[str, list[str]] = {node: [] for node in nodes}
    back: dict[str, list[str]] = {node: [] for node in ahead}
    for a, b in sorted(arrows):
        if a in ahead and b in ahead:
            ahead[a].append(b)
            back[b].append(a)
    finished: list[str] = []
    seen: set[str] = set()
    for root in ahead:
        stack = [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                finished.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((other, False) for other in ahead[node] if other not in seen)
    found: list[set[str]] = []
    placed: set[str] = set()
    for root in reversed(finished):
        group = reach([root], back, placed)
        placed |= group
        if group:
            found.append(group)
    return found


def reach(roots: Iterable[str], ahead: dict[str, list[str]], barred: set[str]) -> set[str]:
    """Everything that roots lead to, not through what is barred."""
    todo, seen = list(roots), set[str]()
    while todo:
        node = todo.pop()
        if node not in seen and node not in barred:
            seen.add(node)
            todo.extend(ahead.get(node, ()))
    return seen


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows reached for certain, rows not reached at all, and the rows where a scope begins."""

    live: set[str]
    dead: set[str]
    doors: set[str]


def _scope(bench: Bench, rows: list[Json]) -> None:
    position = {row["key"]: index for index, row in enumerate(rows)}
    arrows = {
        (row["key"], entry["to"])
        for row in rows
        for entry in row["next"]
        if entry["kind"] != "message" and entry["to"] in position
    }
    standing = _standing(bench, rows, arrows)
    _brackets(bench, [row["key"] for row in rows], arrows, standing, outer=True)
    late = max((position[key] for key in standing.live), default=-1)
    for key in sorted(standing.dead, key=position.__getitem__):
        step = rows[position[key]]
        where = at(step, *bench.nodes_of(step))
        if position[key] < late:
            bench.say("C7-unreachable", where, "stands before what is reached")
        if not _marked(bench, _island(rows, arrows, key, standing.dead)):
            bench.say("C7-unmarked", where, "no finding names it")


def _standing(bench: Bench, rows: list[Json], arrows: Arrows) -> Standing:
    """Without a start event, the rows that nothing enters are where a scope begins.

    Beside one, such rows are neither reached for certain nor for certain not.
    """
    ahead: dict[str, list[str]] = {}
    for a, b in arrows:
        ahead.setdefault(a, []).append(b)
    entered = {b for _, b in arrows}
    tags = {row["key"]: [bench.plain.nodes[n].tag for n in bench.nodes_of(row)] for row in rows}
    strong = {key for key, found in tags.items() if "startEvent" in found}
    weak = {row["key"] for row in rows if row["key"] not in entered}
    live = reach(strong or weak, ahead, set())
    dead = {row["key"] for row in rows} - reach(strong | weak, ahead, set())
    return Standing(live, dead, strong | weak)


def _island(rows: list[Json], arrows: Arrows, key: str, dead: set[str]) -> list[Json]:
    """The unreachable rows that hang together with one of them."""
    both: dict[str, list[str]] = {}
    for a, b in arrows:
        both.setdefault(a, []).append(b)
        both.setdefault(b, []).append(a)
    island = reach([key], both, {row["key"] for row in rows} - dead)
    return [row for row in rows if row["key"] in island]


def _marked(bench: Bench, rows: list[Json]) -> bool:
    named = {name for finding in bench.sop["findings"] for name in finding["elements"]}
    return any(named & {e["id"] for e in row["elements"]} for row in rows)


def _brackets(
    bench: Bench, keys: list[str], arrows: Arrows, standing: Standing, *, outer: bool
) -> None:
    """Check one level of loops, then the loops inside with the arrows to their heads dropped."""
    position = {key: index for index, key in enumerate(keys)}
    groups = components(keys, arrows)
    home = {key: index for index, group in enumerate(groups) for key in group}
    code = "C7" if outer else "C7-bracket"
    for a, b in sorted(arrows):
        here = a in position and b in position and a in standing.live
        if here and position[b] <= position[a] and home[a] != home[b]:
            bench.say(f"{code}-backward", at(bench.by_key[a], b), "goes back outside any loop")
    for group in groups:
        if len(group) > 1 and group & standing.live:
            ordered = [key for key in keys if key in group]
            spread = position[ordered[-1]] - position[ordered[0]] + 1
            if spread != len(ordered):
                where = at(bench.by_key[ordered[0]], *sorted(group))
                bench.say(f"{code}-scattered", where, "loop is not contiguous")
            _loop(bench, ordered, arrows, standing, outer=outer)


def _loop(
    bench: Bench, ordered: list[str], arrows: Arrows, standing: Standing, *, outer: bool
) -> None:
    """The first row of a loop is one by which it is entered, of what is inside too."""
    head, group = ordered[0], set(ordered)
    outside = {a for a, _ in arrows} - group - standing.dead
    entries = {b for a, b in arrows if b in group and a in outside}
    entries |= group & standing.doors if outer else set()
    if entries and head not in entries:
        code = "C7-head" if outer else "C7-bracket-head"
        where = at(bench.by_key[head], *sorted(entries))
        bench.say(code, where, "loop is not entered first here")
    inner = {(a, b) for a, b in arrows if a in group and b in group and b != head}
    _brackets(bench, ordered, inner, standing, outer=False)
