"""The user guide, carried by the program: read without a network, by whoever has the program before them."""

import re

import pytest

from tests.conftest import ROOT
from tests.web.site import Markup, Site

LANGUAGES = ("id", "en")


def test_the_menu_of_every_page_leads_to_the_guide(site: Site) -> None:
    """Before signing in as well; it comes in the reader's language."""
    visitor = site.local()
    assert 'href="/guide"' in visitor.get("/").text
    assert "Panduan bpm2sop" in visitor.get("/guide").text
    visitor.post("/preferences", {"language": "en"})
    assert "bpm2sop: user guide" in visitor.get("/guide").text
    site.add("ani")
    stranger = site.stranger()
    assert 'href="/guide"' in stranger.get("/sign-in").text
    assert stranger.get("/guide").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_comes_with_its_pictures_and_its_links_hold(site: Site, language: str) -> None:
    """Every picture is served from here and said in words, every link leads to something; nothing is left of Markdown."""
    visitor = site.stranger()
    answer = visitor.get(f"/guide/{language}")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    page = Markup(answer.text)
    pictures = page.of("img")
    taken = (ROOT / "docs" / "pictures" / "guide" / language).glob("*.png")
    assert {(one["src"] or "").rpartition("/")[2] for one in pictures} <= {
        one.name for one in taken
    }
    assert len(pictures) > 15
    for one in pictures:
        assert one["alt"]
        with visitor.get(one["src"] or "") as picture:
            assert picture.mimetype == "image/png"
            assert picture.data.startswith(b"\x89PNG")
    places = {attributes["id"] for _, attributes in page.tags if attributes.get("id")}
    for link in page.of("a"):
        target = link["href"] or ""
        if target.startswith("#"):
            assert target[1:] in places, target
        elif target.startswith("/guide"):
            assert visitor.get(target).status_code == 200, target
        assert ".md" not in target
    assert not re.search(r"\]\(|!\[|\*\*|&lt;kbd", answer.text)


def test_only_pictures_of_the_guide_are_given(site: Site) -> None:
    """Nothing above their folder, whatever it is called."""
    visitor = site.stranger()
    for path in (
        "id/../../../pyproject.toml",
        "id/%2e%2e/en/atlas.png",
        "id/nothing.png",
        "de/atlas.png",
    ):
        assert visitor.get(f"/guide/pictures/{path}").status_code == 404
