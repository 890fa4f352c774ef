"""Documents of many SOPs as one zip: those of a map, and all of them."""

import io
import zipfile

import pytest

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL
from tests.web.site import Markup, Site
from tests.web.test_drawings import TWO


@pytest.fixture
def file(site: Site) -> str:
    """A map that gives two SOPs, and another map beside it."""
    import_maps(site.workspace, LOCAL, [SourceFile("dua.bpmn", TWO)])
    site.sop()
    return next(one.id for one in list_maps(site.workspace, LOCAL) if one.name == "dua.bpmn")


def names(data: bytes) -> list[str]:
    """What a zip holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return held.namelist()


def test_the_drafts_of_a_map_come_as_one_zip(site: Site, file: str) -> None:
    """The map's page says that they are there already, and links them by format."""
    visitor = site.local()
    page = visitor.get(f"/maps/{file}").text
    links = {one.get("href") for one in Markup(page).of("a")}
    assert f"/maps/{file}/documents/docx" in links
    answer = visitor.get(f"/maps/{file}/documents/md")
    assert answer.mimetype == "application/zip"
    assert len([name for name in names(answer.data) if name.endswith(".md")]) == 2


def test_all_documents_come_as_one_zip(site: Site, file: str) -> None:
    """From the page of evidence, where the set is looked at as a whole."""
    visitor = site.local()
    assert file
    assert "/documents/pdf" in {
        one.get("href") for one in Markup(visitor.get("/evidence").text).of("a")
    }
    assert (
        len([name for name in names(visitor.get("/documents/md").data) if name.endswith(".md")])
        == 3
    )


def test_a_format_that_is_none_is_not_found(site: Site, file: str) -> None:
    """Of a map as of all."""
    visitor = site.local()
    for path in (f"/maps/{file}/documents/exe", "/documents/exe", "/maps/nowhere/documents/md"):
        assert visitor.get(path).status_code == 404
