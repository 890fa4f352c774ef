"""What is wrong with a layout: the rules of a good picture as counts."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from bpm2sop.model.processmap import SUB_PROCESSES, Drawing, ElementId, NodeType, ProcessMap, Shape


def leaves(held: ProcessMap, drawing: Drawing) -> dict[ElementId, Shape]:
    """Nodes that are no frame around others and stand on no border."""
    return {
        own: drawing.shapes[own]
        for own, node in held.nodes.items()
        if node.type is not NodeType.BOUNDARY_EVENT
        and not (node.type in SUB_PROCESSES and drawing.shapes[own].expanded)
    }


def overlap(one: Shape, other: Shape, by: float = 0.5) -> bool:
    """Whether two boxes share room."""
    return (
        one.x + by < other.x + other.width
        and other.x + by < one.x + one.width
        and one.y + by < other.y + other.height
        and other.y + by < one.y + one.height
    )


def overlaps(held: ProcessMap, drawing: Drawing) -> Iterator[tuple[ElementId, ElementId]]:
    """Pairs of nodes that lie on each other."""
    for (own, box), (other, facing) in combinations(leaves(held, drawing).items(), 2):
        if overlap(box, facing):
            yield own, other


def crossed(held: ProcessMap, drawing: Drawing) -> Iterator[tuple[ElementId, ElementId]]:
    """Flows that run through a node that is none of their ends."""
    boxes = leaves(held, drawing)
    for own, link in held.flows.items():
        points = drawing.edges[own].points if own in drawing.edges else ()
        ends = {link.source, link.target}
        for (x, y), (to_x, to_y) in pairwise(points):
            part = Shape(
                min(x, to_x) - 0.5, min(y, to_y) - 0.5, abs(to_x - x) + 1, abs(to_y - y) + 1, own
            )
            for other, box in boxes.items():
                if other not in ends and overlap(part, box, 2):
                    yield own, other


def slanting(held: ProcessMap, drawing: Drawing) -> Iterator[ElementId]:
    """Flows with a part that is neither level nor upright."""
    for own in held.flows:
        points = drawing.edges[own].points if own in drawing.edges else ()
        if any(
            abs(x - to_x) > 0.01 and abs(y - to_y) > 0.01
            for (x, y), (to_x, to_y) in pairwise(points)
        ):
            yield own


def shared(held: ProcessMap, drawing: Drawing) -> Iterator[tuple[ElementId, ElementId]]:
    """Flows with different ends that run on one another for more than the width of an arrow."""
    parts = [
        (link, segment)
        for own, link in held.flows.items()
        if own in drawing.edges
        for segment in pairwise(drawing.edges[own].points)
    ]
    for (one, first), (other, second) in combinations(parts, 2):
        if one.source == other.source or one.target == other.target:
            continue
        for axis in (0, 1):
            line = {round(point[axis], 1) for point in (*first, *second)}
            if len(line) > 1:
                continue
            low = max(min(p[1 - axis] for p in first), min(p[1 - axis] for p in second))
            high = min(max(p[1 - axis] for p in first), max(p[1 - axis] for p in second))
            if high - low > 10:
                yield one.id, other.id


def outside(held: ProcessMap, drawing: Drawing) -> Iterator[ElementId]:
    """Nodes that are not in their lane."""
    for own, member in held.membership.items():
        lane, box = drawing.shapes[member.lane], drawing.shapes[own]
        if held.lanes[member.lane].scope == held.nodes[own].scope and not (
            lane.y <= box.y
            and box.y + box.height <= lane.y + lane.height
            and lane.x <= box.x
            and box.x + box.width <= lane.x + lane.width
        ):
            yield own
