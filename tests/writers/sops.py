"""Made SOPs for tests of writers and of reading back: every field filled with whatever its type can hold.

Texts are hypothesis's, so that they shrink; what goes where is decided by a seed, which is a hundred times faster.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import (
    Actor,
    ActorKind,
    BlockElement,
    Cell,
    CellSource,
    Explained,
    Identity,
    Kind,
    Next,
    NextKind,
    Proof,
    Region,
    RegionKind,
    Role,
    Sop,
    SopKey,
    Source,
    Split,
    Step,
    StepKey,
    StepKind,
    Symbol,
    Wait,
)

T = TypeVar("T")
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "=cmd|' /C calc'!A0",
    "a | b\nc",
    "{0} {name} %s",
    '{"key": "x"}, {"key": "y", "text": "',
    "\u202egnikat",
    "\0" + "7\0",
    "",
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(HOSTILE)
ids = st.text('abcXYZ_-. 019é"<', min_size=1, max_size=8)


@dataclass(slots=True)
class Maker:
    """Makes values of drawn texts and ids, put together by chance."""

    chance: Random
    texts: Sequence[str]
    ids: Sequence[str]
    keys: Sequence[StepKey]
    cast: Sequence[Actor] = ()

    def text(self) -> str:
        """One of the texts."""
        return self.chance.choice(self.texts)

    def id(self) -> str:
        """One of the ids."""
        return self.chance.choice(self.ids)

    def flag(self) -> bool:
        """True or false."""
        return self.chance.random() < 1 / 2

    def maybe(self, value: T) -> T | None:
        """The value or nothing."""
        return value if self.flag() else None

    def few(self, make: Callable[[], T], most: int = 2) -> tuple[T, ...]:
        """None to a few values."""
        return tuple(make() for _ in range(self.chance.randint(0, most)))

    def cell(self) -> Cell:
        """A cell of any source."""
        source = self.chance.choice(list(CellSource))
        return Cell(self.text(), source, self.maybe(self.id()), self.maybe(self.id()))

    def actor(self, number: int) -> Actor:
        """An actor with an id of its own."""
        kind = self.chance.choice(list(ActorKind))
        own = f"{self.id()}{number}"
        return Actor(
            id=own,
            name=self.text(),
            path=self.few(self.text),
            kind=kind,
            elements=self.few(self.id),
        )

    def arrow(self) -> Next:
        """An arrow to any step."""
        return Next(
            to=self.chance.choice(self.keys),
            kind=self.chance.choice(list(NextKind)),
            via=self.few(self.id),
            interrupting=self.flag(),
            label=self.text(),
            condition=self.maybe(self.text()),
            default=self.flag(),
        )

    def element(self) -> BlockElement:
        """An element of any role."""
        return BlockElement(self.id(), self.id(), self.chance.choice(list(Role)))

    def step(self, key: StepKey, no: str, below: tuple[Step, ...]) -> Step:
        """A step with steps below it."""
        return Step(
            key=key,
            no=no,
            kind=self.chance.choice(list(StepKind)),
            symbol=self.chance.choice(list(Symbol)),
            text=self.text(),
            label=self.text(),
            actors=tuple(actor.id for actor in self.cast if self.flag()),
            wait=self.chance.choice(list(Wait)),
            split=self.chance.choice(list(Split)),
            next=self.few(self.arrow, 3),
            inputs=self.few(self.cell),
            time=self.maybe(self.cell()),
            outputs=self.few(self.cell),
            remarks=self.few(self.cell),
            elements=self.few(self.element, 3),
            refers_to=self.maybe(SopKey(self.id())),
            steps=below,
        )

    def steps(self, keys: Sequence[StepKey], above: str = "") -> tuple[Step, ...]:
        """Steps with these keys, some of them below others."""
        made: list[Step] = []
        rest = list(keys)
        while rest:
            key, no = rest.pop(0), f"{above}{len(made) + 1}"
            count = self.chance.randint(0, len(rest)) if self.flag() else 0
            below, rest = rest[:count], rest[count:]
            made.append(self.step(key, no, self.steps(below, f"{no}.")))
        return tuple(made)

    def finding(self) -> Finding:
        """A finding of a rule without words."""
        severity = self.chance.choice(list(Severity))
        line = self.maybe(self.chance.randint(1, 10**6))
        return Finding("made-up", severity, self.text(), line, self.few(self.id))

    def region(self) -> Region:
        """A region between any two steps."""
        kind = self.chance.choice(list(RegionKind))
        return Region(kind, self.chance.choice(self.keys), self.chance.choice(self.keys))

    def kind(self) -> Kind:
        """A classification."""
        return Kind(
            nature=self.chance.choice(["administrative", "technical"]),
            extent=self.chance.choice(["macro", "micro"]),
            completeness=self.chance.choice(["final", "partial"]),
            reach=self.chance.choice(["generic", "specific"]),
        )

    def source(self) -> Source:
        """A source."""
        lists = {"processes": self.few(self.id), "scopes": self.few(self.id)}
        return Source(file=self.text(), sha256="0" * 64, map=self.id(), **lists)

    def sop(self) -> Sop:
        """An SOP of all that."""
        counts = [self.chance.randint(0, 99) for _ in range(5)]
        return Sop(
            key=SopKey(self.id()),
            title=self.text(),
            source=self.source(),
            code=self.maybe(self.text()),
            level=self.maybe(self.chance.randint(0, 9)),
            language=self.chance.choice(["id", "en"]),
            kind=self.kind(),
            identity=Identity(**{name: self.cell() for name in Identity.__struct_fields__}),
            actors=tuple(self.cast),
            steps=self.steps(self.keys),
            explained=self.few(lambda: Explained(self.id(), self.id())),
            findings=self.few(self.finding),
            proof=Proof(
                **dict(zip(Proof.__struct_fields__, counts, strict=False)), rebuilds=self.flag()
            ),
            regions=self.few(self.region),
        )


@st.composite
def sops(draw: st.DrawFn) -> Sop:
    """An SOP of up to six steps, some of them below others, with arrows between any two."""
    maker = Maker(
        chance=Random(draw(st.integers(0, 2**32))),  # noqa: S311  (nothing secret)
        texts=draw(st.lists(texts, min_size=1, max_size=6)),
        ids=draw(st.lists(ids, min_size=1, max_size=4)),
        keys=[StepKey(key) for key in draw(st.lists(ids, min_size=1, max_size=6, unique=True))],
    )
    maker.cast = [maker.actor(number) for number in range(maker.chance.randint(0, 3))]
    return maker.sop()
