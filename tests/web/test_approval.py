"""From draft to edition by the pages; nobody approves alone."""

import re

from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.views import sop_view
from tests.web.site import Site, Visitor
from tests.workspace.maps import ANI


def seen(site: Site, sop: str) -> str:
    """The version of the SOP."""
    return str(sop_view(site.workspace, ANI, sop).version)


def act(site: Site, visitor: Visitor, sop: str, name: str, *, word: str = "Baik") -> int:
    """Do one act of the approval page; give the status."""
    form = {"seen": seen(site, sop), "word": word}
    return visitor.post(f"/sops/{sop}/{name}", form).status_code


def approved(site: Site) -> tuple[str, Visitor]:
    """An SOP with an approved edition, and who approved it."""
    sop = site.sop()
    ani = site.person("ani", Role.ANALYST)
    budi = site.person("budi", Role.REVIEWER)
    cici = site.person("cici", Role.APPROVER)
    steps = [(ani, "submit"), (budi, "verify"), (cici, "approve")]
    assert [act(site, who, sop, name) for who, name in steps] == [303, 303, 303]
    return sop, cici


def test_an_sop_goes_from_draft_to_force_and_out(site: Site) -> None:
    """Each act by somebody who may; the page offers the next one."""
    sop, cici = approved(site)
    page = cici.get(f"/sops/{sop}/approval").text
    assert re.search(r"[0-9a-f]{64}", page)
    form = {
        "seen": seen(site, sop), "number": "065/1", "created": "2026-01-05",
        "effective": "2026-02-01",
    }  # fmt: skip
    assert cici.post(f"/sops/{sop}/editions/1/enact", form).status_code == 303
    assert "1 Februari 2026" in cici.get(f"/sops/{sop}/approval").text
    form = {"seen": seen(site, sop), "word": "Diganti"}
    assert cici.post(f"/sops/{sop}/editions/1/revoke", form).status_code == 303
    assert sop_view(site.workspace, ANI, sop).editions[0].stage == "revoked"


def test_who_submitted_does_not_approve(site: Site) -> None:
    """Nor does a viewer."""
    sop, ani, budi = site.sop(), site.person("ani"), site.person("budi", Role.REVIEWER)
    act(site, ani, sop, "submit")
    act(site, budi, sop, "verify")
    assert act(site, ani, sop, "approve") == 403
    assert act(site, site.person("vera", Role.VIEWER), sop, "approve") == 403


def test_nobody_is_offered_what_would_be_refused(site: Site) -> None:
    """Who submitted reads who has to act; who did not is given the button."""
    sop, ani, budi = site.sop(), site.person("ani"), site.person("budi", Role.REVIEWER)
    act(site, ani, sop, "submit")
    path, form = f"/sops/{sop}/approval", f'action="/sops/{sop}/verify"'
    assert form not in ani.get(path).text
    assert "ikut menulis" in ani.get(path).text
    assert "/admin" in ani.get(path).text
    assert form in budi.get(path).text
    assert "ikut menulis" not in budi.get(path).text


def test_an_act_on_what_has_changed_meanwhile_is_refused(site: Site) -> None:
    """The version that the page showed is named by its form."""
    sop, ani = site.sop(), site.person("ani")
    old = seen(site, sop)
    ani.post(f"/sops/{sop}/comments", {"text": "Tunggu"})
    assert ani.post(f"/sops/{sop}/submit", {"seen": old, "word": "x"}).status_code == 412
    assert ani.post(f"/sops/{sop}/submit", {"word": "x"}).status_code == 412


def test_an_sop_is_sent_back_with_a_word(site: Site) -> None:
    """Without one it is not."""
    sop, ani, budi = site.sop(), site.person("ani"), site.person("budi", Role.REVIEWER)
    act(site, ani, sop, "submit")
    assert act(site, budi, sop, "send-back", word="") == 422
    assert act(site, budi, sop, "send-back", word="Waktu belum diisi") == 303
    assert "Waktu belum diisi" in ani.get(f"/sops/{sop}/approval").text


def test_editions_are_compared_with_the_working_copy(site: Site) -> None:
    """Words that were put in are told from those that were taken out."""
    sop, _cici = approved(site)
    ani = site.person("ani")
    key = sop_view(site.workspace, ANI, sop).steps[1].key
    ani.post(
        f"/sops/{sop}/steps/{key}/cells/text", {"value": "Memeriksa berkas teliti", "seen": "0"}
    )
    page = ani.get(f"/sops/{sop}/compare?old=1").text
    assert "<ins> teliti</ins>" in page or "<ins>teliti</ins>" in page
    assert ani.get(f"/sops/{sop}/compare?old=7").status_code == 404


def test_documents_are_attachments(site: Site) -> None:
    """Under the SOP's own name; formats that there are not are not found."""
    sop, ani = site.sop(), site.person("ani")
    for kind in ("json", "csv", "md", "html"):
        answer = ani.get(f"/sops/{sop}/export/{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert ani.get(f"/sops/{sop}/export/exe").status_code == 404
    assert ani.get(f"/sops/{sop}/export/json?edition=1").status_code == 404
