"""House wording accepted, changed and removed by the pages; batches of work cancelled."""

from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.batches import Import, batch_view, start_batch
from bpm2sop.workspace.phrases import list_phrases
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI, SERVICE, bpmn

TEXT = "Meneliti kelengkapan berkas"


def texts(site: Site, sop: str) -> set[str]:
    """What the steps say."""
    return {one.step.text for one in sop_view(site.workspace, ANI, sop).steps}


def accepted(site: Site) -> tuple[str, str]:
    """Two SOPs of maps that say the same; in the first the wording was typed, and accepted by its button."""
    first, second = site.sop(), site.sop(name="lain.bpmn")
    steps = sop_view(site.workspace, ANI, first).steps
    key = next(one.key for one in steps if one.step.label == "Periksa berkas")
    edit_cell(site.workspace, ANI, EditCell(first, key, Field.TEXT, TEXT, 0))
    ani = site.person("ani")
    page = Markup(ani.get(f"/sops/{first}/steps/{key}").text)
    path = f"/sops/{first}/steps/{key}/phrase"
    assert path in {one.get("action") for one in page.of("form")}
    hidden = {one["name"] or "": one["value"] or "" for one in page.of("input") if one.get("name")}
    form = {"label": hidden["label"], "text": hidden["text"]}
    assert ani.post(path, form).headers["Location"] == f"/sops/{first}/steps/{key}"
    return first, second


def test_a_wording_accepted_once_is_used_everywhere(site: Site) -> None:
    """By the button of the step in which it was typed."""
    _, second = accepted(site)
    assert TEXT in texts(site, second)
    assert TEXT in site.person("root", Role.ADMIN).get("/admin/wording").text


def test_a_wording_is_changed_for_all(site: Site) -> None:
    """In the list of the house."""
    _, second = accepted(site)
    form = {"label": "periksa berkas", "text": "Memeriksa berkas masuk"}
    keeper = site.person("root", Role.ADMIN).get("/admin/wording").text
    assert 'name="text"' not in keeper  # who keeps house alone writes no words
    answer = site.person("ani").post("/admin/wording", form)
    assert answer.headers["Location"] == "/admin/wording"
    assert "Memeriksa berkas masuk" in texts(site, second)


def test_a_wording_is_removed_and_maps_speak_again(site: Site) -> None:
    """What a person typed stays."""
    first, second = accepted(site)
    before = {one.label for one in list_phrases(site.workspace, LOCAL)}
    form = {"label": before.pop(), "remove": "yes"}
    site.person("root", Role.ADMIN).post("/admin/wording", form)
    assert list_phrases(site.workspace, LOCAL) == ()
    assert TEXT not in texts(site, second)
    assert TEXT in texts(site, first)


def test_removing_a_wording_that_is_none_is_refused(site: Site) -> None:
    """Somebody may have removed it before."""
    site.sop()
    form = {"label": "tidak ada", "remove": "yes"}
    assert site.person("root", Role.ADMIN).post("/admin/wording", form).status_code == 404


def test_only_who_keeps_house_changes_its_wording(site: Site) -> None:
    """An analyst accepts phrases on steps."""
    accepted(site)
    form = {"label": "periksa berkas", "remove": "yes"}
    site.add("rina", Role.ANALYST)
    assert site.person("rina").post("/admin/wording", form).status_code == 403


def test_a_batch_is_cancelled(site: Site) -> None:
    """By its button, as long as it is not over."""
    site.add("ani")
    batch = start_batch(
        site.workspace, ANI, Import(sources=[SourceFile("surat.bpmn", bpmn(SERVICE))], more=True)
    )
    root = site.person("root", Role.ADMIN)
    path = f"/admin/jobs/{batch}/cancel"
    page = root.get(f"/admin/jobs/{batch}").text
    assert path in {one.get("action") for one in Markup(page).of("form")}
    assert root.post(path).headers["Location"] == f"/admin/jobs/{batch}"
    assert batch_view(site.workspace, LOCAL, batch).state == "cancelled"
    page = root.get(f"/admin/jobs/{batch}").text
    assert path not in {one.get("action") for one in Markup(page).of("form")}
