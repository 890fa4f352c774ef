"""SOPs made at random from a seed, and a hand-written notation for small ones."""

from __future__ import annotations

import random

from bpm2sop.model.sop import (
    Actor,
    ActorKind,
    Cell,
    CellSource,
    Next,
    NextKind,
    Proof,
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

WORDS = [
    "memeriksa",
    "kelengkapan",
    "berkas",
    "permohonan",
    "izin",
    "usaha",
    "dan",
    "mencatat",
    "hasilnya",
    "dalam",
    "buku",
    "agenda",
    "surat",
    "masuk",
    "lalu",
    "menyampaikan",
    "kepada",
    "kepala",
    "seksi",
    "untuk",
    "diteliti",
    "serta",
    "diparaf",
    "sebelum",
    "ditandatangani",
]
ROLES = (
    "Pemohon", "Petugas Loket", "Kepala Seksi Pelayanan", "Tim Teknis", "Kepala Bidang", "Kepala Dinas",
    "Bendahara Pengeluaran", "Sekretaris", "Pejabat Pembuat Komitmen", "Staf Administrasi", "Arsiparis", "Kurir",
)  # fmt: skip
ANSWERS = (
    ("Ya", "Tidak"),
    ("Lengkap", "Tidak lengkap"),
    ("Setuju", "Tidak setuju"),
    ("Teknis", "Administratif"),
)
PROOF = Proof(nodes=0, in_steps=0, folded=0, explained=0, flows=0, rebuilds=True)


def actor(name: str, number: int) -> Actor:
    """Return an actor with a lane of that name."""
    return Actor(
        id=f"L{number}", name=name, path=(name,), kind=ActorKind.LANE, elements=(f"L{number}",)
    )


def sop(steps: tuple[Step, ...], actors: tuple[Actor, ...], *, title: str = "Uji Coba") -> Sop:
    """Return an SOP of these steps."""
    source = Source(file="uji.bpmn", sha256="0", map="M", processes=("P",), scopes=("P",))
    return Sop(
        key=SopKey("uji"), title=title, source=source, actors=actors, steps=steps, proof=PROOF
    )


def step(number: int, actors: tuple[str, ...], **fields: object) -> Step:
    """Return a step with defaults for what a layout test does not care about."""
    known: dict[str, object] = {
        "no": str(number), "kind": StepKind.ACTIVITY, "symbol": Symbol.PROCESS, "text": f"Langkah {number}",
        "label": "", "wait": Wait.ANY, "split": Split.ONE,
    }  # fmt: skip
    return Step(key=StepKey(f"s{number}"), actors=actors, **(known | fields))  # type: ignore[arg-type]


def arrow(number: int, label: str = "", *, kind: NextKind = NextKind.FLOW) -> Next:
    """Return an arrow to the step of that number."""
    return Next(StepKey(f"s{number}"), kind, (), label=label)


def random_sop(seed: int, *, actors: int | None = None, steps: int | None = None) -> Sop:
    """Return an SOP of 2 to 12 actors and 5 to 60 steps: a walk with decisions, loops and jumps."""
    rng = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    lanes = actors or rng.randint(2, 12)
    count = steps or rng.randint(5, 60)
    people = tuple(actor(ROLES[i % len(ROLES)], i) for i in range(lanes))
    made = []
    lane = rng.randrange(lanes)
    for number in range(1, count + 1):
        if rng.random() < 0.6:
            lane = rng.randrange(lanes)
        made.append(_random_step(rng, number, count, f"L{lane}"))
    return sop(tuple(made), people, title=f"Uji {seed}")


def _random_step(rng: random.Random, number: int, count: int, lane: str) -> Step:
    decision = 1 < number < count and rng.random() < 0.22
    ends = number in {1, count}
    text = " ".join(rng.choices(WORDS, k=rng.randint(3, 18))).capitalize()
    symbol = Symbol.DECISION if decision else Symbol.TERMINATOR if ends else Symbol.PROCESS
    return step(
        number,
        (lane,),
        text=text,
        symbol=symbol,
        next=_random_next(rng, number, count, decision=decision),
        inputs=(Cell(" ".join(rng.choices(WORDS, k=rng.randint(0, 4))), CellSource.MAP),),
        time=Cell(f"{rng.randint(1, 60)} menit", CellSource.ASSUMED),
        outputs=(Cell(" ".join(rng.choices(WORDS, k=rng.randint(0, 4))), CellSource.MAP),),
    )


def _random_next(
    rng: random.Random, number: int, count: int, *, decision: bool
) -> tuple[Next, ...]:
    if number == count:
        return ()
    if not decision:
        return (arrow(number + 1),)
    yes, no = rng.choice(ANSWERS)
    # Two in three go back up, mostly not far; the others jump ahead.
    if rng.random() < 0.67:
        other = max(1, number - rng.choice((1, 1, 2, 2, 3, 4, 6, 12)))
    else:
        other = min(count, number + rng.choice((2, 2, 3, 4, 8)))
    if other == number + 1:
        other = 1
    return arrow(number + 1, yes), arrow(other, no)
