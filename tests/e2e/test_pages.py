"""Every page in a real browser: usable by all (axe), no fault of script or policy, nothing wider than the screen."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bpm2sop.sources import gather
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import SopAct, approve
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.reviewing import AddComment, EditCell, add_comment, edit_cell
from bpm2sop.workspace.rights import LOCAL, Person, Role
from bpm2sop.workspace.submitting import submit, verify
from bpm2sop.workspace.views import list_sops, sop_view
from tests.e2e.conftest import Live, Tab

SAMPLES = Path(__file__).parents[2] / "samples"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Opener = Callable[..., Tab]
SIZES = ((390, 800), (1024, 768), (1920, 1080))


def somebody(login: str) -> Person:
    """Somebody with all roles."""
    return Person(f"p-{login}", login, login.title(), frozenset(Role))


@pytest.fixture
def places(live: Live) -> dict[str, str]:
    """The pages of a workspace with some life in it, by name."""
    import_maps(live.workspace, LOCAL, gather([str(SAMPLES / "level-0"), str(SAMPLES / "level-3")]))
    lines = list_sops(live.workspace, LOCAL)
    sop, other = lines[0], lines[1]
    view = sop_view(live.workspace, LOCAL, sop.id)
    ani, budi, cici = somebody("ani"), somebody("budi"), somebody("cici")
    key = view.steps[1].key
    edit_cell(live.workspace, ani, EditCell(sop.id, key, Field.TIME, "15 menit", 0))
    add_comment(live.workspace, ani, AddComment(sop.id, "Apakah waktunya cukup?", key=key))
    for who, act in ((ani, submit), (budi, verify), (cici, approve)):
        version = sop_view(live.workspace, LOCAL, other.id).version
        act(live.workspace, who, SopAct(other.id, version, "Baik"))  # type: ignore[operator]
    return {
        "atlas": "/",
        "search": "/search?q=berkas",
        "nothing": "/search?q=zzzzz",
        "upload": "/upload",
        "map": f"/maps/{view.file}",
        "review": f"/sops/{sop.id}#step={key}",
        "step": f"/sops/{sop.id}/steps/{key}",
        "approval": f"/sops/{other.id}/approval",
        "compare": f"/sops/{other.id}/compare?old=1",
        "preview": f"/sops/{sop.id}/preview",
        "history": f"/sops/{sop.id}/history",
        "forms": f"/sops/{other.id}/forms",
        "trace": "/trace",
        "evidence": "/evidence",
        "people": "/admin",
        "units": "/admin/units",
        "wording": "/admin/wording",
        "baselines": "/admin/baselines",
        "jobs": "/admin/jobs",
        "system": "/admin/system",
        "problem": "/nowhere",
    }


def settled(page: Page, path: str) -> None:
    """Open a page and wait until it is as it stays."""
    answer = page.goto(path)
    assert answer
    assert answer.status in {200, 404}
    page.wait_for_load_state("networkidle")


def faults(page: Page) -> list[str]:
    """What axe finds, in a line each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_usable_by_all(open_tab: Opener, places: dict[str, str], theme: str) -> None:
    """No violation that axe can find; scripts and policy have nothing to complain of."""
    tab = open_tab("ani", theme=theme)
    found = []
    for name, path in places.items():
        settled(tab.page, path)
        found += [f"{name}: {fault}" for fault in faults(tab.page)]
    assert "\n".join(found) == ""
    assert tab.troubles == []


def test_signing_in_is_usable_by_all(open_tab: Opener, live: Live) -> None:
    """Before anybody is known."""
    live.token("ani")
    tab = open_tab()
    settled(tab.page, "/sign-in")
    assert faults(tab.page) == []
    assert tab.troubles == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_page_is_wider_than_the_screen(
    open_tab: Opener, places: dict[str, str], width: int, height: int
) -> None:
    """What is wide scrolls by itself. BPM2SOP_SHOTS names a folder for pictures of all pages."""
    folder = os.environ.get("BPM2SOP_SHOTS")
    for theme in ("light", "dark") if folder else ("light",):
        tab = open_tab("ani", width=width, height=height, theme=theme)
        wide = []
        for name, path in places.items():
            settled(tab.page, path)
            if tab.page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(name)
            if folder:
                tab.page.screenshot(path=Path(folder) / f"{name}-{width}-{theme}.png")
        assert wide == []
        assert tab.troubles == []
