"""C7: the order of rows: backward only within a loop, loops together, the unreachable last."""

from collections.abc import Iterable

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


def _scope(bench: Bench, rows: list[Json]) -> None:
    position = {row["key"]: index for index, row in enumerate(rows)}
    arrows = {
        (row["key"], entry["to"])
        for row in rows
        for entry in row["next"]
        if entry["kind"] != "message" and entry["to"] in position
    }
    live, dead, strong = _standing(bench, rows, arrows)
    keys = [row["key"] for row in rows]
    _brackets(bench, keys, arrows, live=live, outer=True, doors=strong)
    late = max((position[key] for key in live), default=-1)
    for key in sorted(dead, key=position.__getitem__):
        step = rows[position[key]]
        if position[key] < late:
            bench.say(
                "C7-unreachable", at(step, *bench.nodes_of(step)), "stands before what is reached"
            )
        if not _marked(bench, _island(rows, arrows, key, dead)):
            bench.say("C7-unmarked", at(step, *bench.nodes_of(step)), "no finding names it")


def _standing(
    bench: Bench, rows: list[Json], arrows: Arrows
) -> tuple[set[str], set[str], set[str]]:
    """Rows that are reached for certain, rows that are not, and the rows where a scope begins."""
    ahead: dict[str, list[str]] = {}
    for a, b in arrows:
        ahead.setdefault(a, []).append(b)
    entered = {b for _, b in arrows}
    tags = {row["key"]: [bench.plain.nodes[n].tag for n in bench.nodes_of(row)] for row in rows}
    strong = {key for key, found in tags.items() if "startEvent" in found}
    weak = {row["key"] for row in rows if row["key"] not in entered}
    live = reach(strong or weak, ahead, set())
    dead = {row["key"] for row in rows} - reach(strong | weak, ahead, set())
    return live, dead, strong | weak


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
    bench: Bench, keys: list[str], arrows: Arrows, *, live: set[str], outer: bool, doors: set[str]
) -> None:
    """Check one level of loops, then the loops inside with the arrows to their heads dropped."""
    position = {key: index for index, key in enumerate(keys)}
    groups = components(keys, arrows)
    home = {key: index for index, group in enumerate(groups) for key in group}
    code = "C7" if outer else "C7-bracket"
    for a, b in sorted(arrows):
        here = a in position and b in position and a in live
        if here and position[b] <= position[a] and home[a] != home[b]:
            bench.say(f"{code}-backward", at(bench.by_key[a], b), "goes back outside any loop")
    for group in groups:
        if len(group) > 1 and group & live:
            _loop(bench, keys, arrows, group, live=live, outer=outer, doors=doors)


def _loop(
    bench: Bench,
    keys: list[str],
    arrows: Arrows,
    group: set[str],
    *,
    live: set[str],
    outer: bool,
    doors: set[str],
) -> None:
    code = "C7" if outer else "C7-bracket"
    places = [index for index, key in enumerate(keys) if key in group]
    head = keys[places[0]]
    if places[-1] - places[0] + 1 != len(places):
        bench.say(
            f"{code}-scattered", at(bench.by_key[head], *sorted(group)), "loop is not contiguous"
        )
    entries = {b for a, b in arrows if b in group and a not in group and a in live}
    entries |= group & doors if outer else set()
    if entries and head not in entries:
        bench.say(
            f"{code}-head",
            at(bench.by_key[head], *sorted(entries)),
            "loop is not entered first here",
        )
    inner = {(a, b) for a, b in arrows if a in group and b in group and b != head}
    ordered = [key for key in keys if key in group]
    _brackets(bench, ordered, inner, live=live, outer=False, doors=set())
