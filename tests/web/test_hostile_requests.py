"""Requests made to break something; the numbers are those of the list of hostile inputs."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from statistics import median
from time import process_time

import pytest
from werkzeug.test import TestResponse

from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.units import list_units
from bpm2sop.workspace.views import list_sops, sop_view
from tests.web.site import PASSWORD, Site
from tests.workspace.maps import ANI, SERVICE, bpmn

PAGES = Path(__file__).parents[2] / "web" / "bpm2sop_web" / "pages"
ASKED = re.compile(r"""\b(?:args|form)(?:\.get|\.getlist)?[(\[]"(\w+)""")
FIELDS = sorted(
    {name for path in PAGES.glob("*.py") for name in ASKED.findall(path.read_text("utf-8"))}
    | {"q", "file", "how", "link", "sort", "order"}
)
"""What pages read from addresses and forms, and what others would call it."""
SAID = (
    "' OR 1=1 --", "1; DROP TABLE sop", "x') UNION SELECT 1 --", "%", "\x00", "-1", "1e3",
    "9223372036854775808", "9" * 5_000, "<script>alert(1)</script>", "../../x", "",
)  # fmt: skip
ENDING = {"/sign-out", "/profile/sessions"}
"""They end the session, as they should."""


@pytest.fixture
def names(site: Site) -> dict[str, str]:
    """Names of what is there."""
    sop = site.sop()
    view = sop_view(site.workspace, ANI, sop)
    return {
        "sop": sop, "file": str(view.file), "key": view.steps[0].key, "field": "time",
        "kind": "json", "version": "1", "edition": "1",
    }  # fmt: skip


def paths(site: Site, method: str, names: dict[str, str]) -> Iterator[str]:
    """The addresses of the pages that take a method, for what is there."""
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.startswith("api"):
            continue
        if method in (rule.methods or ()) and rule.rule not in ENDING:
            parts = re.split(r"<(?:([^<>]*):)?(\w+)>", rule.rule)
            choices = [
                re.findall(r"[\w-]+", kind[4:])
                if kind and kind.startswith("any(")
                else [names.get(name, "x")]
                for kind, name in zip(parts[1::3], parts[2::3], strict=True)
            ]
            for chosen in product(*choices):
                yield "".join(
                    text + word for text, word in zip(parts[::3], (*chosen, ""), strict=True)
                )


def intact(site: Site, names: dict[str, str]) -> None:
    """The SOP is as it was, and so is the store."""
    assert [one.id for one in list_sops(site.workspace, LOCAL)] == [names["sop"]]
    labels = {one.step.label for one in sop_view(site.workspace, LOCAL, names["sop"]).steps}
    assert labels >= {"Terima berkas", "Periksa berkas", "Catat surat", "Kirim surat"}
    assert fsck(site.workspace, LOCAL).clean


@pytest.mark.parametrize("said", SAID)
def test_whatever_an_address_asks_is_only_text(
    site: Site, names: dict[str, str], said: str
) -> None:
    """75, 69: in every filter, page number and search, of every page."""
    visitor = site.local()
    asked = list(paths(site, "GET", names))
    assert len(asked) > 25
    for path in asked:
        answer = visitor.get(path, query_string=dict.fromkeys(FIELDS, said))
        assert answer.status_code in {200, 302, 303, 400, 404, 422}, path
    intact(site, names)


@pytest.mark.parametrize("said", SAID)
def test_whatever_a_form_says_is_only_text(site: Site, names: dict[str, str], said: str) -> None:
    """75, 69: in every field of every form; what it asks for is done or refused."""
    visitor = site.local()
    form = dict.fromkeys(FIELDS, said) | {"csrf_token": visitor.token()}
    sent = list(paths(site, "POST", names))
    assert len(sent) > 35
    for path in sent:
        answer = visitor.client.post(path, data=form)
        assert answer.status_code in {200, 303, 400, 403, 404, 412, 422, 429}, path
    intact(site, names)


def test_a_name_of_another_kind_is_not_found(site: Site, names: dict[str, str]) -> None:
    """66: a map's name where an SOP's belongs, and the other way round. What there is, all who sign in may read."""
    visitor = site.person("ani")
    swapped = names | {"sop": names["file"], "file": names["sop"], "key": names["file"]}
    for path in paths(site, "GET", swapped):
        if names["sop"] in path or names["file"] in path:
            assert visitor.get(path).status_code == 404, path


def test_what_is_not_for_all_is_refused_on_every_page(site: Site, names: dict[str, str]) -> None:
    """66, 67: a viewer changes nothing, by no form that there is."""
    vera = site.person("vera", Role.VIEWER)
    own = {"/preferences", "/profile/password", "/sign-in"}
    own |= {f"/maps/{names['file']}/revision/picture"}  # it draws what is sent, and keeps nothing
    view = sop_view(site.workspace, LOCAL, names["sop"])
    form = dict.fromkeys(FIELDS, "x") | {"csrf_token": vera.token(), "seen": str(view.version)}
    for path in set(paths(site, "POST", names)) - own:
        files = {"map": (io.BytesIO(bpmn(SERVICE)), "a.bpmn"), "file": (io.BytesIO(b"x"), "a.xlsx")}
        answer = vera.client.post(path, data=form | files)
        assert answer.status_code in {400, 403, 404, 422}, path
    assert sop_view(site.workspace, LOCAL, names["sop"]).version == view.version


def test_nobody_sees_a_page_without_signing_in(site: Site, names: dict[str, str]) -> None:
    """65: every address leads to the sign-in page; every form is refused. The guide is the same for all, and for who cannot get in."""
    site.add("ani")
    stranger = site.stranger()
    for path in set(paths(site, "GET", names)) - {"/sign-in", "/health", "/local/x"}:
        if path.startswith(("/sign-in/", "/guide")):
            continue
        assert stranger.get(path).headers["Location"].startswith("/sign-in"), path
    for path in set(paths(site, "POST", names)) - {"/sign-in", "/preferences"}:
        assert stranger.post(path).status_code == 401, path


def test_guessing_is_slowed_and_tells_no_names(site: Site) -> None:
    """72: thirty wrong passwords; one for a name that nobody has takes as long."""
    site.add("ani", password=PASSWORD)
    visitor = site.stranger()
    tries = [guess(visitor.post, "ani") for _ in range(30)]
    assert tries.count(429) == 25
    spent = {login: median(cost(site, login) for _ in range(3)) for login in ("ani", "nobody")}
    assert 0.3 < spent["nobody"] / spent["ani"] < 3


def guess(post: object, login: str) -> int:
    """Try a wrong password; give the status."""
    assert callable(post)
    answer: TestResponse = post("/sign-in", {"login": login, "password": "salah salah salah"})
    return answer.status_code


def cost(site: Site, login: str) -> float:
    """The processor's seconds for one wrong password, at a server that has counted none."""
    limiter = site.app.extensions["bpm2sop"].limiter
    limiter.passed(f"login {login}", "address 127.0.0.1")
    visitor = site.stranger()
    visitor.token()
    begun = process_time()
    guess(visitor.post, login)
    return process_time() - begun


@pytest.mark.parametrize("size", [2_000_000, 50_000_000])
def test_a_large_json_is_refused_unread(site: Site, names: dict[str, str], size: int) -> None:
    """73: by what it says of its size."""
    ani = site.person("ani")
    body = b'{"text": "' + b"x" * size + b'"}'
    headers = {"X-CSRFToken": ani.token(), "Content-Type": "application/json"}
    answer = ani.client.post(f"/api/sops/{names['sop']}/comments", data=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (413, "413")  # type: ignore[index]


@pytest.mark.parametrize(("length", "status"), [(10_000, 200), (10_001, 422)])
def test_a_cell_holds_ten_thousand_characters(
    site: Site, names: dict[str, str], length: int, status: int
) -> None:
    """61: and not one more; the refusal says so."""
    path = f"/api/sops/{names['sop']}/cells/{names['key']}/text"
    answer = site.person("ani").put(path, {"value": "x" * length}, If_Match='"0"')
    assert answer.status_code == status


def test_two_maps_of_one_name_at_once(site: Site) -> None:
    """77: both come in one after the other, the second as a version or a map of its own; nothing fails."""
    steps = [f"a Terima berkas {number} @Loket; b Periksa @Staf" for number in range(4)]

    def bring(steps: str) -> int:
        files = {"files": [(io.BytesIO(bpmn(steps)), "surat.bpmn")]}
        return site.person("ani").post("/upload", files).status_code

    site.person("ani")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(bring, steps)) == [200] * 4
    assert {one.name for one in list_maps(site.workspace, LOCAL)} == {"surat.bpmn"}
    assert fsck(site.workspace, LOCAL).clean


def test_two_units_of_one_name_at_once(site: Site) -> None:
    """77: renamed to the same name by two people, nothing fails and no unit is lost."""
    rina = site.person("rina", Role.ADMIN)
    for name in ("Bidang A", "Bidang B"):
        rina.post("/admin/units", {"name": name, "short": ""})
    token = rina.token()

    def rename(unit: tuple[str, int]) -> int:
        form = {"name": "Bidang C", "short": "C", "seen": str(unit[1]), "csrf_token": token}
        return rina.client.post(f"/admin/units/{unit[0]}", data=form).status_code

    units = [(one.id, one.version) for one in list_units(site.workspace, LOCAL)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(rename, units))
    assert set(done) <= {303, 412, 422}
    assert 303 in done
    assert len(list_units(site.workspace, LOCAL)) == 2
