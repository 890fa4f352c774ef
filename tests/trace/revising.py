"""Random revisions of generated maps, and random histories of review over them, with the truth about every step."""

import copy
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from bpm2sop.drafting import Settings, draft_file, link, proved
from bpm2sop.model.sop import NextKind, Sop, SopKey, Step, StepKey, Wait
from bpm2sop.readers import read_file
from bpm2sop.trace.fingerprints import fingerprints
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.merge import Merged, Status, merge
from bpm2sop.trace.overlay import STEP_FIELDS, Approval, Edit, Field, Overlay
from tests.oracle.generate import TASKS, Style, random_sketch
from tests.oracle.sketch import Body, Edge, Item, LaneSketch, Sketch, write
from tests.trace.words import THINGS, UNITS, VERBS, WORDS


@dataclass(slots=True)
class Reviser:
    """Changes maps; all chance comes from its generator of random numbers."""

    rng: random.Random
    made: int = 0
    twins: float = 0.08

    def map(self) -> Sketch:
        """A map whose labels are like those of an agency: mostly different, a few twice or missing."""
        rng = self.rng
        style = Style(
            size=rng.randint(4, 20),
            mess=rng.choice((0, 0, 0, 1, 2)),
            pools=rng.choice((1, 1, 2)),
            drawn=False,
            depth=rng.choice((0, 1)),
            inclusive=rng.random() < 0.3,
        )
        sketch = random_sketch(rng, style)
        said: list[str] = []
        nameless = False
        for body in bodies(sketch):
            for item in body.items:
                if item.tag in TASKS or item.tag == "subProcess":
                    twin = said and rng.random() < self.twins
                    item.name = rng.choice(said) if twin else self.label()
                    item.name = "" if rng.random() < 0.03 else item.name
                    said.append(item.name)
                elif item.tag.startswith("intermediate") and not item.link:
                    item.name = self.label() if rng.random() < 0.7 else ""
            for lane, unit in zip(lanes(body.lanes), rng.sample(UNITS, len(UNITS)), strict=False):
                # Of two nameless lanes under renewed ids nobody can tell which is which.
                lane.name = unit if rng.random() < 0.95 or nameless else ""
                nameless = nameless or not lane.name
        return sketch

    def label(self) -> str:
        """A label not given before."""
        self.made += 1
        words = f"{self.rng.choice(VERBS)} {self.rng.choice(THINGS)}"
        return f"{words} {chr(97 + self.made % 26)}{chr(97 + self.made // 26 % 26)}{self.made}"

    def name(self, kind: str) -> str:
        """A new id."""
        self.made += 1
        return f"New{kind}_{self.made}"

    def revised(self, sketch: Sketch) -> Sketch:
        """The map after one to four changes."""
        sketch = copy.deepcopy(sketch)
        for _ in range(self.rng.randint(1, 4)):
            self.rng.choice(CHANGES)(self, sketch)
        return sketch


def bodies(sketch: Sketch) -> list[Body]:
    """All processes and sub-processes."""
    return [inner for body in sketch.bodies for inner in body.inner()]


def lanes(found: Sequence[LaneSketch]) -> Iterator[LaneSketch]:
    """All lanes that hold no others."""
    for lane in found:
        if lane.lanes:
            yield from lanes(lane.lanes)
        else:
            yield lane


def _tasks(sketch: Sketch) -> list[tuple[Body, Item]]:
    found = [(body, item) for body in bodies(sketch) for item in body.items]
    return [(body, item) for body, item in found if item.tag in TASKS and item.name]


def add(reviser: Reviser, sketch: Sketch) -> None:
    """A new task on an arrow."""
    spots = [(body, edge) for body in bodies(sketch) for edge in body.edges if edge.target]
    body, edge = reviser.rng.choice(spots)
    item = Item(reviser.name("Task"), reviser.rng.choice(TASKS), reviser.label())
    _insert(reviser, body, edge, item)


def _insert(reviser: Reviser, body: Body, edge: Edge, item: Item) -> None:
    body.items.append(item)
    body.edges.append(Edge(reviser.name("Flow"), item.id, edge.target))
    edge.target = item.id
    if homes := list(lanes(body.lanes)):
        reviser.rng.choice(homes).members.append(item.id)


def _take_out(body: Body, item: Item) -> bool:
    """Take a task off its arrows, if it has one way out and no loop of its own."""
    outward = [edge for edge in body.edges if edge.source == item.id]
    inward = [edge for edge in body.edges if edge.target == item.id]
    hosted = any(other.attributes.get("attachedToRef") == item.id for other in body.items)
    tied = any(item.id in pair for _, *pair in body.associations)
    if len(outward) != 1 or not inward or outward[0].target in (item.id, "") or hosted or tied:
        return False
    for edge in inward:
        edge.target = outward[0].target
    body.edges.remove(outward[0])
    body.items.remove(item)
    for lane in lanes(body.lanes):
        if item.id in lane.members:
            lane.members.remove(item.id)
    return True


def remove(reviser: Reviser, sketch: Sketch) -> None:
    """A task less."""
    found = _tasks(sketch)
    if len(found) > 2:
        body, item = reviser.rng.choice(found)
        if _take_out(body, item):
            sketch.messages = [one for one in sketch.messages if item.id not in one]


def move(reviser: Reviser, sketch: Sketch) -> None:
    """A task at another place."""
    found = [(body, item) for body, item in _tasks(sketch) if len(body.edges) > 4]
    if found:
        body, item = reviser.rng.choice(found)
        if _take_out(body, item):
            edges = [edge for edge in body.edges if edge.target]
            _insert(reviser, body, reviser.rng.choice(edges), item)


def reword(reviser: Reviser, sketch: Sketch) -> None:
    """A task by nearly the same name."""
    if found := _tasks(sketch):
        _, item = reviser.rng.choice(found)
        item.name = f"{item.name} {reviser.rng.choice(WORDS)}"


def rename(reviser: Reviser, sketch: Sketch) -> None:
    """A task by quite another name."""
    if (found := _tasks(sketch)) and reviser.rng.random() < 0.25:
        _, item = reviser.rng.choice(found)
        item.name = reviser.label()


def change_lane(reviser: Reviser, sketch: Sketch) -> None:
    """A node that another does."""
    found = [body for body in bodies(sketch) if len(list(lanes(body.lanes))) > 1]
    if not found:
        return
    body = reviser.rng.choice(found)
    item = reviser.rng.choice(body.items)
    home, *_ = reviser.rng.sample(list(lanes(body.lanes)), 1)
    for lane in lanes(body.lanes):
        if item.id in lane.members:
            lane.members.remove(item.id)
    home.members.append(item.id)


def change_gateway(reviser: Reviser, sketch: Sketch) -> None:
    """A gateway of another kind."""
    kinds = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
    found = [item for body in bodies(sketch) for item in body.items if item.tag in kinds]
    if found:
        reviser.rng.choice(found).tag = reviser.rng.choice(kinds)


def change_answer(reviser: Reviser, sketch: Sketch) -> None:
    """An arrow with another word on it."""
    edges = [edge for body in bodies(sketch) for edge in body.edges if edge.name]
    if edges:
        reviser.rng.choice(edges).name = reviser.rng.choice(("Setuju", "Ditolak", "Perlu revisi"))


def change_data(reviser: Reviser, sketch: Sketch) -> None:
    """A document more, or less."""
    if found := _tasks(sketch):
        _, item = reviser.rng.choice(found)
        item.data = "" if item.data else reviser.name("Data")


CHANGES: tuple[Callable[[Reviser, Sketch], None], ...] = (
    *(add, add, remove, move, reword, reword, rename),
    *(change_lane, change_lane, change_gateway, change_answer, change_data),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A draft of one version, and by which lasting name each of its ids goes."""

    sops: tuple[Sop, ...]
    lasting: Mapping[str, str]
    data: bytes

    @property
    def steps(self) -> dict[str, Step]:
        """The steps by lasting name."""
        found = (step for sop in self.sops for step, _ in steps_of(sop.steps))
        return {self.lasting[step.key]: step for step in found}

    def scope(self, key: str) -> str:
        """The lasting name of an SOP."""
        sop = next(sop for sop in self.sops if sop.key == key)
        return min(self.lasting[scope] for scope in sop.source.scopes)


@dataclass(slots=True)
class Names:
    """By which id each element goes in the file, under its lasting name."""

    rng: random.Random
    given: dict[str, str] = field(default_factory=dict)

    def renew(self, lasting: Sequence[str]) -> None:
        """Give every element another id: drawn, numbered anew by the file's order, or one that another had."""
        kind = self.rng.choice(("drawn", "numbered", "swapped"))
        ids = [f"n{number:06}" for number in range(len(lasting))]
        if kind == "drawn":
            ids = [f"id_{self.rng.getrandbits(40):010x}" for _ in lasting]
        if kind == "swapped":
            ids = [self.given.get(name, name) for name in lasting]
            self.rng.shuffle(ids)
        self.given = dict(zip(lasting, ids, strict=True))

    def write(self, sketch: Sketch, *, renew: bool) -> Version:
        """Draft a map under its ids."""
        data = write(sketch)
        lasting = sorted({e.get("id", "") for e in etree.fromstring(data).iter()} - {""})
        if renew:
            self.renew(lasting)
        used = set(self.given.values())
        for name in lasting:
            if name not in self.given:
                self.given[name] = f"{name}_x" if name in used else name
        changed = _ID.sub(self._replaced, data.decode())
        return drafted(changed.encode(), {self.given[name]: name for name in lasting})

    def _replaced(self, found: "re.Match[str]") -> str:
        name = found["id"]
        return found[0] if found["name"] else found["before"] + self.given.get(name, name)


_ID = re.compile(r"""(?P<name>\bname=)?(?P<before>["'>])(?P<id>[A-Za-z]\w*)(?=["'<])""")


def drafted(data: bytes, lasting: Mapping[str, str]) -> Version:
    """Draft a file."""
    file = read_file("peta.bpmn", data)
    drafts = proved(link(draft_file(file, Settings()), [file]), [file])
    assert not drafts.failures
    return Version(drafts.sops, lasting, data)


Told = dict[str, object]
"""What a step says in each of the four parts, by lasting names: worked out here, not with the code under test."""


def told(made: Version, gone: Mapping[str, int]) -> dict[str, Told]:
    """Tell every step of a version; one that was gone for a while is another than before."""
    name = {own: f"{lasting} {gone.get(lasting, 0)}" for own, lasting in made.lasting.items()}
    leading: dict[str, list[str]] = {}
    for step in made.steps.values():
        for arrow in step.next:
            if arrow.kind is not NextKind.MESSAGE:
                leading.setdefault(arrow.to, []).append(name[step.key])
    paths = {actor.id: actor for sop in made.sops for actor in sop.actors}
    above = {s.key: p for sop in made.sops for s, p in steps_of(sop.steps)}
    found: dict[str, Told] = {}
    for lasting, step in made.steps.items():
        said = [(c.rule or "", c.value) for c in step.remarks if c.source == "map"]
        words = [value for rule, value in said if _is_text(rule)]
        happenings = ("boundary", "event-", "compens")
        events = [value for rule, value in said if rule.startswith(happenings)]
        partners = [value for rule, value in said if rule.startswith("message-")]
        arrows = [
            (a.kind.value, a.label, a.condition, a.default, a.interrupting, name[a.to])
            for a in step.next
            if a.kind is not NextKind.MESSAGE
        ]
        sent = [(a.label, name[a.to]) for a in step.next if a.kind is NextKind.MESSAGE]
        actor = paths[step.actors[0]]
        unnamed = actor.name.startswith("Pelaksana ")
        several = sum(a.kind is NextKind.FLOW for a in step.next) > 1
        waits = sorted(leading.get(step.key, ())) if step.wait is not Wait.ANY else []
        mother = above[step.key]
        special = step.kind.value if step.kind.value in ("reference", "handler") else ""
        cells = [
            (n, c.value)
            for n, cs in (("i", step.inputs), ("o", step.outputs))
            for c in cs
            if c.source == "map"
        ]
        found[lasting] = {
            "text": (step.label, sorted(words)),
            "actor": name[actor.id] if unnamed else actor.path,
            "flow": (
                *(step.wait, step.split if several else "", sorted(map(repr, arrows)), waits),
                *(mother and name[mother], special, sorted(events)),
            ),
            "data": (sorted(cells), sorted(sent), sorted(partners), step.time and step.time.value),
        }
    return found


def _is_text(rule: str) -> bool:
    return rule in {
        "documentation",
        "annotation",
        "question",
        "gateway",
        "on-the-way",
        "start",
        "end",
        "flow-name",
    }


@dataclass(slots=True)
class Score:
    """What a number of histories came to."""

    histories: int = 0
    revisions: int = 0
    surviving: int = 0
    matched: int = 0
    asked: int = 0
    asked_in_vain: int = 0
    renewed_surviving: int = 0
    renewed_matched: int = 0
    edits: int = 0
    orphaned: int = 0
    suspects: int = 0
    missed: list[tuple[int, bool, str, str, bool]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """Reviews and revisions of one map."""

    seed: int
    score: Score
    twins: float = 0.08
    typed: dict[str, tuple[str, Field]] = field(default_factory=dict)
    """Each value typed, with the lasting name of its step or SOP."""
    seen: dict[str, Told] = field(default_factory=dict)
    """What each approved step said when it was approved."""
    gone: Counter[str] = field(default_factory=Counter)
    """How often each step was missing from a version, and came back as another for all that can be known."""
    went: dict[str, Step] = field(default_factory=dict)

    def run(self) -> None:
        """Review, revise and merge one to three times."""
        rng = random.Random(self.seed)  # noqa: S311 - tests want chance, not secrets
        reviser = Reviser(rng, twins=self.twins)
        sketch = reviser.map()
        names = Names(rng)
        now = names.write(sketch, renew=False)
        overlay = Overlay()
        self.score.histories += 1
        for _ in range(rng.randint(1, 3)):
            overlay = self._review(rng, now, overlay)
            sketch = reviser.revised(sketch)
            renewed = rng.random() < 1 / 3
            after = names.write(sketch, renew=renewed)
            overlay = self._revise(now, after, overlay, renewed=renewed)
            now = after

    def _fault(self, words: str) -> None:
        self.score.faults.append(f"history {self.seed}: {words}")

    def _review(self, rng: random.Random, now: Version, overlay: Overlay) -> Overlay:
        """Type here and there, and approve."""
        steps = list(now.steps.values())
        for _ in range(rng.randint(1, 8)):
            step, name = rng.choice(steps), rng.choice(STEP_FIELDS)
            overlay = self._type(now, overlay, step.key, name)
        overlay = self._type(now, overlay, rng.choice(now.sops).key, Field.LEGAL_BASIS)
        seen, truth = fingerprints(now.sops), told(now, self.gone)
        for step in rng.sample(steps, (len(steps) + 1) // 2):
            overlay = overlay.approved(Approval(step.key, seen[step.key], "B", "2026"))
            self.seen[now.lasting[step.key]] = truth[now.lasting[step.key]]
        return overlay

    def _type(self, now: Version, overlay: Overlay, key: StepKey | SopKey, name: Field) -> Overlay:
        value = f"words {len(self.typed)}"
        lasting = now.lasting.get(key) or now.scope(key)
        self.typed[value] = (lasting, name)
        self.score.edits += 1
        return overlay.edited(Edit(key, name, value, "A", "2026"))

    def _revise(self, now: Version, after: Version, overlay: Overlay, *, renewed: bool) -> Overlay:
        """Merge without answers, then with true pairs by hand for all that was left."""
        first = merge(now.sops, after.sops, overlay)
        self._judge(now, after, first)
        self._count(now, after, first, renewed=renewed)
        new = {after.lasting[step.key]: step.key for step in after.steps.values()}
        done, answers = first, dict[StepKey, StepKey | None]()
        # An answer may show a neighbour to have moved, and so raise another question.
        while left := [key for key in done.matching.removed if key not in answers]:
            answers |= {key: new.get(now.lasting[key]) for key in left}
            done = merge(now.sops, after.sops, overlay, given=answers)
        self._judge(now, after, done)
        leaving = now.steps.keys() - after.steps.keys()
        self.gone.update(leaving)
        self.went |= {name: now.steps[name] for name in leaving}
        returned = {after.lasting[key] for key in done.returned.values()}
        for name in (after.steps.keys() - now.steps.keys()) & self.went.keys():
            was, back = self.went[name], after.steps[name]
            self.gone[name] -= name in returned or (was.key, was.text) == (back.key, back.text)
        self._judge_suspects(after, done)
        self.score.orphaned += sum(len(orphan.edits) for orphan in done.orphans)
        return done.overlay

    def _count(self, now: Version, after: Version, merged: Merged, *, renewed: bool) -> None:
        surviving = now.steps.keys() & after.steps.keys()
        found = {now.lasting[pair.old] for pair in merged.matching.pairs} & surviving
        asked = {now.lasting[question.old] for question in merged.questions}
        self.score.missed += [
            (self.seed, renewed, now.steps[x].label, after.steps[x].label, x in asked)
            for x in sorted(surviving - found)
        ]
        self.score.revisions += 1
        self.score.surviving += len(surviving)
        self.score.matched += len(found)
        self.score.asked += len(asked & surviving)
        self.score.asked_in_vain += len(asked - surviving)
        if renewed:
            self.score.renewed_surviving += len(surviving)
            self.score.renewed_matched += len(found)

    def _judge(self, now: Version, after: Version, merged: Merged) -> None:
        """No wrong pair, no edit lost, none on another step."""
        for pair in merged.matching.pairs:
            if now.lasting[pair.old] != after.lasting[pair.new] and pair.reason != "twin":
                step = now.steps[now.lasting[pair.old]]
                self._fault(f"wrong pair by {pair.reason}: {step.label!r} {pair}")
        kept = Counter(edit.value for edit in merged.overlay.edits)
        kept += Counter(edit.value for orphan in merged.orphans for edit in orphan.edits)
        if kept != Counter(list(self.typed)):
            self._fault(
                f"lost or doubled: {kept - Counter(list(self.typed))} {Counter(list(self.typed)) - kept}"
            )
        shown = {step.step.key for step in merged.steps} | {head.sop for head in merged.heads}
        for edit in merged.overlay.edits:
            lasting = after.lasting.get(edit.key) or after.scope(edit.key)
            if self.typed[edit.value or ""] != (lasting, edit.field) or edit.key not in shown:
                self._fault(f"moved: {edit}")

    def _judge_suspects(self, after: Version, merged: Merged) -> None:
        """Each approved step is suspect for exactly the parts that say something else than when it was approved."""
        truth = told(after, self.gone)
        for merged_step in merged.steps:
            lasting = after.lasting[merged_step.step.key]
            if merged_step.status not in (Status.APPROVED, Status.SUSPECT, Status.CONFLICT):
                continue
            if not any(one.key == merged_step.step.key for one in merged.overlay.approvals):
                continue
            if lasting not in self.seen:
                self._fault(f"moved: approval {merged_step.step.label!r}")
                continue
            wanted = {
                part for part, said in truth[lasting].items() if said != self.seen[lasting][part]
            }
            found = {change.part.value for change in merged_step.suspect}
            self.score.suspects += bool(found)
            if wanted != found:
                self._fault(
                    f"suspect {merged_step.step.label!r} {found}, truly {wanted}: {merged_step.suspect}"
                )


def histories(seeds: Sequence[int], *, twins: float = 0.08, score: Score | None = None) -> Score:
    """Run many histories."""
    score = score if score is not None else Score()
    for seed in seeds:
        History(seed, score, twins=twins).run()
    return score
