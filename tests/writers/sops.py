"""Made SOPs for tests of writers and of reading back: every field filled with whatever its type can hold."""

from dataclasses import replace

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

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "=cmd|' /C calc'!A0",
    "a | b\nc",
    "{0} {name} %s",
    '{"key": "x"}, {"key": "y", "text": "',
    "\u202egnikat",
)
texts = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    st.sampled_from(HOSTILE),
)
ids = st.text("abcXYZ_-019é", min_size=1, max_size=8)
maybe_texts = st.none() | texts
cells = st.builds(Cell, texts, st.sampled_from(CellSource), st.none() | ids, st.none() | ids)
few_cells = st.lists(cells, max_size=2).map(tuple)
actors = st.builds(
    Actor,
    id=ids,
    name=texts,
    path=st.lists(texts, max_size=2).map(tuple),
    kind=st.sampled_from(ActorKind),
    elements=st.lists(ids, max_size=2).map(tuple),
)
findings = st.builds(
    Finding,
    rule=st.just("made-up"),
    severity=st.sampled_from(Severity),
    file=texts,
    line=st.none() | st.integers(1, 10**6),
    elements=st.lists(ids, max_size=2).map(tuple),
    params=st.just(()),
)


def steps(keys: list[StepKey], actor_ids: list[str]) -> st.SearchStrategy[Step]:
    """Steps whose arrows lead to the given keys; key, number and nesting are set by `sops`."""
    arrows = st.builds(
        Next,
        to=st.sampled_from(keys),
        kind=st.sampled_from(NextKind),
        via=st.lists(ids, max_size=2).map(tuple),
        interrupting=st.booleans(),
        label=texts,
        condition=maybe_texts,
        default=st.booleans(),
    )
    return st.builds(
        Step,
        key=st.just(StepKey("")),
        no=st.just(""),
        kind=st.sampled_from(StepKind),
        symbol=st.sampled_from(Symbol),
        text=texts,
        label=texts,
        actors=st.lists(st.sampled_from(actor_ids), max_size=2, unique=True).map(tuple)
        if actor_ids
        else st.just(()),
        wait=st.sampled_from(Wait),
        split=st.sampled_from(Split),
        next=st.lists(arrows, max_size=3).map(tuple),
        inputs=few_cells,
        time=st.none() | cells,
        outputs=few_cells,
        remarks=few_cells,
        elements=st.lists(st.builds(BlockElement, ids, ids, st.sampled_from(Role)), max_size=3).map(
            tuple
        ),
        refers_to=st.none() | ids.map(SopKey),
    )


@st.composite
def sops(draw: st.DrawFn) -> Sop:
    """An SOP of up to six steps, some of them below others, with arrows between any two."""
    keys = [StepKey(key) for key in draw(st.lists(ids, min_size=1, max_size=6, unique=True))]
    cast = draw(st.lists(actors, max_size=3, unique_by=lambda actor: actor.id))
    flat = [draw(steps(keys, [actor.id for actor in cast])) for _ in keys]
    depths = [0, *(draw(st.integers(0, 2)) for _ in keys[1:])]
    ends = st.sampled_from(keys)
    return Sop(
        key=SopKey(draw(ids)),
        title=draw(texts),
        source=draw(
            st.builds(
                Source,
                file=texts,
                sha256=st.just("0" * 64),
                map=ids,
                processes=st.lists(ids, max_size=2).map(tuple),
                scopes=st.lists(ids, max_size=2).map(tuple),
            )
        ),
        code=draw(maybe_texts),
        level=draw(st.none() | st.integers(0, 9)),
        language=draw(st.sampled_from(["id", "en"])),
        kind=draw(
            st.builds(
                Kind,
                nature=st.sampled_from(["administrative", "technical"]),
                extent=st.sampled_from(["macro", "micro"]),
                completeness=st.sampled_from(["final", "partial"]),
                reach=st.sampled_from(["generic", "specific"]),
            )
        ),
        identity=Identity(**{name: draw(cells) for name in Identity.__slots__}),
        actors=tuple(cast),
        steps=_nested(list(zip(keys, flat, depths, strict=True)), ""),
        explained=tuple(draw(st.lists(st.builds(Explained, ids, ids), max_size=2))),
        findings=tuple(draw(st.lists(findings, max_size=2))),
        proof=draw(
            st.builds(
                Proof,
                **dict.fromkeys(Proof.__slots__[:-1], st.integers(0, 99)),
                rebuilds=st.booleans(),
            )
        ),
        regions=tuple(
            draw(st.lists(st.builds(Region, st.sampled_from(RegionKind), ends, ends), max_size=2))
        ),
    )


def _nested(rows: list[tuple[StepKey, Step, int]], prefix: str) -> tuple[Step, ...]:
    """Put rows of a greater depth below the row before them, and number all."""
    starts = [place for place, row in enumerate(rows) if row[2] <= rows[0][2]]
    made = []
    for count, (start, end) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True), 1):
        key, step, _ = rows[start]
        no = f"{prefix}{count}"
        below = rows[start + 1 : end]
        made.append(replace(step, key=key, no=no, steps=_nested(below, f"{no}.") if below else ()))
    return tuple(made)
