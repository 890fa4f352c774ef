"""Words whose step lies in another map now are moved there by a plain form."""

from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.views import list_sops, sop_view
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI, bpmn

FIRST, SECOND = "a Terima berkas @Loket", "k Cetak surat izin @Staf"


def test_a_step_of_another_map_is_offered_and_takes_the_words(site: Site) -> None:
    """The page names it with its SOP."""
    whole = SourceFile("izin.bpmn", bpmn(f"{FIRST}; {SECOND}"))
    sop = import_maps(site.workspace, ANI, [whole]).lines[0].sops[0].id
    edit_cell(site.workspace, ANI, EditCell(sop, "k", Field.TIME, "3 hari", 0))
    halves = (("izin.bpmn", bpmn(FIRST)), ("cetak.bpmn", bpmn(SECOND, process="Q")))
    import_maps(site.workspace, ANI, [SourceFile(*half) for half in halves])
    (other,) = (one.id for one in list_sops(site.workspace, ANI) if one.id != sop)
    visitor = site.person("ani")
    fields = Markup(visitor.get(f"/sops/{sop}").text).of("input")
    assert [one["value"] for one in fields if one.get("name") == "other"] == [other]
    (orphan,) = sop_view(site.workspace, ANI, sop).orphans
    sent = {"seen": str(orphan.version), "into": "k", "other": other}
    assert visitor.post(f"/sops/{sop}/orphans/{orphan.id}/place", sent).status_code < 400
    cells = next(one for one in sop_view(site.workspace, ANI, other).steps if one.key == "k").cells
    assert cells[Field.TIME].value == "3 hari"
