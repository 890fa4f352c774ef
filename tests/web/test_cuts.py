"""Where a page shows only the first of many, it says how many are left and where they are."""

import pytest

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.pages import atlas, history, tracing
from tests.web.site import Site
from tests.workspace.maps import ANI, bpmn

FIRST = "Ditampilkan 3 yang pertama"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three are many here."""
    for module, name in (
        (atlas, "MOST_CARDS"), (atlas, "MOST_HITS"), (history, "MOST"), (tracing, "MOST"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 3)


def many(site: Site, count: int = 5) -> None:
    """So many maps that stand alone."""
    sources = [
        SourceFile(f"peta-{n}.bpmn", bpmn("a Terima; b Kirim", process=f"P{n}", name=f"Proses {n}"))
        for n in range(count)
    ]
    import_maps(site.workspace, LOCAL, sources)


def test_the_atlas_says_how_many_cards_are_left(site: Site) -> None:
    """And that the tree and the search lead to them."""
    many(site)
    page = site.local().get("/").text
    assert page.count('class="card ') + page.count('class="card"') == 3
    assert f"{FIRST} dari 5" in page


def test_a_search_says_that_there_are_more_hits(site: Site) -> None:
    """More words find fewer."""
    many(site)
    visitor = site.local()
    assert FIRST in visitor.get("/search?q=Proses").text
    assert FIRST not in visitor.get("/search?q=Proses+4").text


def test_the_history_shows_all_acts_on_demand(site: Site) -> None:
    """By a link."""
    sop = site.sop()
    visitor = site.person("ani")
    for number in range(5):
        seen = sop_view(site.workspace, ANI, sop).head
        cell = next(one for name, one in seen.items() if name == "title")
        form = {"value": f"Judul {number}", "seen": str(cell.seen)}
        visitor.post(f"/sops/{sop}/cells/title", form)
    page = visitor.get(f"/sops/{sop}/history").text
    assert page.count("<tr>") == 4
    assert FIRST in page
    assert f"/sops/{sop}/history?all=yes" in page
    assert visitor.get(f"/sops/{sop}/history?all=yes").text.count("<tr>") > 5


def test_the_gaps_say_how_many_are_left(site: Site) -> None:
    """All of them are in the pack."""
    many(site)
    assert f"{FIRST} dari 10" in site.local().get("/evidence").text


def test_a_finding_marks_all_its_elements_and_names_the_first(site: Site) -> None:
    """Its line says how many more there are."""
    steps = "; ".join(f"s{n} Terima" for n in range(9))
    data = bpmn(steps)
    file = import_maps(site.workspace, LOCAL, [SourceFile("surat.bpmn", data)]).lines[0].sops[0].id
    page = site.local().get(f"/maps/{sop_view(site.workspace, ANI, file).file}").text
    assert all(f"&#34;element&#34;: &#34;s{n}&#34;" in page or f'"s{n}"' in page for n in range(9))
    assert "dan 3 lagi" in page
