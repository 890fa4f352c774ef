"""For each rule a good and a bad SOP in both languages, as a change of one small sound SOP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from bpm2sop.model.sop import (
    Actor,
    ActorKind,
    BlockElement,
    Cell,
    CellSource,
    Identity,
    Kind,
    Next,
    NextKind,
    Proof,
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
from bpm2sop.sopchecks import Around
from bpm2sop.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of the small SOP in one language."""

    title: str
    texts: tuple[str, str, str, str]
    actors: tuple[str, str]
    yes: str
    no: str
    time: str


WORDS: Mapping[Language, Words] = {
    Language.ID: Words(
        title="Penanganan surat masuk",
        texts=("Menerima surat", "Memeriksa alamat surat", "Mencatat surat", "Mengembalikan surat"),
        actors=("Petugas Loket", "Kepala Bagian Umum"),
        yes="Ya",
        no="Tidak",
        time="10 menit",
    ),
    Language.EN: Words(
        title="Handling of incoming letters",
        texts=("Receive the letter", "Check the address", "Record the letter", "Return the letter"),
        actors=("Counter Clerk", "Head of Records"),
        yes="Yes",
        no="No",
        time="10 minutes",
    ),
}


def cell(value: str, element: str | None = "d") -> Cell:
    """Make a cell of the map."""
    return Cell(value, CellSource.MAP, element)


def arrow(to: str, label: str = "") -> Next:
    """Make an arrow of control."""
    return Next(StepKey(to), NextKind.FLOW, (f"to-{to}",), label=label)


def row(words: Words, place: int, symbol: Symbol, arrows: tuple[Next, ...]) -> Step:
    """Make one row, whole in every column."""
    key = "abcd"[place]
    return Step(
        key=StepKey(key),
        no=str(place + 1),
        kind=StepKind.DECISION if symbol is Symbol.DECISION else StepKind.ACTIVITY,
        symbol=symbol,
        text=words.texts[place],
        label=words.texts[place],
        actors=(f"actor{place % 2}",),
        wait=Wait.ANY,
        split=Split.ONE if symbol is Symbol.DECISION else Split.ALL,
        next=arrows,
        inputs=(cell("Surat"),),
        time=cell(words.time),
        outputs=(cell("Surat"),),
        elements=(BlockElement(key, "task", Role.CORE),),
    )


def sound(language: Language) -> Sop:
    """Make an SOP that no rule finds fault with: receive, check, then record or return."""
    words = WORDS[language]
    decide = (arrow("c", words.yes), arrow("d", words.no))
    return Sop(
        key=SopKey("surat"),
        title=words.title,
        source=Source(file="surat.bpmn", sha256="0", map="M", processes=("P",), scopes=("P",)),
        code="01.02.03",
        language=language.value,
        kind=Kind(nature="administrative"),
        identity=Identity(**{name: cell("x") for name in Identity.__struct_fields__}),
        actors=tuple(
            Actor(
                id=f"actor{place}",
                name=name,
                path=(name,),
                kind=ActorKind.LANE,
                elements=(f"actor{place}",),
            )
            for place, name in enumerate(words.actors)
        ),
        steps=(
            row(words, 0, Symbol.TERMINATOR, (arrow("b"),)),
            row(words, 1, Symbol.DECISION, decide),
            row(words, 2, Symbol.TERMINATOR, ()),
            row(words, 3, Symbol.TERMINATOR, ()),
        ),
        proof=Proof(nodes=4, in_steps=4, folded=0, explained=0, flows=3, rebuilds=True),
    )


def at(place: int, **parts: object) -> Callable[[Sop], Sop]:
    """Change one row."""

    def change(sop: Sop) -> Sop:
        steps = list(sop.steps)
        steps[place] = replace(steps[place], **parts)  # type: ignore[arg-type]
        return replace(sop, steps=tuple(steps))

    return change


def whole(**parts: object) -> Callable[[Sop], Sop]:
    """Change the SOP itself."""
    return lambda sop: replace(sop, **parts)  # type: ignore[arg-type]


def both(*changes: Callable[[Sop], Sop]) -> Callable[[Sop], Sop]:
    """Make one change after another."""

    def change(sop: Sop) -> Sop:
        for one in changes:
            sop = one(sop)
        return sop

    return change


def texts(place: int, indonesian: str, english: str) -> Callable[[Sop], Sop]:
    """Change the text of a row, by language."""
    return lambda sop: at(place, text=indonesian if sop.language == "id" else english)(sop)


def titled(indonesian: str, english: str) -> Callable[[Sop], Sop]:
    """Change the title, by language."""
    return lambda sop: replace(sop, title=indonesian if sop.language == "id" else english)


def one_actor(sop: Sop) -> Sop:
    """Let one actor do everything, though the SOP is administrative."""
    steps = tuple(replace(step, actors=("actor0",)) for step in sop.steps)
    return replace(sop, steps=steps, actors=sop.actors[:1])


def twin(sop: Sop) -> Sop:
    """Name the two actors alike."""
    names = (
        ("Kepala Bagian Umum", "Kabag Umum")
        if sop.language == "id"
        else ("Head of Records", "Head of Record")
    )
    actors = tuple(replace(actor, name=name) for actor, name in zip(sop.actors, names, strict=True))
    return replace(sop, actors=actors)


def long_one(sop: Sop) -> Sop:
    """Put thirteen more rows before the last."""
    more = tuple(
        replace(sop.steps[2], key=StepKey(f"m{place}"), no=f"x{place}") for place in range(13)
    )
    return replace(sop, steps=(*sop.steps, *more))


def ring(sop: Sop) -> Sop:
    """Let the two ends lead back, so that nothing ends."""
    return both(at(2, next=(arrow("a"),)), at(3, next=(arrow("a"),)))(sop)


def island(sop: Sop) -> Sop:
    """Let the last two rows lead to each other and nothing else lead there."""
    return both(
        at(1, next=(arrow("a", "Ya"), arrow("a", "Tidak"))),
        at(2, next=(arrow("d"),)),
        at(3, next=(arrow("c"),)),
    )(sop)


BAD: Mapping[str, Callable[[Sop], Sop]] = {
    "sop-start-missing": ring,
    "sop-start-several": at(0, next=(arrow("c"),)),
    "sop-end-missing": ring,
    "sop-step-without-actor": at(2, actors=()),
    "sop-arrow-to-nowhere": at(0, next=(arrow("b"), arrow("gone"))),
    "sop-decision-one-way": at(1, next=(arrow("c", "Ya"),)),
    "sop-decision-unlabelled": at(1, next=(arrow("c", "Ya"), arrow("d"))),
    "sop-decision-many-ways": at(1, next=(arrow("c", "1"), arrow("d", "2"), arrow("a", "3"))),
    "sop-symbol-wrong": at(1, symbol=Symbol.PROCESS),
    "sop-step-verb-first": texts(2, "Surat tercatat rapi", "Letter of the day"),
    "sop-actor-in-step": texts(
        2, "Petugas Loket mencatat surat", "Counter Clerk records the letter"
    ),
    "sop-time-missing": at(2, time=None),
    "sop-time-unclear": at(2, time=cell("sesuai jadwal")),
    "sop-inputs-missing": at(
        2, inputs=(Cell("Surat", CellSource.ASSUMED, "d", "output-of-previous"),)
    ),
    "sop-outputs-missing": at(2, outputs=()),
    "sop-step-two-actions": texts(
        2, "Mencatat surat dan menyimpan arsip", "Record the letter and file the copy"
    ),
    "sop-actors-too-few": one_actor,
    "sop-too-large": long_one,
    "sop-title-form": titled("Menangani surat masuk", "Handle the incoming letters"),
    "sop-identity-missing": whole(identity=Identity(number=cell("1"))),
    "sop-step-unreachable": island,
    "sop-step-without-end": at(3, next=(arrow("d"),)),
    "sop-trace-missing": at(2, elements=()),
    "sop-related-unknown": whole(
        identity=replace(sound(Language.ID).identity, related=cell("Penyusunan X; Y"))
    ),
    "sop-code-not-child": whole(code="02.01.01"),
    "sop-actor-duplicate": twin,
}
AROUND = Around(titles=frozenset({"x", "Y"}), parents={SopKey("surat"): "01.02"})
