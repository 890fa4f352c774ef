"""From blocks to steps: kind, symbol, text, number, arrows and cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bpm2sop.drafting import cells
from bpm2sop.drafting.actors import Cast
from bpm2sop.drafting.carried import Carrier
from bpm2sop.drafting.cells import Row
from bpm2sop.drafting.naming import without_code
from bpm2sop.drafting.sources import Sources
from bpm2sop.drafting.stated import Stated, assumed_time
from bpm2sop.model.decomposition import Block, Decomposition
from bpm2sop.model.processmap import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    ElementId,
    FlowNode,
    NodeType,
    ProcessMap,
)
from bpm2sop.model.sop import (
    Cell,
    CellSource,
    Next,
    NextKind,
    Role,
    Split,
    Step,
    StepKey,
    StepKind,
    Symbol,
    Wait,
)
from bpm2sop.settings import Profile, pair_key
from bpm2sop.wording import Form, Language, is_check, kind_asked, phrase, polarity, question, say
from bpm2sop.wording.line import lowered

_CHOICES = frozenset(
    {NodeType.EXCLUSIVE_GATEWAY, NodeType.INCLUSIVE_GATEWAY, NodeType.COMPLEX_GATEWAY}
)


_DOING = re.compile(r"pe\w{4,}an\b", re.IGNORECASE)
_NOMINAL = frozenset({"noun-to-verb", "action-noun"})
"""Rules that read the name of another SOP as work of this one."""


@dataclass(frozen=True, slots=True)
class StepMaker:
    """Makes the steps of one SOP."""

    process_map: ProcessMap
    decomposition: Decomposition
    cast: Cast
    sources: Sources
    language: Language
    house: Mapping[str, str]
    profile: Profile
    spoken: Language | None = None
    """The language of most labels of the map, for those that do not tell."""

    def steps(self) -> tuple[Step, ...]:
        """Make all steps, nested ones below their parent, deepest first (no recursion)."""
        made: dict[ElementId, tuple[Step, ...]] = {}
        numbers = self._numbers()
        self._meet_actors()
        carrier = Carrier(self.process_map)
        for scope in reversed(tuple(self.decomposition.nested)):
            blocks = self.decomposition.nested[scope]
            made[scope] = carrier.carried([self._step(b, numbers, made) for b in blocks])
        return carrier.carried([self._step(b, numbers, made) for b in self.decomposition.top])

    def _numbers(self) -> dict[ElementId, str]:
        """Number the blocks: 1, 2, and 2.1, 2.2 below 2."""
        numbers = {block.core: str(place) for place, block in enumerate(self.decomposition.top, 1)}
        for scope, blocks in self.decomposition.nested.items():
            numbers.update(
                {block.core: f"{numbers[scope]}.{place}" for place, block in enumerate(blocks, 1)}
            )
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
        self,
        block: Block,
        numbers: Mapping[ElementId, str],
        made: Mapping[ElementId, tuple[Step, ...]],
    ) -> Step:
        """Make one step."""
        row = Row.of(block, self.sources)
        core = row.core
        actor = self.cast.of_node(block.core)
        text, rule = self._text(core, block, actor.name)
        time = cells.time(row, self.sources)
        asks = _question(row)
        return Step(
            key=StepKey(block.core),
            no=numbers[block.core],
            kind=kind_of(row, apart=core.id in self.decomposition.apart),
            symbol=symbol_of(block),
            text=text,
            label=core.name,
            actors=(actor.id,),
            wait=block.wait,
            split=block.split,
            next=tuple(map(Next._make, block.exits)),
            inputs=cells.inputs(row, self.sources, self.cast),
            time=self._time(core, text, time),
            outputs=cells.outputs(row, self.sources, self.cast),
            remarks=(
                *cells.remarks(row, self.sources, self.cast, time),
                *(() if asks else _asked(row)),
            ),
            elements=block.elements,
            steps=made.get(block.core, ()),
            text_rule=rule,
            question=asks,
        )

    def _time(self, core: FlowNode, text: str, time: Stated | None) -> Cell | None:
        """Give the time that the map states, else the profile's standard time for such a step."""
        times = self.profile.times
        if time is not None or not times or core.type not in ACTIVITIES:
            return time.cell if time is not None else None
        return assumed_time(
            [times.get(pair_key(words), "") for words in (core.name, text)], self.language
        )

    def _text(self, core: FlowNode, block: Block, actor: str) -> tuple[str, str]:
        """Propose the step's text and name the rule that made it."""
        if core.type in ACTIVITIES and core.name:
            verbs: Form = "imperative" if self.profile.form.verbs == "imperative" else "men"
            label = without_code(core.name)
            proposed = phrase(
                label, language=self.spoken, actor=actor, form=verbs, house=self.house
            )
            if core.by_event and proposed.rule != "house":  # the name of what happens, not an order
                return label, "kept"
            refers = core.type is NodeType.CALL_ACTIVITY or core.id in self.decomposition.apart
            doing = proposed.rule == "unknown" and _DOING.match(label)
            if refers and (proposed.rule in _NOMINAL or doing):
                language = proposed.language or self.language
                return say(language, "step.carry_out", title=lowered(label)), "reference"
            if refers and proposed.rule == "light-verb":
                return label, "kept"
            return proposed.text, proposed.rule
        if core.name:
            asked = kind_asked(core.name) if _sorts(core, block) else None
            return (asked, "kind-asked") if asked else (core.name, "kept")
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


def _question(row: Row) -> str:
    """Give the words of the gateway that decides, if it has any."""
    for element, node, _ in row.parts:
        if node is not None and node.type in _CHOICES and element.role in (Role.SPLIT, Role.CORE):
            return node.name
    return ""


def _asked(row: Row) -> tuple[Cell, ...]:
    """Ask the question of a decision whose gateway asks none, where the check before it tells which."""
    core = row.core
    if not _chooses(row) or core.type not in ACTIVITIES or not is_check(core.name):
        return ()
    asked = question(core.name)
    return (Cell(asked, CellSource.ASSUMED, core.id, "question"),) if asked else ()


def kind_of(row: Row, *, apart: bool) -> StepKind:
    """Say what a step is, from its core and split."""
    core = row.core
    if row.block.handler:
        return StepKind.HANDLER
    if core.type is NodeType.CALL_ACTIVITY or apart:
        return StepKind.REFERENCE
    if core.type in EVENTS:
        return StepKind.EVENT
    if _chooses(row):
        return StepKind.DECISION
    return StepKind.ROUTING if core.type in GATEWAYS else StepKind.ACTIVITY


def symbol_of(block: Block) -> Symbol:
    """Choose the symbol: a diamond where a way is chosen, a capsule at beginnings and ends, else a box."""
    if block.split in (Split.ONE, Split.SOME) and _forks(block):
        return Symbol.DECISION
    leaves = any(exit_.kind is NextKind.FLOW for exit_ in block.exits)
    return (
        Symbol.TERMINATOR if (block.entry or not leaves) and not block.handler else Symbol.PROCESS
    )


def _chooses(row: Row) -> bool:
    """Tell whether a gateway at the end of a row chooses among several ways."""
    block = row.block
    return block.split in (Split.ONE, Split.SOME) and row.back.type in _CHOICES and _forks(block)


def _sorts(core: FlowNode, block: Block) -> bool:
    """Tell whether a row is a choice among named ways that are no yes and no: what it decides is work."""
    ways = [exit_ for exit_ in block.exits if exit_.kind is NextKind.FLOW]
    named = all(way.label and not polarity(way.label) for way in ways)
    return core.type in _CHOICES and _forks(block) and named


def _forks(block: Block) -> bool:
    """Tell whether more than one way leaves a block."""
    return len(block.exits) > 1 and sum(exit_.kind is NextKind.FLOW for exit_ in block.exits) > 1
