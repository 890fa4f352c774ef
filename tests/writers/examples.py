"""Three SOPs made by hand: one with all that a table can hold, one that attacks its reader, one with nothing in it."""

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import (
    Actor,
    ActorKind,
    BlockElement,
    Cell,
    CellSource,
    Explained,
    Identity,
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

AGENCY = "Dinas Penanaman Modal"


def lane(lane_id: str, name: str) -> Actor:
    """A lane of the agency's pool."""
    return Actor(
        id=lane_id, name=name, path=(AGENCY, name), kind=ActorKind.LANE, elements=(lane_id,)
    )


def flow(to: str, via: str, label: str = "", *, default: bool = False) -> Next:
    """An arrow of control along one sequence flow."""
    return Next(StepKey(to), NextKind.FLOW, (via,), label=label, default=default)


def drawn(value: str, element: str) -> Cell:
    """A cell that the map fills."""
    return Cell(value, CellSource.MAP, element)


def block(*parts: str) -> tuple[BlockElement, ...]:
    """A block from lines of id, type and role."""
    split = (part.rsplit(maxsplit=2) for part in parts)
    return tuple(BlockElement(element, kind, Role(role)) for element, kind, role in split)


def step(key: str, no: str, text: str, actor: str, **more: object) -> Step:
    """A plain step: a task, entered by any arrow, leaving by one."""
    fields: dict[str, object] = {
        "kind": StepKind.ACTIVITY,
        "symbol": Symbol.PROCESS,
        "label": text,
        "wait": Wait.ANY,
        "split": Split.ONE,
        "elements": block(f"{key} userTask core"),
    }
    return Step(key=StepKey(key), no=no, text=text, actors=(actor,), **{**fields, **more})  # type: ignore[arg-type]


def source(file: str, scope: str) -> Source:
    """Where an example says that it is from."""
    return Source(
        file=file, sha256="7d" * 32, map="Collaboration_1", processes=(scope,), scopes=(scope,)
    )


_DISPOSITION = (
    step(
        "Task_4a", "4.1", "Membaca surat dan telaahan", "Lane_3", next=(flow("Task_4b", "Flow_41"),)
    ),
    step(
        "Task_4b",
        "4.2",
        "Memberikan disposisi",
        "Lane_3",
        outputs=(drawn("Lembar disposisi", "Data_3"),),
    ),
)
_STEPS = (
    step(
        "Task_1",
        "1",
        "Menerima surat masuk",
        "Lane_1",
        label="Penerimaan surat masuk",
        symbol=Symbol.TERMINATOR,
        next=(flow("Task_2", "Flow_2"),),
        inputs=(drawn("Surat masuk", "Data_1"),),
        time=Cell("10 menit", CellSource.MAP, "Task_1", "dialect-camunda"),
        outputs=(drawn("Surat masuk [diterima]", "Data_2"),),
        remarks=(Cell("Dimulai bila surat datang", CellSource.MAP, "Start_1", "start"),),
        elements=block(
            "Start_1 startEvent start", "Flow_1 sequenceFlow flow", "Task_1 userTask core"
        ),
    ),
    step(
        "Task_2",
        "2",
        "Memeriksa kelengkapan surat",
        "Lane_2",
        label="Periksa kelengkapan surat",
        kind=StepKind.DECISION,
        symbol=Symbol.DECISION,
        next=(flow("Task_4", "Flow_4", "Ya"), flow("Task_3", "Flow_5", "Tidak", default=True)),
        inputs=(Cell("Surat masuk [diterima]", CellSource.ASSUMED, None, "carried-forward"),),
        time=Cell("1 hari kerja", CellSource.PERSON),
        elements=block(
            "Task_2 userTask core", "Flow_3 sequenceFlow flow", "Gateway_1 exclusiveGateway split"
        ),
    ),
    step(
        "Task_3",
        "3",
        "Mengembalikan surat kepada pengirim",
        "Lane_1",
        next=(flow("Task_2", "Flow_6"),),
        remarks=(
            Cell(
                "Surat dikembalikan paling lama satu hari.", CellSource.MAP, "Note_1", "annotation"
            ),
        ),
    ),
    step(
        "Task_4",
        "4",
        "Mendisposisi surat",
        "Lane_3",
        split=Split.ALL,
        next=(
            flow("Task_5", "Flow_7"),
            flow("Task_6", "Flow_8"),
            Next(
                StepKey("Task_8"), NextKind.EXCEPTION, ("Event_1", "Flow_9"), label="Lewat 2 hari"
            ),
            Next(
                StepKey("Task_6"),
                NextKind.EXCEPTION,
                ("Event_2", "Flow_10"),
                interrupting=False,
                label="Surat rahasia",
            ),
        ),
        elements=block(
            "Task_4 subProcess core", "Flow_71 sequenceFlow flow", "Gateway_2 parallelGateway split"
        ),
        steps=_DISPOSITION,
    ),
    step(
        "Task_5",
        "5",
        "Menyusun konsep jawaban",
        "Lane_4",
        next=(
            flow("Task_7", "Flow_11"),
            Next(StepKey("Task_8"), NextKind.MESSAGE, ("Message_1",), label="Konsep jawaban"),
        ),
        outputs=(drawn("Konsep jawaban", "Data_4"),),
    ),
    step(
        "Task_6",
        "6",
        "Mencatat surat dalam buku agenda",
        "Lane_5",
        next=(flow("Task_7", "Flow_12"),),
    ),
    step(
        "Task_7",
        "7",
        "Mengarsipkan surat",
        "Lane_5",
        symbol=Symbol.TERMINATOR,
        wait=Wait.ALL,
        outputs=(drawn("Arsip surat", "Data_5"),),
        remarks=(Cell("Selesai: surat diarsipkan", CellSource.MAP, "End_1", "end"),),
        elements=block(
            "Gateway_3 parallelGateway sync", "Flow_13 sequenceFlow flow", "Task_7 userTask core"
        ),
    ),
    step(
        "Task_8",
        "8",
        "Melaporkan keterlambatan",
        "Lane_6",
        kind=StepKind.REFERENCE,
        symbol=Symbol.TERMINATOR,
        refers_to=SopKey("pelaporan-keterlambatan-1a2b3c4d"),
        elements=block("Task_8 callActivity core"),
    ),
    step(
        "Sub_9",
        "9",
        "Menangani penarikan surat",
        "Lane_2",
        kind=StepKind.HANDLER,
        label="Surat ditarik pengirim",
        elements=block("Sub_9 subProcess core"),
        steps=(
            step(
                "Task_9a",
                "9.1",
                "Menghentikan penanganan surat",
                "Lane_2",
                symbol=Symbol.TERMINATOR,
                elements=block(
                    "Start_9 startEvent start", "Flow_91 sequenceFlow flow", "Task_9a task core"
                ),
                remarks=(Cell("Dimulai bila surat ditarik", CellSource.MAP, "Start_9", "start"),),
            ),
        ),
    ),
)

LETTERS = Sop(
    key=SopKey("penanganan-surat-masuk-0f1e2d3c"),
    title="Penanganan Surat Masuk",
    source=source("penanganan-surat-masuk.bpmn", "Process_1"),
    code="02.01.01",
    level=3,
    identity=Identity(
        number=Cell("SOP-023/17000/2025", CellSource.PERSON),
        legal_basis=Cell(
            "PermenPANRB Nomor 35 Tahun 2012\nPerda Nomor 4 Tahun 2019", CellSource.PERSON
        ),
        related=drawn("Pelaporan Keterlambatan", "Task_8"),
        warning=Cell(
            "Apabila SOP ini tidak dilaksanakan, maka surat terlambat ditindaklanjuti.",
            CellSource.ASSUMED,
            None,
            "warning",
        ),
    ),
    actors=(
        lane("Lane_1", "Pengadministrasi Umum"),
        lane("Lane_2", "Sekretaris"),
        lane("Lane_3", "Kepala Dinas"),
        lane("Lane_4", "Kepala Bidang Pelayanan Perizinan"),
        lane("Lane_5", "Arsiparis"),
        Actor(
            id="Lane_6",
            name="Inspektorat",
            path=("Inspektorat",),
            kind=ActorKind.EXTERNAL,
            elements=("Lane_6",),
        ),
    ),
    steps=_STEPS,
    explained=(Explained("Flow_99", "loose-end"), Explained("Event_7", "no-exit")),
    findings=(
        Finding(
            "made-up",
            Severity.WARNING,
            "penanganan-surat-masuk.bpmn",
            48,
            ("Gateway_1",),
            (("name", "Lengkap?"),),
        ),
    ),
    proof=Proof(nodes=19, in_steps=12, folded=6, explained=1, flows=22, rebuilds=True),
    regions=(
        Region(RegionKind.LOOP, StepKey("Task_2"), StepKey("Task_3")),
        Region(RegionKind.PARALLEL, StepKey("Task_5"), StepKey("Task_6")),
    ),
)

_SCRIPT = "<script>alert('x')</script>"
_QUOTE = '" onmouseover="alert(1)'
ATTACK = Sop(
    key=SopKey("attack-00000000"),
    title=f"=1+1 {_SCRIPT}",
    source=source("a.bpmn", "Process_1"),
    actors=(
        lane("L1", f"</th>{_SCRIPT}"),
        lane(_QUOTE, "@SUM(A1)|pipe"),
    ),
    steps=(
        step(
            _QUOTE,
            "1",
            "=HYPERLINK(1)",
            _QUOTE,
            label="</style><img src=x onerror=alert(1)>",
            kind=StepKind.DECISION,
            symbol=Symbol.DECISION,
            next=(flow(_QUOTE, "F1", "a | b\n## c"), flow("T2", "F2", _SCRIPT)),
            inputs=(
                drawn("+62 | `x`", _SCRIPT),
                drawn("-1", "D2"),
                drawn("\t=2", "D3"),
                drawn("＝3", "D4"),
            ),
            remarks=(
                Cell(
                    "[click](javascript:alert(1)) <b>*bold*</b>", CellSource.MAP, "N1", "annotation"
                ),
            ),
        ),
        step(
            "T2",
            "2",
            "first\r\n=second",
            "L1",
            refers_to=SopKey("javascript:alert(1)"),
            kind=StepKind.REFERENCE,
        ),
    ),
    explained=(Explained(_SCRIPT, _SCRIPT),),
    findings=(Finding(_SCRIPT, Severity.ERROR, _SCRIPT, None, (_SCRIPT,), (("x", _SCRIPT),)),),
    proof=Proof(nodes=2, in_steps=2, folded=0, explained=0, flows=2, rebuilds=False),
)

EMPTY = Sop(
    key=SopKey("empty-00000000"),
    title="-",
    source=source("b.bpmn", "P"),
    proof=Proof(nodes=0, in_steps=0, folded=0, explained=0, flows=0, rebuilds=True),
)
