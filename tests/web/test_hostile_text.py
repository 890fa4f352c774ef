"""Text of strangers is text, wherever it is shown."""

import logging
from html import escape

import pytest

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import AddComment, add_comment
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI, bpmn, bring

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</textarea><b>x",
    "\"><a href='javascript:alert(1)'>",
    "{{7*7}} ${7*7} %n",
)
OURS = {"a", "img", "script", "svg", "b"}


@pytest.fixture(params=HOSTILE)
def text(request: pytest.FixtureRequest) -> str:
    """One of the hostile texts."""
    found: str = request.param
    return found


def infested(workspace: Workspace, text: str) -> str:
    """The id of an SOP whose map, steps, lanes and comments all say the text."""
    named = escape(text, quote=True)
    steps = f"a {named} @{named}; b Periksa {named} @Staf"
    sop = bring(workspace, steps, name=f"x {text.replace('/', '_')}.bpmn").lines[0].sops[0].id
    key = sop_view(workspace, ANI, sop).steps[0].key
    add_comment(workspace, ANI, AddComment(sop, text))
    add_comment(workspace, ANI, AddComment(sop, text, key=key))
    return sop


def test_hostile_text_is_shown_as_text(site: Site, text: str) -> None:
    """On every page that shows it: no element, no attribute, no sum comes of it."""
    site.add("eve", Role.ADMIN, Role.APPROVER, name=text)
    sop = infested(site.workspace, text)
    visitor = site.person("eve")
    key = sop_view(site.workspace, ANI, sop).steps[0].key
    file = sop_view(site.workspace, ANI, sop).file
    paths = (
        "/", f"/sops/{sop}", f"/sops/{sop}/steps/{key}", f"/maps/{file}", f"/sops/{sop}/approval",
        f"/sops/{sop}/history", "/upload", "/trace", "/evidence", "/admin",
    )  # fmt: skip
    for path in paths:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert_only_text(answer.text)
    found = visitor.get("/search", query_string={"q": text})
    assert_only_text(found.text)


def assert_only_text(page: str) -> None:
    """A page has none of what the texts would make if they were markup."""
    parsed = Markup(page)
    for _tag, have in parsed.tags:
        assert not [name for name in have if name.startswith("on")]
        assert not (have.get("href") or "").startswith("javascript:")
    assert all(one.get("src", "").startswith("/static/") for one in parsed.of("script"))  # type: ignore[union-attr]
    # Pictures of maps are our own drawings; a label makes none.
    assert all((one.get("src") or "").startswith("/maps/") for one in parsed.of("img"))
    assert "49" not in [word for word in page.split() if word == "49"]


@pytest.mark.parametrize("said", HOSTILE[:3])
def test_hostile_text_is_text_on_the_printed_page(site: Site, said: str) -> None:
    """The preview is a picture of our own."""
    sop = infested(site.workspace, said)
    page = site.local().get(f"/sops/{sop}/preview")
    assert page.status_code == 200
    assert_only_text(page.text)


def test_a_map_is_downloaded_never_rendered(site: Site) -> None:
    """As an attachment in a sandbox, under a plain name and the full one."""
    data = bpmn("a Terima @Loket").replace(
        b"</definitions>", b"<!-- <script>1</script> --></definitions>"
    )
    visitor = site.local()
    name = 'sur\u202eat "x"\n.bpmn'
    file = import_maps(site.workspace, ANI, [SourceFile(name, data)]).lines[0].file
    answer = visitor.get(f"/maps/{file}/1/bytes")
    assert answer.data == data
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert "\n" not in disposition
    assert "\u202e" not in disposition


def test_turned_text_is_marked(site: Site) -> None:
    """Words that would read backwards show where they turn."""
    sop = site.sop()
    add_comment(site.workspace, ANI, AddComment(sop, "Periksa \u202elive"))
    page = site.local().get(f"/sops/{sop}").text
    assert 'Periksa <span class="unseen">RLO</span>live' in page
    assert "\u202e" not in page


def test_a_fault_is_one_line_of_the_log(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """62: whatever address led to it; only the traceback has lines of its own."""
    site.app.testing = False
    # A tool that other tests run in this process may have switched all logs off.
    monkeypatch.setattr(logging.getLogger("bpm2sop_web.problems"), "disabled", False)

    def fail(file: str) -> str:
        raise ZeroDivisionError(file)

    site.app.view_functions["maps.show"] = fail
    answer = site.local().get("/maps/a%0d%0aforged%1b[2J")
    assert answer.status_code == 500
    [record] = [one for one in caplog.records if one.name == "bpm2sop_web.problems"]
    assert record.getMessage().isprintable()
    assert "Zero" not in answer.text
