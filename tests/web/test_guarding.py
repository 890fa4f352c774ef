"""What holds for every request: our headers, our host, our forms."""

import pytest

from bpm2sop.workspace.opening import Workspace
from bpm2sop_web import Options, create_app
from bpm2sop_web.reading import is_plain
from tests.web.site import Markup, Site

PAGES = ("/", "/sign-in", "/upload", "/search?q=x", "/nowhere", "/api/sops", "/api/openapi.json")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers(site: Site, path: str) -> None:
    """Nothing inline, no frames, nothing guessed, nothing kept."""
    headers = site.local().get(path, follow_redirects=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_and_no_style_of_their_own(site: Site) -> None:
    """The policy would stop them; they are not there in the first place."""
    sop, ani = site.sop(), site.person("ani")
    for path in ("/", "/upload", f"/sops/{sop}", f"/sops/{sop}/approval", "/sign-in"):
        page = Markup(ani.get(path, follow_redirects=True).text)
        assert all(script.get("src") for script in page.of("script"))
        assert page.of("style") == []
        handlers = [name for _, have in page.tags for name in have if name.startswith("on")]
        assert handlers == []
        assert [have for _, have in page.tags if "style" in have] == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8017", "10.0.0.1", ""])
def test_a_stranger_s_host_is_refused(site: Site, host: str) -> None:
    """A name that somebody else's DNS points here is not ours."""
    visitor = site.stranger()
    assert visitor.get("/sign-in", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8017", "[::1]:8017"])
def test_loopback_is_ours_under_each_of_its_names(site: Site, host: str) -> None:
    """As people type it."""
    site.add("ani")
    assert site.stranger().get("/sign-in", headers={"Host": host}).status_code == 200


def test_a_form_without_our_token_is_refused(site: Site) -> None:
    """And so is one with another browser's."""
    ani, budi = site.person("ani"), site.person("budi")
    assert ani.client.post("/preferences", data={"language": "en"}).status_code == 400
    stolen = {"language": "en", "csrf_token": budi.token()}
    assert ani.client.post("/preferences", data=stolen).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused(site: Site, headers: dict[str, str]) -> None:
    """Even with the right token."""
    ani = site.person("ani")
    assert ani.post("/preferences", {"language": "en"}, headers=headers).status_code == 403


def test_json_in_plain_text_is_refused(site: Site) -> None:
    """A form of another site could send that."""
    ani = site.person("ani")
    headers = {"X-CSRFToken": ani.token(), "Content-Type": "text/plain"}
    answer = ani.client.post("/api/sops/x/comments", data='{"text": "a"}', headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2foptions.py",
        "/static/%2e%2e/options.py",
        "/static/dist/../../app.py",
        "/sops/..%2f..%2fetc/export/pdf",
    ],
)
def test_no_path_leads_out(site: Site, path: str) -> None:
    """Of the static files, or of anything."""
    assert site.local().get(path).status_code in {404, 405}


def test_the_cookie_belongs_to_the_host(site: Site, workspace_of: Workspace) -> None:
    """Over https it is bound to the host and to https; scripts never see it."""
    app = create_app(workspace_of, Options(secure=True, secret=b"s" * 32))
    site.add("ani")
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-bpm2sop=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.fixture
def workspace_of(site: Site) -> Workspace:
    """The workspace of the site."""
    return site.workspace


def test_too_much_is_refused(site: Site) -> None:
    """A request without files is small."""
    ani = site.person("ani")
    assert ani.post("/preferences", {"back": "x" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe"])
def test_text_that_cannot_be_exported_is_not_plain(char: str) -> None:
    """Control characters and halves of characters break documents weeks later."""
    assert not is_plain(f"a{char}b")


def test_lines_and_all_scripts_are_plain() -> None:
    """What people write."""
    assert is_plain("baris satu\nbaris\tdua — 漢字 😀")


def test_the_bundle_is_sent_compressed_and_kept(site: Site) -> None:
    """Its names change with what it holds."""
    page = site.local().get("/").text
    style = next(one["href"] for one in Markup(page).of("link") if one["rel"] == "stylesheet")
    stranger = site.stranger()
    with stranger.get(style or "", headers={"Accept-Encoding": "gzip"}) as packed:
        assert (packed.headers["Content-Encoding"], packed.mimetype) == ("gzip", "text/css")
        assert "immutable" in packed.headers["Cache-Control"]
        size = len(packed.data)
    with stranger.get(style or "") as plain:
        assert "Content-Encoding" not in plain.headers
        assert len(plain.data) > size


def test_a_part_of_a_form_without_a_name_is_refused(site: Site) -> None:
    """No form of ours has one, and no reader knows what to call it."""
    ani = site.person("ani")
    body = "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"
    headers = {"X-CSRFToken": ani.token(), "Content-Type": "multipart/form-data; boundary=x"}
    for path in ("/preferences", "/api/batches"):
        assert ani.client.post(path, data=body, headers=headers).status_code == 400
