"""What a map says, without ids, drawing and tool: two files that say the same must give the same table."""

from __future__ import annotations

import warnings

import networkx as nx

from bpm2sop.model.processmap import FlowNode, MapFile, ProcessMap


def content_hash(file: MapFile) -> str:
    """Hash the maps of a file up to ids, file order, drawing and tool (Weisfeiler and Leman's graph hash)."""
    graph = nx.DiGraph()
    for process_map in file.maps:
        _add_map(graph, process_map)
    for _, words in graph.nodes(data=True):
        words["says"] = ascii(words.get("says", ""))
    for *_, words in graph.edges(data=True):
        words["says"] = ascii(words["says"])
    with (
        warnings.catch_warnings()
    ):  # networkx tells of a change between its versions; we compare within one
        warnings.simplefilter("ignore", UserWarning)
        return str(
            nx.weisfeiler_lehman_graph_hash(graph, edge_attr="says", node_attr="says", iterations=8)
        )


def _add_map(graph: nx.DiGraph, process_map: ProcessMap) -> None:
    known = process_map
    said = known.documentation
    for scope in known.scopes.values():
        if scope.parent is None:
            graph.add_node(
                scope.id, says=f"process {scope.name} {said.get(scope.id, '')} {known.name}"
            )
    for pool in known.participants:
        graph.add_node(f"pool {pool.id}", says=f"pool {pool.name}")
        if pool.process is not None:
            graph.add_edge(f"pool {pool.id}", pool.process, says="holds")
    for lane in known.lanes.values():
        graph.add_node(lane.id, says=f"lane {lane.name}")
        graph.add_edge(lane.id, lane.parent or lane.scope, says="lies in")
    for node in known.nodes.values():
        graph.add_node(node.id, says=_words(node, said.get(node.id, "")))
        graph.add_edge(node.id, node.scope, says="lies in")
        if node.id in known.membership:
            graph.add_edge(node.id, known.membership[node.id].lane, says="done by")
        if node.attached_to is not None:
            graph.add_edge(node.id, node.attached_to, says="sits on")
    _add_lines(graph, known)


def _words(node: FlowNode, documentation: str) -> str:
    events = [(event.kind, event.name, event.text, event.timer) for event in node.events]
    rest = (
        node.interrupting,
        node.loop,
        node.loop_text,
        node.for_compensation,
        node.by_event,
        node.expanded,
    )
    return repr(
        (
            node.type,
            node.name,
            events,
            rest,
            bool(node.called),
            sorted(node.performers),
            node.message,
            documentation,
        )
    )


def _add_lines(graph: nx.DiGraph, known: ProcessMap) -> None:
    for flow in known.flows.values():
        default = flow.source in known.nodes and known.nodes[flow.source].default == flow.id
        says = repr((flow.name, flow.condition, default, known.documentation.get(flow.id, "")))
        graph.add_node(flow.id, says=f"flow {says}")
        graph.add_edge(flow.id, flow.source or "nowhere", says="from")
        graph.add_edge(flow.id, flow.target or "nowhere", says="to")
    for message in known.messages:
        graph.add_node(message.id, says=f"message {message.name} {message.message}")
        for end, says in ((message.source, "from"), (message.target, "to")):
            graph.add_edge(message.id, end if end in known.nodes else f"pool {end}", says=says)
    for item in known.data.values():
        graph.add_node(item.id, says=f"data {item.kind} {item.name} {item.state}")
    for link in known.data_links:
        graph.add_edge(link.item, link.node, says=f"data {link.into}")
    for note in known.annotations:
        graph.add_node(note.id, says=f"note {note.text}")
        for element in note.elements:
            graph.add_edge(note.id, element, says="note")
