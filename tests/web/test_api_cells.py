"""Words typed into cells through the API: what was seen is named, and nobody's words are lost."""

from typing import Any

import pytest

from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.views import sop_view
from tests.web.site import Site, Visitor
from tests.workspace.maps import ANI


def cell(site: Site, sop: str, place: int = 0, name: str = "time") -> str:
    """The address of a cell of a step."""
    key = sop_view(site.workspace, ANI, sop).steps[place].key
    return f"/api/sops/{sop}/cells/{key}/{name}"


def typed(
    visitor: Visitor, path: str, value: object, seen: str | None
) -> tuple[int, dict[str, Any]]:
    """Type; give status and answer."""
    headers = {} if seen is None else {"If_Match": seen}
    answer = visitor.put(path, {"value": value}, **headers)
    return answer.status_code, answer.json or {}


def test_words_are_kept_and_the_answer_tells_the_row_and_the_counts(site: Site) -> None:
    """The version that it gives is what the next edit names."""
    ani, path = site.person("ani"), cell(site, site.sop())
    status, said = typed(ani, path, "10 menit", '"0"')
    assert (status, said["value"], said["source"], said["status"]) == (
        200, "10 menit", "person", "edited",
    )  # fmt: skip
    assert said["counts"]["edited"] == 1
    status, said = typed(ani, path, None, f'"{said["seen"]}"')
    assert (status, said["source"], said["status"]) == (200, "none", "fresh")


def test_title_and_identity_have_a_dash_for_a_key(site: Site) -> None:
    """They belong to the SOP."""
    ani, sop = site.person("ani"), site.sop()
    status, said = typed(ani, f"/api/sops/{sop}/cells/-/title", "Surat Masuk", '"0"')
    assert (status, said["value"]) == (200, "Surat Masuk")


def test_an_edit_must_name_what_it_saw(site: Site) -> None:
    """No header, or one that means anything: 428."""
    ani, path = site.person("ani"), cell(site, site.sop())
    assert typed(ani, path, "a", None)[0] == 428
    assert typed(ani, path, "a", "*")[0] == 428


def test_a_stale_edit_tells_mine_theirs_and_the_map_s(site: Site) -> None:
    """With the version over which one may decide."""
    ani, budi, path = site.person("ani"), site.person("budi"), cell(site, site.sop(), name="text")
    typed(budi, path, "Menerima surat dinas", '"0"')
    status, said = typed(ani, path, "Menerima semua surat", '"0"')
    assert (status, said["mine"], said["theirs"]) == (
        412, "Menerima semua surat", "Menerima surat dinas",
    )  # fmt: skip
    assert "surat" in said["map"] or said["map"]
    status, said = typed(ani, path, "Menerima semua surat dinas", f'"{said["seen"]}"')
    assert (status, said["value"]) == (200, "Menerima semua surat dinas")


@pytest.mark.parametrize(
    "tag", ['"999"', '""', "", '"abc"', '"-1"', 'W/"0"', '"0", "1"', '"' + "9" * 40 + '"']
)
def test_a_forged_version_is_stale(site: Site, tag: str) -> None:
    """Whatever it is made of."""
    path = cell(site, site.sop())
    assert typed(site.person("ani"), path, "a", tag)[0] == 412


def test_a_viewer_only_reads(site: Site) -> None:
    """Typing is refused, with the roles that may."""
    path = cell(site, site.sop())
    status, said = typed(site.person("vera", Role.VIEWER), path, "a", '"0"')
    assert (status, said["code"]) == (403, "not-allowed")


def test_an_ended_session_is_told_so(site: Site) -> None:
    """The page keeps the words and asks to sign in again."""
    ani, path = site.person("ani"), cell(site, site.sop())
    token = ani.token()
    ani.post("/sign-out")
    headers = {"X-CSRFToken": token, "If-Match": '"0"'}
    answer = ani.client.put(path, json={"value": "a"}, headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("part", ["steps", "nowhere", "actors.order", "text%00", "../x"])
def test_there_is_no_such_cell(site: Site, part: str) -> None:
    """Names that no cell has."""
    ani, sop = site.person("ani"), site.sop()
    path = cell(site, sop).rpartition("/")[0]
    assert ani.put(f"{path}/{part}", {"value": "a"}, If_Match='"0"').status_code == 404


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "x" * 10_001, 7, ["a"], {"a": 1}])
def test_what_cannot_be_kept_is_refused(site: Site, value: object) -> None:
    """Control characters, too much, and what is no text."""
    ani, path = site.person("ani"), cell(site, site.sop())
    assert typed(ani, path, value, '"0"')[0] == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"value": NaN}', 400),
        ('{"value": "a", "value": "b"}', 400),
        ("[" * 10_000 + "]" * 10_000, 400),
        ('{"value": "\\ud800"}', 422),
        ('{"wert": "a"}', 422),
        ('{"value": "' + "a" * 2_000_000 + '"}', 413),
    ],
)
def test_json_that_is_not_plain_is_refused(site: Site, body: str, status: int) -> None:
    """Broken, ambiguous, endless, misspelt."""
    ani, path = site.person("ani"), cell(site, site.sop())
    headers = {
        "X-CSRFToken": ani.token(), "If-Match": '"0"', "Content-Type": "application/json",
    }  # fmt: skip
    assert ani.client.put(path, data=body, headers=headers).status_code == status


def test_an_sop_is_not_sent_again_while_nothing_changes(site: Site) -> None:
    """If-None-Match spares the rows."""
    ani, sop = site.person("ani"), site.sop()
    first = ani.get(f"/api/sops/{sop}")
    tag = first.headers["ETag"]
    assert ani.get(f"/api/sops/{sop}", headers={"If-None-Match": tag}).status_code == 304
    typed(ani, cell(site, sop), "5 menit", '"0"')
    assert ani.get(f"/api/sops/{sop}", headers={"If-None-Match": tag}).status_code == 200


def test_maps_sops_and_search_can_be_read(site: Site) -> None:
    """For programs."""
    sop, ani = site.sop(), site.person("ani", Role.VIEWER)
    assert [one["name"] for one in ani.get("/api/maps").json] == ["surat.bpmn"]  # type: ignore[union-attr]
    assert [one["id"] for one in ani.get("/api/sops").json] == [sop]  # type: ignore[union-attr]
    assert ani.get("/api/search?q=periksa").json
    assert "/api/sops/{sop}/cells/{key}/{field}" in ani.get("/api/openapi.json").json["paths"]  # type: ignore[index]


def test_a_refusal_names_the_cell_as_the_form_does(site: Site) -> None:
    """Not as programs do."""
    sop, ani = site.sop(), site.person("ani")
    status, said = typed(ani, cell(site, sop, name="text"), "", '"0"')
    assert (status, said["title"]) == (422, "Sel ini (Kegiatan) tidak boleh kosong.")
