"""What an office has beside its daily work: units, a general SOP and who adopted it, a torn title, an untidy map."""

from collections.abc import Callable

from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.adopting import Adopt, adopt, make_general
from bpm2sop.workspace.approving import Enact, SopAct, approve, enact
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL, Person
from bpm2sop.workspace.submitting import submit, verify
from bpm2sop.workspace.units import add_unit, give_maps
from bpm2sop.workspace.views import list_sops, sop_view
from tests.e2e.maps import PURCHASE, untidy

Three = tuple[Person, Person, Person]
COMPLAINT = "Penanganan Pengaduan Masyarakat"
ENDING = "Seksi Lama"


def carried(
    workspace: Workspace, who: Person, act: Callable[[Workspace, Person, SopAct], object], sop: str
) -> None:
    """Carry an SOP one stage on."""
    version = sop_view(workspace, who, sop).version
    act(workspace, who, SopAct(sop, version, "Isian yang kosong dilengkapi pada edisi berikutnya"))


def issued(workspace: Workspace, people: Three, sop: str, number: str) -> None:
    """Approve an SOP and put its new edition in force."""
    ani, budi, cici = people
    for who, act in ((ani, submit), (budi, verify), (cici, approve)):
        carried(workspace, who, act, sop)
    view = sop_view(workspace, cici, sop)
    dates = {"created": "2026-01-05", "effective": "2026-02-02"}
    enact(workspace, cici, Enact(sop, view.editions[-1].number, view.version, number, **dates))


def surrounded(workspace: Workspace, people: Three) -> tuple[dict[str, str], dict[str, str]]:
    """Add it all; give SOPs and files by what they are good for."""
    ani, _, cici = people
    office = add_unit(workspace, ani, "Dinas Penanaman Modal dan PTSP", short="DPMPTSP")
    service = add_unit(
        workspace, ani, "Bidang Pelayanan Perizinan", short="BPP", parent=office.id
    ).id
    titles = {line.title: line.id for line in list_sops(workspace, ani)}
    maps = {line.name.rpartition("/")[2]: line.id for line in list_maps(workspace, ani)}
    for name, held in (
        ("Seksi Pengaduan", "01.02.01.01-penanganan-pengaduan-masyarakat.bpmn"),
        ("Seksi Informasi", "02.02.02.01-pengadaan-langsung.bpmn"),
        (ENDING, "01.02.01.02-handle-visitor-complaint-about-service-counter.bpmn"),
    ):
        unit = add_unit(workspace, ani, name, parent=office.id)
        give_maps(workspace, ani, unit.id, [maps[held]])
    general = titles[COMPLAINT]
    return {
        "general": general,
        **shared(workspace, people, general, (service, office.id)),
        "no-edition": offered(workspace, cici, titles["Klarifikasi dan negosiasi"]),
        "torn": torn(workspace, ani, titles["Pengadaan Langsung"]),
        **brought(workspace),
    }, {"untidy": next(line.id for line in list_maps(workspace, ani) if "tanpa" in line.name)}


def offered(workspace: Workspace, cici: Person, sop: str) -> str:
    """Offer an SOP to all units."""
    make_general(workspace, cici, sop, seen=sop_view(workspace, cici, sop).version)
    return sop


def shared(
    workspace: Workspace, people: Three, general: str, units: tuple[str, str]
) -> dict[str, str]:
    """Put an SOP in force, offer and adopt it; then comes its second edition, which another unit adopts."""
    ani, _, cici = people
    issued(workspace, people, general, "500.17/SOP/2026")
    offered(workspace, cici, general)
    own = {"Petugas Pengaduan": "Petugas Loket", "Koordinator Pengaduan": "Kepala Loket"}
    suspect = adopt(workspace, ani, Adopt(general=general, unit=units[0], actors=own))
    steps = sop_view(workspace, ani, general).steps
    for step, field, words in (
        (steps[1], Field.TEXT, "Mencatat dan memindai pengaduan"),
        (steps[3], Field.TIME, "1 hari kerja"),
    ):
        edit_cell(workspace, ani, EditCell(general, step.key, field, words, 0))
    issued(workspace, people, general, "500.17/SOP/2026")
    follows = adopt(workspace, ani, Adopt(general=general, unit=units[1], number="065/12/2026"))
    return {"suspect": suspect, "follows": follows}


def torn(workspace: Workspace, ani: Person, sop: str) -> str:
    """Have a title that a person typed, and whose process the next map calls something else again."""
    edit_cell(workspace, ani, EditCell(sop, "", Field.TITLE, "Pengadaan langsung barang", 0))
    edit_cell(workspace, ani, EditCell(sop, "", Field.NUMBER, "027/04/2026", 0))
    file = next(one for one in list_maps(workspace, ani) if one.name.endswith(PURCHASE.name))
    data = PURCHASE.read_bytes().replace(
        b'name="Pengadaan Langsung"', b'name="Pengadaan Barang Secara Langsung"'
    )
    revise(workspace, ani, Revise(file=file.id, data=data, seen=file.version))
    return sop


def brought(workspace: Workspace) -> dict[str, str]:
    """Bring a map that leaves much open."""
    source = SourceFile("tanpa-gambar.bpmn", untidy())
    line = import_maps(workspace, LOCAL, [source]).lines[0]
    return {"untidy": line.sops[0].id}
