"""Maps in: by a plain form, and in batches as the script sends them. One bad file stops no other."""

import io
import zipfile
from threading import Event
from typing import Any

import pytest

from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL, Role
from tests.web.site import Site, Visitor
from tests.workspace.maps import bpmn

MAP = bpmn("a Terima berkas @Loket; b Periksa berkas @Loket")


def zipped(**files: bytes) -> bytes:
    """A zip of maps."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.bpmn", data)
    return held.getvalue()


def sent(visitor: Visitor, path: str, *files: tuple[bytes, str], more: str = "no") -> Any:  # noqa: ANN401
    """Send files as the script does."""
    data = {"files": [(io.BytesIO(data), name) for data, name in files], "more": more}
    headers = {"X-CSRFToken": visitor.token()}
    return visitor.client.post(path, data=data, headers=headers)


def test_a_plain_form_takes_files_and_zips(site: Site) -> None:
    """Each has its line; what cannot be read says why."""
    visitor = site.local()
    files = [(io.BytesIO(MAP), "satu.bpmn"), (io.BytesIO(b"no map"), "dua.bpmn")]
    files.append((io.BytesIO(zipped(tiga=MAP)), "peta.zip"))
    page = visitor.post("/upload", {"files": files, "note": "awal"})
    assert page.status_code == 200
    assert {one.name for one in list_maps(site.workspace, LOCAL)} == {
        "satu.bpmn", "peta.zip/tiga.bpmn",
    }  # fmt: skip
    assert "dua.bpmn" in page.text


def test_a_batch_is_filled_in_portions_and_asked_after(site: Site) -> None:
    """Until it is done; asked again without change, nothing is sent."""
    visitor = site.local()
    first = sent(visitor, "/api/batches", (MAP, "satu.bpmn"), (b"<x/>", "dua.bpmn"), more="yes")
    assert (first.status_code, first.json["state"]) == (201, "filling")
    path = f"/api/batches/{first.json['id']}"
    assert sent(visitor, f"{path}/files", (MAP, "tiga.bpmn")).json["total"] == 3
    work(site.workspace, Event(), once=True)
    answer = visitor.get(path)
    lines = {job["name"]: job["status"] or job["state"] for job in answer.json["jobs"]}
    assert lines == {"satu.bpmn": "new", "dua.bpmn": "failed", "tiga.bpmn": "new"}
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert visitor.get(path, headers=tag).status_code == 304
    for other in ('""', "*", '"1", "2"', '"x"', '"' + "9" * 40 + '"'):
        assert visitor.get(path, headers={"If-None-Match": other}).status_code == 200


@pytest.mark.parametrize("more", ["yes", "no"])
def test_a_batch_without_files_is_refused(site: Site, more: str) -> None:
    """In words; none is begun."""
    visitor = site.local()
    told: Any = visitor.client.post(
        "/api/batches",
        data={"more": more},
        headers={"X-CSRFToken": visitor.token()},
        content_type="multipart/form-data",
    )
    assert (told.status_code, told.json["code"]) == (422, "batch-empty")
    assert "Tidak ada berkas" in told.json["title"]


def test_a_batch_can_be_cancelled(site: Site) -> None:
    """Then nothing of it comes in."""
    visitor = site.local()
    batch = sent(visitor, "/api/batches", (MAP, "satu.bpmn"), more="yes").json["id"]
    headers = {"X-CSRFToken": visitor.token()}
    answer = visitor.client.post(f"/api/batches/{batch}/cancel", headers=headers)
    assert answer.json["state"] == "cancelled"  # type: ignore[index]
    assert list_maps(site.workspace, LOCAL) == ()


def test_a_viewer_brings_nothing_in(site: Site) -> None:
    """Neither page nor batch."""
    vera = site.person("vera", Role.VIEWER)
    assert vera.get("/upload").status_code == 403
    assert sent(vera, "/api/batches", (MAP, "satu.bpmn")).status_code == 403


def test_too_many_files_at_once_are_refused(site: Site) -> None:
    """The script sends twenty; a form with hundreds is no form of ours."""
    visitor = site.local()
    many = [(MAP, f"{number}.bpmn") for number in range(60)]
    assert sent(visitor, "/api/batches", *many).status_code == 413
