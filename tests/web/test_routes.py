"""Every route: what is not there is not found, whatever it is called."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.web.site import Site

NAMES = (
    "0", "-1", "9223372036854775808", str(2**200), "1e3", "a'b\"c", "<script>", "%00", "..", "é漢",
    "' OR 1=1 --", "x" * 300,
)  # fmt: skip
OPEN = {"local"}


def asked(site: Site) -> Iterator[Rule]:
    """The routes that name something and can be read."""
    for rule in site.app.url_map.iter_rules():
        if rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint != "static":
            yield rule


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_there_is_not_found(site: Site, name: str) -> None:
    """Numbers that no store counts, names that no map has, text that is no name."""
    sop = site.sop()
    visitor = site.local()
    adapter = site.app.url_map.bind("localhost")
    checked = 0
    for rule in asked(site):
        if rule.endpoint.rpartition(".")[2] in OPEN:
            continue
        for only in sorted(rule.arguments):
            values = {one: name if one == only else _real(one, sop) for one in rule.arguments}
            answer = visitor.client.get(_path(adapter, rule, values))
            assert answer.status_code in {404, 308, 405}, (rule.rule, values)
            checked += 1
    assert checked > 15


def _real(argument: str, sop: str) -> str:
    """Something that is there, for the arguments that are not tried."""
    return {"sop": sop, "kind": "json", "file": "id000001"}.get(argument, "1")


def _path(adapter: object, rule: Rule, values: dict[str, str]) -> str:
    """A path with values as they are typed, also such as no route would make."""
    del adapter
    path = rule.rule
    for converter in ("string:", "number:", "any(review, clear, withdraw):"):
        path = path.replace(f"<{converter}", "<")
    for one, value in values.items():
        path = path.replace(f"<{one}>", value.replace("%", "%25").replace("?", "%3F"))
    return path


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "%", "_", "\\", "a" * 5_000, "\x00", "(((((", "*"]
)
def test_search_takes_anything_for_words(site: Site, words: str) -> None:
    """No sign of a query language means anything."""
    site.sop()
    page = site.local().get("/search", query_string={"q": words})
    assert page.status_code == 200


@pytest.mark.parametrize(
    "query", ["?page=nowhere", "?stage=<script>", "?page=%00", "?stage=waiting"]
)
def test_the_first_page_takes_any_choice(site: Site, query: str) -> None:
    """What is not there chooses nothing."""
    site.sop()
    assert site.local().get(f"/{query}").status_code == 200
