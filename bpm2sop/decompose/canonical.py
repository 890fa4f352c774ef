"""A rank of vertices that depends on what they mean, not on ids or source order.

Colour refinement (Weisfeiler and Leman 1968): vertices start with the rank of their signature and are told apart by the
colours of their neighbours, round after round. Vertices that stay equal are symmetric as far as the rounds reach; only
those fall back to the drawing and, last, to the id.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

ROUNDS = 64
"""Refinement stops after this many rounds, so that long chains of nameless tasks stay near linear."""


def ranks(
    signatures: Sequence[Hashable], arcs: Sequence[tuple[int, int, str]], last: Sequence[Any]
) -> list[int]:
    """Rank vertices from 0: by signature, by refined colour, then by `last`.

    `arcs` are (source, target, label). Signatures and the items of `last` must be comparable among themselves.
    """
    colours, count = _compress(list(signatures))
    outward: list[list[tuple[str, int]]] = [[] for _ in signatures]
    inward: list[list[tuple[str, int]]] = [[] for _ in signatures]
    for source, target, label in arcs:
        outward[source].append((label, target))
        inward[target].append((label, source))
    for _ in range(ROUNDS):
        if count == len(colours):
            break
        refined, more = _compress(
            [
                (
                    colours[vertex],
                    sorted((label, colours[other]) for label, other in outward[vertex]),
                    sorted((label, colours[other]) for label, other in inward[vertex]),
                )
                for vertex in range(len(colours))
            ]
        )
        if more == count:
            break
        colours, count = refined, more
    order = sorted(range(len(colours)), key=lambda vertex: (colours[vertex], last[vertex]))
    placed = [0] * len(order)
    for place, vertex in enumerate(order):
        placed[vertex] = place
    return placed


def _compress(values: list[Any]) -> tuple[list[int], int]:
    """Replace values by their rank among the distinct ones; tell how many there are."""
    order = sorted(range(len(values)), key=values.__getitem__)
    colours = [0] * len(values)
    colour = 0
    for place, vertex in enumerate(order):
        if place and values[vertex] != values[order[place - 1]]:
            colour += 1
        colours[vertex] = colour
    return colours, colour + 1 if values else 0
