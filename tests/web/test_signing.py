"""Who gets in: by the link where there are no users, by a password where there are; a session can be ended."""

import re

import pytest

from bpm2sop.workspace.rights import Role
from bpm2sop_web.limiting import FREE, Limiter
from tests.web.site import PASSWORD, Site, Visitor


def signed_in(visitor: Visitor, login: str, password: str = PASSWORD, goal: str = "") -> int:
    """Fill in the form; give the status."""
    form = {"login": login, "password": password, "next": goal}
    return visitor.post("/sign-in", form).status_code


def test_the_link_opens_a_workspace_without_users_once(site: Site) -> None:
    """Whoever has it comes in; it is worth nothing to the next one."""
    first, second = site.stranger(), site.stranger()
    assert first.get("/").status_code == 401
    assert first.get("/local/by-the-link").headers["Location"] == "/"
    assert first.get("/").status_code == 200
    assert second.get("/local/by-the-link").status_code == 401
    assert second.get("/").status_code == 401


def test_a_wrong_link_opens_nothing(site: Site) -> None:
    """A guess is no link."""
    assert site.stranger().get("/local/guess").status_code == 401


def test_the_link_is_over_when_there_are_users(site: Site) -> None:
    """From then on people sign in, and whoever came by the link has to as well."""
    visitor = site.local()
    site.add("ani", password=PASSWORD)
    assert visitor.get("/").headers["Location"].startswith("/sign-in?next=")
    assert site.stranger().get("/local/by-the-link").headers["Location"].startswith("/sign-in")


def test_a_password_lets_in_and_leads_where_one_wanted_to_go(site: Site) -> None:
    """The page that was asked for is remembered; another site's is not."""
    site.add("ani", password=PASSWORD)
    visitor = site.stranger()
    form = {"login": "ani", "password": PASSWORD, "next": "/search?q=a"}
    assert visitor.post("/sign-in", form).headers["Location"] == "/search?q=a"
    assert visitor.get("/").status_code == 200
    for elsewhere in (
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:x",
    ):
        other = site.stranger()
        assert other.post("/sign-in", {**form, "next": elsewhere}).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(site: Site) -> None:
    """Nobody learns which names there are."""
    site.add("ani", password=PASSWORD)
    visitor = site.stranger()
    pages = [
        visitor.post("/sign-in", {"login": login, "password": "salah salah salah"})
        for login in ("ani", "siapa")
    ]
    assert [page.status_code for page in pages] == [403, 403]
    told = [re.search(r'role="alert">.*?</p>', page.text, re.DOTALL) for page in pages]
    assert told[0]
    assert told[1]
    assert told[0][0] == told[1][0]


def test_who_tries_often_waits(site: Site) -> None:
    """After some failures even the right password is not looked at for a while."""
    site.add("ani", password=PASSWORD)
    visitor = site.stranger()
    tries = [signed_in(visitor, "ani", "salah salah salah") for _ in range(FREE + 1)]
    assert tries == [403] * FREE + [429]
    page = visitor.post("/sign-in", {"login": "ani", "password": PASSWORD})
    assert (page.status_code, int(page.headers["Retry-After"]) > 0) == (429, True)


def test_signing_in_gives_another_cookie(site: Site) -> None:
    """A cookie that somebody planted before is worth nothing after."""
    site.add("ani", password=PASSWORD)
    visitor = site.stranger()
    visitor.token()
    before = visitor.client.get_cookie("bpm2sop")
    signed_in(visitor, "ani")
    after = visitor.client.get_cookie("bpm2sop")
    assert before
    assert after
    assert before.value != after.value


def test_a_cookie_is_worth_nothing_after_signing_out(site: Site) -> None:
    """The session ends in the store, not only in the browser."""
    ani = site.person("ani")
    kept = ani.client.get_cookie("bpm2sop")
    assert kept
    ani.post("/sign-out")
    thief = site.stranger()
    thief.client.set_cookie("bpm2sop", kept.value)
    assert thief.get("/api/sops").status_code == 401
    assert thief.get("/").status_code == 302


def test_a_program_is_told_that_it_is_not_signed_in(site: Site) -> None:
    """No redirect to a page: a problem with a code."""
    site.add("ani")
    answer = site.stranger().get("/api/sops")
    assert (answer.status_code, answer.json["code"]) == (401, "signed-out")  # type: ignore[index]
    assert answer.mimetype == "application/problem+json"


def test_the_language_is_chosen_in_the_browser(site: Site) -> None:
    """Indonesian first, English when asked for."""
    ani = site.person("ani", Role.VIEWER)
    assert '<html lang="id"' in ani.get("/").text
    assert ani.post("/preferences", {"language": "en", "back": "/"}).headers["Location"] == "/"
    assert '<html lang="en"' in ani.get("/").text


@pytest.mark.parametrize("failures", [FREE, FREE + 3, FREE + 40])
def test_pauses_grow_and_end(failures: int) -> None:
    """Nobody waits for longer than five minutes, and success forgets all."""
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    for _ in range(failures):
        limiter.failed("ani")
    wait = limiter.wait("ani", "somebody else")
    assert 0 < wait <= 300
    now[0] += wait
    assert limiter.wait("ani") == 0
    limiter.passed("ani")
    limiter.failed("ani")
    assert limiter.wait("ani") == 0
