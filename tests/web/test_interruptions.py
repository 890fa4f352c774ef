"""What comes in between: a session that ends, a colleague who was faster, a map that goes, a file too large. No words are lost."""

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.stores import Clock
from tests.web.reviewers import listening
from tests.web.site import PASSWORD, Site, Visitor
from tests.workspace.maps import ANI

WORDS = "Memeriksa berkas dengan teliti"
TWO_GIGABYTES = 2 * 1024**3


def cell(site: Site, sop: str) -> str:
    """The address of the first step's text."""
    return f"/api/sops/{sop}/cells/{sop_view(site.workspace, ANI, sop).steps[0].key}/text"


def typed(visitor: Visitor, path: str, token: str, seen: str = '"0"') -> tuple[int, Any]:
    """Send words as a page does that was opened before; give status and answer."""
    headers = {"X-CSRFToken": token, "If-Match": seen}
    answer = visitor.client.put(path, json={"value": WORDS}, headers=headers)
    return answer.status_code, answer.json


def test_a_session_that_ends_while_somebody_types_says_so(site: Site, clock: Clock) -> None:
    """The page is told what is wrong and keeps its words; after signing in again the same words are taken."""
    site.add("ani", password=PASSWORD)
    ani, path = site.stranger(), cell(site, site.sop())
    ani.post("/sign-in", {"login": "ani", "password": PASSWORD})
    token = ani.token()
    clock.forward(hours=13)
    status, said = typed(ani, path, token)
    assert (status, said["code"]) == (401, "signed-out")
    assert "masuk" in f"{said['title']} {said['hint']}".casefold()
    ani.post("/sign-in", {"login": "ani", "password": PASSWORD})
    status, said = typed(ani, path, ani.token())
    assert (status, said["value"]) == (200, WORDS)


def test_a_plain_form_of_an_ended_session_is_told_alike(site: Site, clock: Clock) -> None:
    """A page that gives back what was typed, and leads to signing in and back."""
    site.add("ani", password=PASSWORD)
    ani = site.stranger()
    ani.post("/sign-in", {"login": "ani", "password": PASSWORD})
    token = ani.token()
    clock.forward(hours=13)
    path = f"/sops/{site.sop()}"
    form = {"text": WORDS, "csrf_token": token}
    headers = {"Referer": f"http://localhost{path}"}
    answer = ani.client.post(f"{path}/comments", data=form, headers=headers)
    assert answer.status_code == 401
    assert f"<pre>{WORDS}</pre>" in answer.text
    assert f"/sign-in?next={path}" in answer.text


def test_a_form_of_an_earlier_session_gives_its_words_back(site: Site, clock: Clock) -> None:
    """The token is not valid any more, although somebody has signed in again meanwhile."""
    ani = site.person("ani")
    form = {"text": WORDS, "csrf_token": site.person("budi").token()}
    answer = ani.client.post(f"/sops/{site.sop()}/comments", data=form)
    assert answer.status_code == 400
    assert f"<pre>{WORDS}</pre>" in answer.text


def test_a_refused_form_gives_its_words_back_and_leads_back(site: Site) -> None:
    """Whatever the reason, who is named by the name that people know."""
    visitor, path = site.local(), f"/sops/{site.sop()}"
    version = sop_view(site.workspace, LOCAL, path.rpartition("/")[2]).version
    headers = {"Referer": f"http://localhost{path}/approval"}
    for act in ("submit", "verify"):
        form = {"seen": str(version), "word": WORDS}
        answer = visitor.post(f"{path}/{act}", form, headers=headers)
        version += 1
    assert answer.status_code == 403
    assert "Komputer ini" in answer.text
    assert f"<pre>{WORDS}</pre>" in answer.text
    assert f'href="{path}/approval"' in answer.text


def test_a_map_taken_out_under_an_open_review_is_said(site: Site) -> None:
    """The words that were typed before stay; those that come after are refused in words, the page is still there to read."""
    sop, ani = site.sop(), site.person("ani")
    path, token = cell(site, sop), ani.token()
    typed(ani, path, token)
    [line] = list_maps(site.workspace, LOCAL)
    retire_map(site.workspace, ANI, line.id, seen=line.version)
    status, said = typed(ani, path, token, '"1"')
    assert status == 422
    assert said["title"]
    assert said["hint"]
    assert ani.get(f"/sops/{sop}").status_code == 200
    assert sop_view(site.workspace, ANI, sop).steps[0].cells[Field.TEXT].value == WORDS


def test_a_map_taken_out_can_be_brought_in_again_with_its_words(site: Site) -> None:
    """The same file under the same name: the SOP is in use again, and nobody types anything twice."""
    sop, ani = site.sop(), site.person("ani")
    typed(ani, cell(site, sop), ani.token())
    [line] = list_maps(site.workspace, LOCAL)
    retire_map(site.workspace, ANI, line.id, seen=line.version)
    again = site.sop()
    texts = [one.cells[Field.TEXT].value for one in sop_view(site.workspace, ANI, again).steps]
    assert (again, WORDS in texts) == (sop, True)


def test_the_upload_page_says_its_limits_before(site: Site) -> None:
    """In words beside the place where files are dropped."""
    page = site.local().get("/upload").text
    assert "20 MB" in page
    assert "100 MB" in page


@pytest.fixture
def port(site: Site) -> Iterator[int]:
    """The site behind the server that `serve` uses, with its limit."""
    with listening(site.app) as (_host, port):
        yield port


def test_two_gigabytes_are_refused_before_they_are_sent(port: int) -> None:
    """413 as soon as the size is told; nothing of it is read, and the server goes on."""
    head = (
        f"POST /api/batches HTTP/1.1\r\nHost: localhost:{port}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {TWO_GIGABYTES}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head.encode())
        assert connection.recv(64).startswith(b"HTTP/1.1 413 ")
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET /health HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n".encode())
        assert connection.makefile("rb").read().endswith(b"ok\n")


def test_nothing_large_is_read_of_a_stranger(site: Site) -> None:
    """Who is not signed in is told so, whatever they send."""
    site.add("ani")
    form = {
        "data": b"text=" + b"x" * 2_000_000,
        "content_type": "application/x-www-form-urlencoded",
    }
    assert site.stranger().client.post("/upload", **form).status_code == 401


@pytest.mark.parametrize("path", ["/upload", "/api/batches"])
def test_a_form_over_the_limit_is_refused_in_words(site: Site, path: str) -> None:
    """What the server would let through and the upload does not."""
    visitor = site.local()
    headers = {
        "X-CSRFToken": visitor.token(), "Content-Type": "multipart/form-data; boundary=x",
    }  # fmt: skip
    said = {"CONTENT_LENGTH": "121000000"}
    answer = visitor.client.post(
        path, input_stream=io.BytesIO(b"--x"), headers=headers, environ_overrides=said
    )
    assert answer.status_code == 413
    assert "besar" in answer.text.casefold()
