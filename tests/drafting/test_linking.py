"""What refers to what among the SOPs of a set."""

from __future__ import annotations

from bpm2sop.drafting import Settings, draft_file, link, proved
from bpm2sop.model.sop import Sop, StepKind
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
    assert sop.kind.extent == "macro"


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
