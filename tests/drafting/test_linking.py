"""What refers to what among the SOPs of a set."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bpm2sop.drafting import Settings, draft_file, link, proved
from bpm2sop.layout.tablerows import see_words
from bpm2sop.model.sop import Sop, StepKind
from bpm2sop.wording import Language
from tests.drafting.small import line, read


def linked(*bodies: str, settings: Settings | None = None) -> dict[str, Sop]:
    """Draft, link and prove files a.bpmn, b.bpmn … ; give the SOPs by their first scope."""
    files = [read(body, f"{letter}.bpmn") for letter, body in zip("abcd", bodies, strict=False)]
    chosen = settings or Settings()
    drafts = proved(link([s for file in files for s in draft_file(file, chosen)], files), files)
    assert drafts.failures == ()
    return {sop.source.scopes[0]: sop for sop in drafts.sops}


def rules(sop: Sop) -> list[str]:
    """List the rules of an SOP's findings."""
    return [finding.rule for finding in sop.findings]


POOLS = """<collaboration id="K" name="Pelayanan"><participant id="p1" name="Loket" processRef="P"/>
<participant id="p2" name="Gudang" processRef="Q"/></collaboration>"""
STORE = (
    line("Mengambil", "Menyerahkan", name="")
    .replace('"P"', '"Q"')
    .replace('"t', '"q')
    .replace('"f', '"g')
)
CALL = '<callActivity id="c" name="Gudang" calledElement="Q"/>'


def test_a_call_between_two_pools_of_a_map_refers_to_no_sop() -> None:
    """What it calls stands in the same table: the step is a plain one, and a finding says so."""
    (sop,) = linked(POOLS + line(CALL, "Mencatat") + STORE).values()
    step = next(one for one in sop.steps if one.key == "c")
    assert (step.kind, step.refers_to) == (StepKind.ACTIVITY, None)
    assert rules(sop) == ["call-within-sop"]
    assert sop.kind.extent == "micro"


def test_a_call_that_decides_stays_a_decision() -> None:
    """The gateway behind it still asks."""
    body = (
        CALL + '<exclusiveGateway id="x" name="Ada?"/><task id="t" name="Mencatat"/><task id="u" name="Menolak"/>'
        '<sequenceFlow id="f1" sourceRef="c" targetRef="x"/><sequenceFlow id="f2" name="Ya" sourceRef="x" targetRef="t"/>'
        '<sequenceFlow id="f3" name="Tidak" sourceRef="x" targetRef="u"/>'
    )  # fmt: skip
    (sop,) = linked(f'{POOLS}<process id="P">{body}</process>{STORE}').values()
    step = next(one for one in sop.steps if one.key == "c")
    assert (step.kind, step.refers_to) == (StepKind.DECISION, None)


def test_a_call_between_two_pools_refers_where_each_process_has_its_own_sop() -> None:
    """The same map cut by process gives two SOPs, of which one names the other."""
    sops = linked(POOLS + line(CALL, "Mencatat") + STORE, settings=Settings(scope="process"))
    step = next(one for one in sops["P"].steps if one.key == "c")
    assert (step.kind, step.refers_to) == (StepKind.REFERENCE, sops["Q"].key)


def test_a_process_that_calls_itself_refers_to_no_sop() -> None:
    """A repetition drawn as a call of the same process."""
    (sop,) = linked(line(CALL.replace('"Q"', '"P"'), "Mencatat")).values()
    assert [one.refers_to for one in sop.steps] == [None, None]


BY_PROCESS = Settings(scope="process")


def pools(*names: str) -> str:
    """Write pools around the processes P0, P1 …, of two tasks each, under a map and a file that bear a name."""
    written = "".join(
        f'<participant id="p{at}" name="{name}" processRef="P{at}"/>' for at, name in enumerate(names)
    )  # fmt: skip
    processes = "".join(
        line(f"Menerima {at}", f"Mencatat {at}", name="")
        .replace('"P"', f'"P{at}"')
        .replace('"t', f'"t{at}')
        .replace('"f', f'"f{at}')
        for at in range(len(names))
    )
    return f'<collaboration id="K" name="Pelayanan izin">{written}</collaboration>{processes}'


def titles(body: str, settings: Settings = BY_PROCESS) -> list[str]:
    """Give the titles of the SOPs of a file."""
    return [sop.title for sop in linked(body, settings=settings).values()]


def test_an_sop_of_one_process_is_titled_by_its_pool() -> None:
    """Where the pool's name is words, it says whose work it is."""
    assert titles(pools("Loket pelayanan", "Gudang arsip")) == ["Loket pelayanan", "Gudang arsip"]


def test_sops_of_one_map_never_share_a_title() -> None:
    """A name that is no title by itself stands behind the map's; without any, the first step does, else a number."""
    assert titles(pools("Pool A", "Pool B")) == ["Pelayanan izin (Pool A)", "Pelayanan izin (Pool B)"]  # fmt: skip
    mixed = ["Pelayanan izin (Pool A)", "Pelayanan izin (Menerima 1)"]
    assert titles(pools("Pool A", "")) == mixed
    same = pools("", "").replace("Menerima 1", "Menerima 0")
    assert titles(same) == ["Pelayanan izin (1)", "Pelayanan izin (2)"]


def test_a_sub_process_without_a_name_is_told_from_its_map() -> None:
    """The map keeps its title, the SOP that it refers to bears something more."""
    inner = line("Memeriksa", "Mencatat", name="").replace('"P"', '"S"')
    inner = inner.replace("process", "subProcess").replace('"t', '"u').replace('"f', '"g')
    drawn = (
        '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
        '<di:BPMNPlane bpmnElement="P"><di:BPMNShape bpmnElement="S" isExpanded="false">'
        '<dc:Bounds x="0" y="0" width="9" height="9"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'
    )
    found = titles(line("Menerima", inner, name="Pelayanan izin") + drawn, Settings())
    assert found == ["Pelayanan izin", "Pelayanan izin (Memeriksa)"]


def test_related_sops_of_one_title_are_told_apart() -> None:
    """Two files that bear one name: *Keterkaitan* says which of them is meant."""
    call = '<callActivity id="c{0}" name="Izin" calledElement="{0}"/>'
    named = line("Menerima", "Mencatat", name="Izin usaha")
    caller = line(call.format("Q"), call.format("R"), name="Pelayanan")
    sops = linked(caller, named.replace('"P"', '"Q"'), named.replace('"P"', '"R"'))
    assert sops["P"].identity.related.value == "Izin usaha (b.bpmn); Izin usaha (c.bpmn)"


def test_a_reference_bears_the_name_that_people_know() -> None:
    """Title and code of the other SOP, not the key of its file; where it is not known, the label of the map."""
    call = '<callActivity id="c" name="01.02 Izin" calledElement="Q"/>'
    other = line("Menerima", "Mencatat", name="Izin usaha").replace('"P"', '"Q"')
    step = linked(line("Menerima", call, name="Pelayanan"), other)["P"].steps[1]
    assert see_words(step, Language.ID) == "Lihat SOP Izin usaha"
    coded = replace(step, refers_name="Izin usaha (01.02)")
    assert see_words(coded, Language.EN) == "See SOP Izin usaha (01.02)"
    assert see_words(replace(step, refers_name=""), Language.ID) == "Lihat SOP Izin"


END = '<endEvent id="e" name="Izin terbit"/>'


@pytest.mark.parametrize(
    ("nodes", "called", "kind"),
    [
        (("Menerima", "Mencatat"), False, ("micro", "final")),
        (("Menerima", "Mencatat"), True, ("micro", "partial")),
        (("Menerima", END), True, ("micro", "final")),
        (("Menerima", CALL.replace("Q", "R")), False, ("macro", "final")),
    ],
)
def test_kind_follows_what_an_sop_holds(
    nodes: tuple[str, ...], *, called: bool, kind: tuple[str, str]
) -> None:
    """Macro refers to others; partial is a part of another that ends with no product of its own."""
    other = line("Membuka", "Menutup", name="Gudang").replace('"P"', '"R"')
    caller = line("Memanggil", CALL.replace('"Q"', '"P"'), name="Utama").replace('"P">', '"S">')
    files = [line(*nodes), other, *([caller.replace('id="P"', 'id="S"')] if called else [])]
    sop = linked(*files)["P"]
    assert (sop.kind.extent, sop.kind.completeness) == kind


def test_the_order_of_messages_changes_no_relation() -> None:
    """Which of several messages ties two SOPs is chosen by its name."""
    messages = [
        f'<messageFlow id="m{at}" name="{name}" sourceRef="t0" targetRef="X"/>'
        for at, name in enumerate(("Surat", "Berkas"))
    ]
    other = line("Menerima", "Mencatat", name="Izin usaha").replace('"P"', '"Q"')
    for order in (messages, messages[::-1]):
        written = "".join(order)
        pool = (
            '<collaboration id="K" name="Loket"><participant id="p" processRef="P"/>'
            f'<participant id="X" name="Izin usaha"/>{written}</collaboration>'
        )
        sops = linked(pool + line("Meminta", "Menunggu", name="Loket"), other)
        assert sops["P"].identity.related.element == "m1"
