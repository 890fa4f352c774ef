"""From blocks to steps: kind, symbol, text, number, arrows and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bpm2sop.drafting import cells
from bpm2sop.drafting.actors import Cast
from bpm2sop.drafting.cells import Sources
from bpm2sop.model.decomposition import Block, Decomposition
from bpm2sop.model.processmap import ACTIVITIES, EVENTS, GATEWAYS, ElementId, FlowNode, NodeType, ProcessMap
from bpm2sop.model.sop import Next, NextKind, Role, Split, Step, StepKey, StepKind, Symbol, Wait
from bpm2sop.wording import Language, phrase, say

_CHOICES = frozenset({NodeType.EXCLUSIVE_GATEWAY, NodeType.INCLUSIVE_GATEWAY, NodeType.COMPLEX_GATEWAY})


@dataclass(frozen=True, slots=True)
class StepMaker:
    """Makes the steps of one SOP."""

    process_map: ProcessMap
    decomposition: Decomposition
    cast: Cast
    sources: Sources
    language: Language
    house: Mapping[str, str]

    def steps(self) -> tuple[Step, ...]:
        """Make all steps, nested ones below their parent, deepest first (no recursion)."""
        made: dict[ElementId, tuple[Step, ...]] = {}
        numbers = self._numbers()
        self._meet_actors()
        for scope in reversed(self.decomposition.nested):
            made[scope] = tuple(self._step(b, numbers, made) for b in self.decomposition.nested[scope])
        return tuple(self._step(block, numbers, made) for block in self.decomposition.top)

    def _numbers(self) -> dict[ElementId, str]:
        """Number the blocks: 1, 2, and 2.1, 2.2 below 2."""
        numbers = {block.core: str(place) for place, block in enumerate(self.decomposition.top, 1)}
        for scope, blocks in self.decomposition.nested.items():
            numbers.update({block.core: f"{numbers[scope]}.{place}" for place, block in enumerate(blocks, 1)})
        return numbers

    def _meet_actors(self) -> None:
        """Meet the actors in table order, so that columns follow first appearance."""
        stack = [iter(self.decomposition.top)]
        while stack:
            block = next(stack[-1], None)
            if block is None:
                stack.pop()
                continue
            self.cast.of_node(block.core)
            if block.core in self.decomposition.nested:
                stack.append(iter(self.decomposition.nested[block.core]))

    def _step(
        self, block: Block, numbers: Mapping[ElementId, str], made: Mapping[ElementId, tuple[Step, ...]]
    ) -> Step:
        """Make one step."""
        core = self.process_map.nodes[block.core]
        actor = self.cast.of_node(block.core)
        text, rule = self._text(core, block, actor.name)
        kind = kind_of(core, block, apart=core.id in self.decomposition.apart)
        return Step(
            key=StepKey(block.core),
            no=numbers[block.core],
            kind=kind,
            symbol=symbol_of(block),
            text=text,
            label=core.name,
            actors=(actor.id,),
            wait=block.wait,
            split=block.split,
            next=tuple(Next(StepKey(exit_.to), *exit_[1:]) for exit_ in block.exits),
            inputs=cells.inputs(block, self.sources),
            time=cells.time(block, self.sources),
            outputs=cells.outputs(block, self.sources),
            remarks=cells.remarks(block, self.sources, self.cast),
            elements=block.elements,
            steps=made.get(block.core, ()),
            text_rule=rule,
            question=self._question(block),
        )

    def _question(self, block: Block) -> str:
        """Give the words of the gateway that decides, if it has any."""
        for element in block.elements:
            node = self.process_map.nodes.get(ElementId(element.id))
            if node is not None and node.type in _CHOICES and element.role in (Role.SPLIT, Role.CORE):
                return node.name
        return ""

    def _text(self, core: FlowNode, block: Block, actor: str) -> tuple[str, str]:
        """Propose the step's text and name the rule that made it."""
        if core.type in ACTIVITIES and core.name:
            proposed = phrase(core.name, language=None, actor=actor, house=self.house)
            return proposed.text, proposed.rule
        if core.name:
            return core.name, "kept"
        key = _key_of_nameless(core, block)
        names = [event.name or event.text for event in core.events if event.name or event.text]
        return say(self.language, key, name=", ".join(names)).strip(" :"), key


def _key_of_nameless(core: FlowNode, block: Block) -> str:
    """Name the catalogue entry for a node that the map gives no words."""
    if core.type in GATEWAYS:
        if block.split is Split.FIRST:
            return "step.wait_first"
        if len([e for e in block.exits if e.kind is NextKind.FLOW]) > 1:
            return "step.decide" if block.split in (Split.ONE, Split.SOME) else "step.start_all"
        return "remark.merge" if block.wait is Wait.ANY else "step.wait_all"
    if core.type in EVENTS:
        kind = core.events[0].kind if core.events else "none"
        return f"event.{core.type}.{kind}"
    return "step.unnamed"


def kind_of(core: FlowNode, block: Block, *, apart: bool) -> StepKind:
    """Say what a step is, from its core and split."""
    if block.handler:
        return StepKind.HANDLER
    if core.type is NodeType.CALL_ACTIVITY or apart:
        return StepKind.REFERENCE
    if core.type in EVENTS:
        return StepKind.EVENT
    chooses = block.split in (Split.ONE, Split.SOME) and _back_type(block) in _CHOICES and _forks(block)
    if core.type in GATEWAYS:
        return StepKind.DECISION if chooses else StepKind.ROUTING
    return StepKind.DECISION if chooses else StepKind.ACTIVITY


def symbol_of(block: Block) -> Symbol:
    """Choose the symbol: a diamond where a way is chosen, a capsule at beginnings and ends, else a box."""
    if block.split in (Split.ONE, Split.SOME) and _forks(block):
        return Symbol.DECISION
    leaves = any(exit_.kind is NextKind.FLOW for exit_ in block.exits)
    return Symbol.TERMINATOR if (block.entry or not leaves) and not block.handler else Symbol.PROCESS


def _forks(block: Block) -> bool:
    """Tell whether more than one way leaves a block."""
    return sum(exit_.kind is NextKind.FLOW for exit_ in block.exits) > 1


def _back_type(block: Block) -> str:
    """Give the type of the node by which a block is left."""
    nodes: Sequence[str] = [element.type for element in block.elements if element.role is not Role.FLOW]
    return nodes[-1]

