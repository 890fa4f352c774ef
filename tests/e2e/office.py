"""An office in the middle of its work: SOPs at every stage, maps revised and retired, words that wait for a decision."""

from dataclasses import dataclass

from bpm2sop.sources import SourceFile, gather
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import Enact, SopAct, approve, enact, retire_sop
from bpm2sop.workspace.baselines import freeze, list_baselines
from bpm2sop.workspace.batches import Import, batch_view, start_batch
from bpm2sop.workspace.evaluating import FillForm, fill_form
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    StepAct,
    accept_phrase,
    add_comment,
    edit_cell,
    resolve_comment,
    review_step,
)
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL, Person
from bpm2sop.workspace.submitting import submit, verify
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop.writers.forms import FormKind
from tests.e2e.conftest import Live
from tests.e2e.maps import LICENCE, OPINION, SAMPLES, SURVEY, revised
from tests.e2e.neighbours import carried, surrounded

NUMBER = "500.16/SOP/2026"


@dataclass(frozen=True)
class Office:
    """Where things are: SOPs by how they stand, files by name, and the batch that brought them."""

    sops: dict[str, str]
    files: dict[str, str]
    batch: str
    steps: dict[str, str]
    """Steps of the SOP under review, by what they are good for."""
    baseline: str = ""


def furnished(live: Live) -> Office:
    """Fill a workspace as a month of work does."""
    workspace = live.workspace
    batch = brought(workspace)
    ani, budi, cici = (live.person(login)[0] for login in ("ani", "budi", "cici"))
    titles = {line.title: line.id for line in list_sops(workspace, ani)}
    named = {
        "review": "Pelayanan Izin Usaha",
        "in-force": "Penanganan Surat Masuk",
        "submitted": "Pengelolaan Surat Keluar",
        "verified": "Pemusnahan Arsip",
        "approved": "Pemberian Cuti Pegawai",
        "retired": "Pembayaran Langsung (LS)",
        "draft": "Perpanjangan Izin Usaha",
    }
    sops = {name: titles[title] for name, title in named.items()}
    steps = reviewed(workspace, ani, sops["review"])
    for name, acts in (
        ("submitted", [(ani, submit)]),
        ("verified", [(ani, submit), (budi, verify)]),
        ("approved", [(ani, submit), (budi, verify), (cici, approve)]),
        ("in-force", [(ani, submit), (budi, verify), (cici, approve)]),
    ):
        for who, act in acts:
            carried(workspace, who, act, sops[name])
    in_force(workspace, (ani, budi, cici), sops["in-force"])
    version = sop_view(workspace, ani, sops["retired"]).version
    retire_sop(workspace, cici, SopAct(sops["retired"], version, "Tidak dipakai"), retired=True)
    files = {line.name.rpartition("/")[2]: line.id for line in list_maps(workspace, ani)}
    lost = next(line for line in list_maps(workspace, ani) if "pemeliharaan-aset" in line.name)
    retire_map(workspace, ani, lost.id, seen=lost.version)
    more_sops, more_files = surrounded(workspace, (ani, budi, cici))
    baseline = list_baselines(workspace, ani)[0].id
    return Office(
        {**sops, **more_sops}, {**files, **more_files, "retired": lost.id}, batch, steps, baseline
    )


def brought(workspace: Workspace) -> str:
    """Bring the samples in, with one file that is no map."""
    sources = gather([str(SAMPLES / level) for level in ("level-0", "level-3")])
    broken = SourceFile("rusak.bpmn", b"<definitions>")
    batch = start_batch(workspace, LOCAL, Import(sources=[*sources, broken]))
    while batch_view(workspace, LOCAL, batch).state != "done":
        pass
    return batch


def reviewed(workspace: Workspace, ani: Person, sop: str) -> dict[str, str]:
    """Review an SOP, write in it, then revise its map under it: rows of every status."""
    keys = {one.step.text: one.key for one in sop_view(workspace, ani, sop).steps}
    edits = (
        (SURVEY, Field.TEXT, "Menetapkan jadwal survei bersama pemohon"),
        (OPINION, Field.TIME, "2 hari kerja"),
        (OPINION, Field.OUTPUTS, "Telaahan staf\nNota dinas"),
        ("Menyusun surat penolakan", Field.TIME, "1 hari kerja"),
    )
    for text, field, words in edits:
        edit_cell(workspace, ani, EditCell(sop, keys[text], field, words, 0))
    for one in sop_view(workspace, ani, sop).steps[:12]:
        review_step(workspace, ani, StepAct(sop, one.key, one.seen))
    file = next(one for one in list_maps(workspace, ani) if one.name.endswith(LICENCE.name))
    revise(
        workspace,
        ani,
        Revise(file=file.id, data=revised(), seen=file.version, note="Survei digabung"),
    )
    keys = {one.draft.text: one.key for one in sop_view(workspace, ani, sop).steps}
    talk = keys["Memutuskan permohonan izin"]
    add_comment(workspace, ani, AddComment(sop, "Apakah waktunya cukup?", key=talk))
    settled = add_comment(workspace, ani, AddComment(sop, "Siapa wakilnya?", key=talk))
    resolve_comment(workspace, ani, settled.id, seen=settled.version)
    add_comment(workspace, ani, AddComment(sop, "Dasar hukum menyusul."))
    accept_phrase(workspace, ani, "Survei lapangan", "Melaksanakan survei lapangan")
    return {"talk": talk, **by_status(workspace, ani, sop)}


def by_status(workspace: Workspace, who: Person, sop: str) -> dict[str, str]:
    """The first row of each status."""
    found: dict[str, str] = {}
    for one in sop_view(workspace, who, sop).steps:
        found.setdefault(one.status.value, one.key)
    return found


def in_force(workspace: Workspace, people: tuple[Person, Person, Person], sop: str) -> None:
    """Put the first edition in force, evaluate it, freeze it, and go on writing."""
    ani, budi, cici = people
    view = sop_view(workspace, cici, sop)
    dates = {"created": "2026-01-05", "effective": "2026-02-02"}
    enact(workspace, cici, Enact(sop, 1, view.version, NUMBER, **dates))
    answers = {"runs_well": False}
    form = FillForm(
        sop=sop, edition=1, kind=FormKind.MONITORING, on="2026-03-02", answers=answers, note="Antre"
    )
    fill_form(workspace, budi, form)
    freeze(workspace, cici, "Semester I 2026", word="Untuk penilaian")
    edit_cell(workspace, ani, EditCell(sop, view.steps[1].key, Field.TIME, "20 menit", 0))
