"""References through the atlas: into other files, by name and code, and hand-overs."""

from bpm2sop.atlas import AtlasSettings, build_atlas
from bpm2sop.drafting import Settings, draft_file, link
from bpm2sop.drafting.linking import references
from bpm2sop.model.sop import Sop, StepKind
from tests.atlas.made import HEAD, Box, Call, chain, chart, read, work


def linked(files: dict[str, str]) -> dict[str, Sop]:
    """The SOPs of a set by the name of their file."""
    held = read(files)
    drafts = [sop for file in held for sop in draft_file(file, Settings())]
    return {sop.source.file: sop for sop in link(drafts, held)}


def test_a_collapsed_box_that_bears_the_name_of_a_map_becomes_a_reference() -> None:
    """An empty sub-process is a step that names the SOP of the map it stands for."""
    sops = linked(
        {
            "a.bpmn": chain("Rantai", [Box("Penerbitan Izin"), "Menutup"]),
            "b.bpmn": work("Penerbitan Izin", "Q"),
        }
    )
    step = next(step for step in sops["a.bpmn"].steps if step.label == "Penerbitan Izin")
    assert step.kind is StepKind.REFERENCE
    assert step.refers_to == sops["b.bpmn"].key
    assert sops["b.bpmn"].identity.related.value == sops["a.bpmn"].title


def test_an_empty_box_without_a_map_stays_an_activity() -> None:
    """Nothing is made up."""
    sops = linked({"a.bpmn": chain("Rantai", [Box("Penerbitan Izin"), "Menutup"])})
    assert references(sops["a.bpmn"].steps) == []


def test_a_call_into_nothing_is_a_finding_and_the_step_stands() -> None:
    """The row is there, without a reference."""
    sop = linked({"a.bpmn": chain("Rantai", [Call("Memanggil", "tiada")])})["a.bpmn"]
    assert [step.refers_to for step in references(sop.steps)] == [None]
    assert [finding.rule for finding in sop.findings if "call" in finding.rule] == [
        "call-unresolved"
    ]


def test_a_call_that_names_no_process_is_looked_for_by_its_own_name() -> None:
    """And the finding says that name, so that a person knows which map is missing."""
    files = read({"a.bpmn": chain("Rantai", [Call("Penerbitan Izin", "")])})
    [finding] = [one for one in build_atlas(files).findings if one.rule == "call-unresolved"]
    assert dict(finding.params)["called"] == "Penerbitan Izin"


def test_a_call_of_a_chart_is_a_finding_of_its_own() -> None:
    """The map is there, but it has no SOP."""
    files = {
        "a.bpmn": chain("Rantai", [Call("Memanggil", "Q")]),
        "b.bpmn": chart("Bagan", [Box("Satu")], "Q"),
    }
    sop = linked(files)["a.bpmn"]
    assert [finding.rule for finding in sop.findings if "call" in finding.rule] == [
        "call-without-sop"
    ]


def test_a_call_of_its_own_process_is_no_keterkaitan() -> None:
    """A map that calls itself is a cycle, and its SOP does not name itself."""
    files = {"a.bpmn": chain("Rantai", [Call("Lagi", "P"), "Menutup"])}
    assert linked(files)["a.bpmn"].identity.related.value == ""
    assert [finding.rule for finding in build_atlas(read(files)).findings] == ["atlas-cycle"]


def test_a_pool_that_calls_anothers_process_is_no_cycle() -> None:
    """Two pools of one diagram share a page; a call between them turns in no circle."""
    pools = (
        '<collaboration id="C"><participant id="a" name="A" processRef="P"/>'
        '<participant id="b" name="B" processRef="Q"/></collaboration>'
    )
    call = '<callActivity id="c" name="Memeriksa" calledElement="Q"/><task id="t" name="Menutup"/>'
    flow = '<sequenceFlow id="f" sourceRef="c" targetRef="t"/>'
    other = '<task id="u" name="Meneliti"/><task id="v" name="Menilai"/><sequenceFlow id="g" sourceRef="u" targetRef="v"/>'
    body = f'>{pools}<process id="P">{call}{flow}</process><process id="Q">{other}</process></definitions>'
    assert [finding.rule for finding in build_atlas(read({"a.bpmn": HEAD + body})).findings] == []


def with_data(title: str, process: str, *, document: str, into: bool) -> str:
    """A map whose only task reads or writes a document."""
    link_ = (
        "<dataInputAssociation id='da'><sourceRef>dr</sourceRef></dataInputAssociation>"
        if into
        else "<dataOutputAssociation id='da'><targetRef>dr</targetRef></dataOutputAssociation>"
    )
    return (
        f"{HEAD}><process id='{process}' name='{title}'><startEvent id='s'/><task id='t' name='Mengolah'>{link_}</task>"
        f"<dataObject id='do'/><dataObjectReference id='dr' dataObjectRef='do' name='{document}'/>"
        "<sequenceFlow id='f' sourceRef='s' targetRef='t'/></process></definitions>"
    )


def test_an_output_that_is_anothers_input_ties_both_sops() -> None:
    """*Keterkaitan* on both sides, with the rule and an element of the own map."""
    sops = linked(
        {
            "a.bpmn": with_data("Penyusunan Renja", "A", document="Rencana Kerja", into=False),
            "b.bpmn": with_data("Pelaksanaan Renja", "B", document="Rencana  kerja", into=True),
        }
    )
    one, other = sops["a.bpmn"].identity.related, sops["b.bpmn"].identity.related
    assert (one.value, one.element, one.rule) == ("Pelaksanaan Renja", "dr", "hand-over")
    assert (other.value, other.element, other.rule) == ("Penyusunan Renja", "dr", "hand-over")
    assert sops["b.bpmn"].kind.extent == "micro"


def test_a_message_to_anothers_process_ties_both_sops() -> None:
    """A closed pool that bears the name of another map's process."""
    pools = (
        "<collaboration id='C'><participant id='p1' name='Dinas' processRef='P'/>"
        "<participant id='p2' name='Pembayaran Tagihan'/>"
        "<messageFlow id='m' sourceRef='n0' targetRef='p2'/></collaboration>"
    )
    sops = linked(
        {
            "a.bpmn": chain("Pengadaan", ["Mengirim"], pools=pools),
            "b.bpmn": work("Pembayaran Tagihan", "Q"),
        }
    )
    assert sops["a.bpmn"].identity.related[:4] == ("Pembayaran Tagihan", "map", "m", "hand-over")
    assert sops["b.bpmn"].identity.related[:4] == ("Pengadaan", "map", "Q", "hand-over")


def test_flow_within_a_box_of_a_chart_is_a_page_with_its_sop() -> None:
    """The chart has no SOP; the box that holds flow has one, with the level below."""
    text = chart("Bagan", [Box("Proses Inti")], "R").replace(
        "</subProcess>",
        "<task id='t1' name='Memeriksa'/><task id='t2' name='Menyimpan'/>"
        "<sequenceFlow id='f' sourceRef='t1' targetRef='t2'/></subProcess>",
    )
    atlas = build_atlas(read({"a.bpmn": text}))
    assert [(page.title, page.level, page.scopes) for page in atlas.pages] == [
        ("Bagan", 0, ()),
        ("Proses Inti", 1, ("R_0",)),
    ]
    assert linked({"a.bpmn": text})["a.bpmn"].level == 1


def test_a_lane_diagram_that_nothing_places_has_the_level_of_lane_diagrams() -> None:
    """The setting says which level that is."""
    files = read({"a.bpmn": work("Penerbitan Izin")})
    assert [page.level for page in build_atlas(files).pages] == [3]
    settings = AtlasSettings(cross_functional_level=2)
    assert [page.level for page in build_atlas(files, settings=settings).pages] == [2]


def test_a_map_with_a_sub_process_of_its_own_keeps_its_level() -> None:
    """Drawing a part as a sub-process makes no chain of maps out of the place where work is done."""
    inner = "<subProcess id='s' name='Rapat'><task id='u' name='Membahas'/></subProcess>"
    flow = "<task id='t' name='Mengundang'/><sequenceFlow id='f' sourceRef='t' targetRef='s'/>"
    files = read(
        {
            "a.bpmn": f"{HEAD}><process id='P' name='Rapat Kerja'>{flow}{inner}</process></definitions>"
        }
    )
    assert build_atlas(files).pages[0].level == 3
