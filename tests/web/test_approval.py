"""From draft to edition by the pages; nobody approves alone."""

import re
from collections.abc import Iterable

from werkzeug.test import TestResponse

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.values import CellView
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.rows import HEAD
from tests.web.site import Markup, Site, Visitor
from tests.workspace.maps import ANI

ASKED = ("number", "created", "effective")
"""What is asked of who puts an edition in force."""


def seen(site: Site, sop: str) -> str:
    """The version of the SOP."""
    return str(sop_view(site.workspace, ANI, sop).version)


def head(site: Site, sop: str) -> Iterable[tuple[Field, CellView]]:
    """The cells of title and identity."""
    return sop_view(site.workspace, ANI, sop).head.items()


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


def enacted(site: Site, visitor: Visitor, sop: str, effective: str = "2026-02-01") -> TestResponse:
    """Put the first edition in force by its form; give the page after it."""
    form = {
        "seen": seen(site, sop), "number": "065/1", "created": "2026-01-05", "effective": effective,
    }  # fmt: skip
    return visitor.post(f"/sops/{sop}/editions/1/enact", form, follow_redirects=True)


def offered(page: str) -> dict[str, str]:
    """What stands in the form that puts an edition in force."""
    form = page[page.index("/enact") :]
    fields = Markup(form[: form.index("</form>")]).of("input")
    return {str(one["name"]): one.get("value") or "" for one in fields if one.get("name") in ASKED}


def test_after_an_approval_the_next_step_stands_first(site: Site) -> None:
    """The page says what was done; the edition that waits stands before the stages of the working copy."""
    sop, ani, budi = site.sop(), site.person("ani"), site.person("budi")
    cici = site.person("cici", Role.APPROVER)
    act(site, ani, sop, "submit")
    act(site, budi, sop, "verify")
    form = {"seen": seen(site, sop), "word": "Baik"}
    page = cici.post(f"/sops/{sop}/approve", form, follow_redirects=True).text
    assert "Edisi 1 sudah disahkan" in page
    assert page.index("/editions/1/enact") < page.index('class="steps"')
    assert page.count("/editions/1/enact") == 1
    page = cici.get(f"/sops/{sop}/approval").text
    assert "Edisi 1 sudah disahkan" not in page, "said once"
    assert page.index("/editions/1/enact") < page.index('class="steps"')


def test_after_it_was_put_in_force_the_page_says_since_when(site: Site) -> None:
    """And the edition stands among the editions again."""
    sop, cici = approved(site)
    page = enacted(site, cici, sop).text
    assert "Edisi 1 berlaku, efektif 1 Februari 2026." in page
    assert page.index('class="steps"') < page.index('class="card edition"')


def test_only_what_was_done_is_said(site: Site) -> None:
    """An address that claims more is not believed."""
    sop, cici = approved(site)
    for claim in ("enacted=1", "approved=2", "approved=x", "enacted="):
        assert 'role="status"><svg' not in cici.get(f"/sops/{sop}/approval?{claim}").text


def test_number_and_dates_of_the_identity_are_offered(site: Site) -> None:
    """Days in any way in which people write them; what is no day is left open."""
    sop, cici = approved(site)
    ani = site.person("ani")
    assert offered(cici.get(f"/sops/{sop}/approval").text) == dict.fromkeys(ASKED, "")
    typed = {"number": "065/9", "created": "5 Januari 2026", "effective": "segera"}
    for name, value in typed.items():
        ani.post(f"/sops/{sop}/cells/identity.{name}", {"value": value, "seen": "0"})
    assert offered(cici.get(f"/sops/{sop}/approval").text) == {
        "number": "065/9", "created": "2026-01-05", "effective": "",
    }  # fmt: skip


def test_a_refusal_to_put_in_force_keeps_what_was_typed(site: Site) -> None:
    """On the same page, with the reason."""
    sop, cici = approved(site)
    answer = enacted(site, cici, sop, "2026-01-04")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert offered(answer.text) == {
        "number": "065/1", "created": "2026-01-05", "effective": "2026-01-04",
    }  # fmt: skip
    assert sop_view(site.workspace, ANI, sop).editions[0].stage == "approved"


def test_what_changed_meanwhile_keeps_what_was_typed_for_the_edition(site: Site) -> None:
    """The page as it is now, the entries as they were typed."""
    sop, cici = approved(site)
    form = {"seen": "0", "number": "065/1", "created": "2026-01-05", "effective": "2026-02-01"}
    answer = cici.post(f"/sops/{sop}/editions/1/enact", form)
    assert answer.status_code == 412
    assert offered(answer.text)["number"] == "065/1"


def test_what_is_still_open_is_said_before_it_is_submitted(site: Site) -> None:
    """How many findings there are, and how many fields of the identity are empty; it is no refusal."""
    sop, ani = site.sop(), site.person("ani")
    review = ani.get(f"/sops/{sop}").text
    empty = sum(not cell.value for name, cell in head(site, sop) if name in HEAD)
    findings = re.search(r"Temuan: (\d+)", review)
    assert findings
    page = ani.get(f"/sops/{sop}/approval").text
    assert f"{findings[1]} temuan" in page
    assert f"{empty} isian identitas" in page
    assert act(site, ani, sop, "submit") == 303


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
