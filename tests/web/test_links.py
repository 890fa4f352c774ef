"""A link to a step names the version of the map on which it was made."""

from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI, SERVICE, bpmn


def test_the_link_of_a_step_names_the_version(site: Site) -> None:
    """To be sent to others."""
    sop = site.sop()
    key = sop_view(site.workspace, ANI, sop).steps[1].key
    page = site.person("ani").get(f"/sops/{sop}/steps/{key}").text
    links = {one.get("href") for one in Markup(page).of("a")}
    assert f"/sops/{sop}?version=1#step={key}" in links


def test_a_link_made_on_an_earlier_version_says_so(site: Site) -> None:
    """And leads to that version; one made on this version says nothing."""
    sop = site.sop()
    file = sop_view(site.workspace, ANI, sop).file or ""
    seen = map_view(site.workspace, LOCAL, file).shown.number
    data = bpmn(SERVICE.replace("Catat surat", "Catat surat keluar"))
    revise(site.workspace, LOCAL, Revise(file=file, data=data, seen=seen))
    ani = site.person("ani")
    old = {one.get("href") for one in Markup(ani.get(f"/sops/{sop}?version=1").text).of("a")}
    now = {one.get("href") for one in Markup(ani.get(f"/sops/{sop}?version=2").text).of("a")}
    assert f"/maps/{file}/1" in old
    assert f"/maps/{file}/1" not in now


def test_a_version_that_is_none_is_left_out(site: Site) -> None:
    """Of a link that somebody mistyped the page is still shown."""
    sop = site.sop()
    for said in ("0", "99", "x", "-1"):
        answer = site.person("ani").get(f"/sops/{sop}?version={said}")
        assert answer.status_code == 200
        assert f'/{said}"' not in answer.text
