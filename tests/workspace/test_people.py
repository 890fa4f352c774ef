"""Who there is, what they may, and how they sign in and out."""

import time
from itertools import pairwise
from statistics import median

import pytest
from sqlalchemy import text

from bpm2sop.errors import Forbidden, Missing, Refused, Stale
from bpm2sop.store import audit
from bpm2sop.wording import Language
from bpm2sop.workspace import sessions
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import (
    NewPerson,
    add_person,
    change_person,
    deactivate,
    list_people,
    local_person,
    names_of_people,
    reactivate,
    set_password,
    set_roles,
)
from bpm2sop.workspace.rights import LOCAL, Person, Right, Role
from bpm2sop.workspace.sessions import (
    check_password,
    person_of,
    revoke_sessions,
    sign_in,
    sign_in_trusted,
    sign_out,
)
from bpm2sop.workspace.units import add_unit
from tests.stores import Clock

WORDS = "empat kata biasa saja"
OTHER = "kata sandi yang lain"


def add(
    workspace: Workspace,
    login: str,
    *roles: Role,
    password: str | None = WORDS,
    who: Person = LOCAL,
) -> str:
    """Add a person and give their login."""
    named = frozenset(roles or {Role.ADMIN})
    return add_person(workspace, who, NewPerson(login, login.title(), named, password)).login


def test_the_first_person_signs_in(workspace: Workspace) -> None:
    """A token leads to the person, with the roles they have."""
    add(workspace, "dewi", Role.ADMIN, Role.ANALYST)
    person, token = sign_in(workspace, "dewi", WORDS)
    assert (person.login, person.roles) == ("dewi", {Role.ADMIN, Role.ANALYST})
    assert person_of(workspace, token) == person


def test_whoever_sits_at_the_machine_may_all_until_there_are_people(workspace: Workspace) -> None:
    """After that they have to sign in."""
    assert local_person(workspace) == LOCAL
    add(workspace, "dewi")
    with pytest.raises(Forbidden, match="sign-in-needed"):
        local_person(workspace)


def test_the_first_person_keeps_house(workspace: Workspace) -> None:
    """A workspace never has people and nobody who could add the next one."""
    with pytest.raises(Refused, match="last-admin"):
        add(workspace, "dewi", Role.ANALYST)
    assert local_person(workspace) == LOCAL


def test_the_last_admin_cannot_leave(workspace: Workspace) -> None:
    """Neither by another role nor by being deactivated."""
    add(workspace, "dewi")
    with pytest.raises(Refused, match="last-admin"):
        set_roles(workspace, LOCAL, "dewi", {Role.VIEWER})
    with pytest.raises(Refused, match="last-admin"):
        deactivate(workspace, LOCAL, "dewi")
    assert [person.roles for person in list_people(workspace, LOCAL)] == [(Role.ADMIN,)]


@pytest.mark.parametrize("login", ["Dewi", " dewi ", "DEWI", "ｄｅｗｉ"])
def test_a_login_is_the_same_however_it_is_typed(workspace: Workspace, login: str) -> None:
    """Case, blanks around it and full-width letters do not matter."""
    add(workspace, "dewi")
    with pytest.raises(Refused, match="login-taken"):
        add(workspace, login)
    assert sign_in(workspace, login, WORDS)[0].login == "dewi"


@pytest.mark.parametrize("login", ["", "local", "operator", "de wi", "-dewi", "d" * 65, "dewi\n!"])
def test_what_is_no_login_is_refused(workspace: Workspace, login: str) -> None:
    """The audit's own names cannot be taken, and a login is one plain word."""
    with pytest.raises(Refused, match="login-form"):
        add(workspace, login)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password-length"),
        ("x" * 1025, "password-length"),
        ("aaaaaaaaaaaaaa", "password-guessed"),
        ("abcabcabcabcabc", "password-guessed"),
        ("dewidewidewi", "password-guessed"),
    ],
)
def test_a_weak_password_is_refused(workspace: Workspace, password: str, code: str) -> None:
    """Length counts; the login and a few repeated characters do not."""
    with pytest.raises(Refused, match=code):
        add(workspace, "dewi", password=password)
    assert list_people(workspace, LOCAL) == ()


@pytest.mark.parametrize("password", ["", "salah", WORDS + "x", "\ud800", "x" * 5000])
def test_a_wrong_password_is_refused(workspace: Workspace, password: str) -> None:
    """Whatever a browser sends."""
    add(workspace, "dewi")
    with pytest.raises(Forbidden, match="sign-in-failed"):
        sign_in(workspace, "dewi", password)


def test_the_longest_password_counts_to_its_end(workspace: Workspace) -> None:
    """Two that differ in their last character are two."""
    longest = "kata" * 255 + "yang"
    add(workspace, "dewi", password=longest)
    assert sign_in(workspace, "dewi", longest)
    with pytest.raises(Forbidden):
        sign_in(workspace, "dewi", longest[:-1] + "!")


def test_an_unknown_login_and_a_wrong_password_are_told_alike(workspace: Workspace) -> None:
    """Nobody learns from an answer, or its time, who has an account."""
    add(workspace, "dewi")
    add(workspace, "sso", Role.VIEWER, password=None)
    add(workspace, "gone", Role.VIEWER)
    deactivate(workspace, LOCAL, "gone")
    told, times = set(), {}
    for login in ("dewi", "nobody", "sso", "gone"):
        spent = []
        for _try in range(3):
            begun = time.process_time()
            with pytest.raises(Forbidden) as refusal:
                sign_in(workspace, login, "not the password")
            spent.append(time.process_time() - begun)
        told.add((refusal.value.code, tuple(refusal.value.params)))
        times[login] = median(spent)
    assert told == {("sign-in-failed", ())}
    assert max(times.values()) < 2 * min(times.values()), times


def test_the_store_knows_neither_password_nor_token(workspace: Workspace) -> None:
    """Who reads the database can sign in as nobody."""
    add(workspace, "dewi")
    _person, token = sign_in(workspace, "dewi", WORDS)
    with workspace.store.reading() as connection:
        kept = [
            str(tuple(row))
            for table in ("person", "session", "audit", "meta")
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        ]
    assert not [row for row in kept if WORDS in row or token in row]
    assert len(token) >= 43


def test_a_session_ends_when_its_time_is_over(workspace: Workspace, clock: Clock) -> None:
    """Twelve hours after signing in, however busy."""
    add(workspace, "dewi")
    _person, token = sign_in(workspace, "dewi", WORDS)
    for _hour in range(11):
        clock.forward(hours=1)
        assert person_of(workspace, token)
    clock.forward(hours=1)
    assert person_of(workspace, token) is None


def test_a_session_ends_when_nobody_uses_it(workspace: Workspace, clock: Clock) -> None:
    """Three hours after it was used last."""
    add(workspace, "dewi")
    _person, token = sign_in(workspace, "dewi", WORDS)
    clock.forward(hours=2)
    assert person_of(workspace, token)
    clock.forward(hours=3)
    assert person_of(workspace, token) is None


def test_sessions_that_ended_are_cleared_away(workspace: Workspace, clock: Clock) -> None:
    """The next sign-in removes them."""
    add(workspace, "dewi")
    sign_in(workspace, "dewi", WORDS)
    clock.forward(hours=13)
    sign_in(workspace, "dewi", WORDS)
    with workspace.store.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM session")) == 1


def test_a_token_is_worth_nothing_after_signing_out(workspace: Workspace) -> None:
    """Only the session that was signed out ends."""
    add(workspace, "dewi")
    (_a, first), (_b, second) = (sign_in(workspace, "dewi", WORDS) for _ in range(2))
    sign_out(workspace, first)
    assert person_of(workspace, first) is None
    assert person_of(workspace, second)
    sign_out(workspace, first)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "0" * 64])
def test_an_invented_token_is_nobodys(workspace: Workspace, token: str) -> None:
    """Neither is the hash of one."""
    add(workspace, "dewi")
    assert person_of(workspace, token) is None


def test_the_hash_of_a_token_is_no_token(workspace: Workspace) -> None:
    """Who reads the session table cannot use what is there."""
    add(workspace, "dewi")
    sign_in(workspace, "dewi", WORDS)
    with workspace.store.reading() as connection:
        kept = connection.scalar(text("SELECT token_sha256 FROM session"))
    assert person_of(workspace, str(kept)) is None


def test_a_new_password_ends_all_sessions(workspace: Workspace) -> None:
    """Whoever had the old one is out."""
    add(workspace, "dewi")
    person, token = sign_in(workspace, "dewi", WORDS)
    set_password(workspace, person, "dewi", OTHER, current=WORDS)
    assert person_of(workspace, token) is None
    with pytest.raises(Forbidden):
        sign_in(workspace, "dewi", WORDS)
    assert sign_in(workspace, "dewi", OTHER)


def test_ones_own_password_is_changed_by_who_knows_it(workspace: Workspace) -> None:
    """An unattended screen does not suffice, not even an admin's."""
    add(workspace, "dewi")
    person, _token = sign_in(workspace, "dewi", WORDS)
    for current in (None, OTHER):
        with pytest.raises(Forbidden, match="password-wrong"):
            set_password(workspace, person, "dewi", OTHER, current=current)


def test_roles_hold_from_the_next_request_on(workspace: Workspace) -> None:
    """A session does not carry its roles along."""
    add(workspace, "dewi")
    add(workspace, "budi", Role.ANALYST)
    _person, token = sign_in(workspace, "budi", WORDS)
    set_roles(workspace, LOCAL, "budi", {Role.VIEWER})
    budi = person_of(workspace, token)
    assert budi
    assert not budi.may(Right.WRITE)


def test_who_left_is_out_at_once_and_may_come_back(workspace: Workspace) -> None:
    """Sessions end; the person stays in the list."""
    add(workspace, "dewi")
    add(workspace, "budi", Role.ANALYST)
    _person, token = sign_in(workspace, "budi", WORDS)
    deactivate(workspace, LOCAL, "budi")
    assert person_of(workspace, token) is None
    with pytest.raises(Forbidden, match="sign-in-failed"):
        sign_in(workspace, "budi", WORDS)
    reactivate(workspace, LOCAL, "budi")
    assert person_of(workspace, token) is None
    assert sign_in(workspace, "budi", WORDS)


def test_sessions_are_revoked_by_their_owner_or_an_admin(workspace: Workspace) -> None:
    """Nobody else."""
    add(workspace, "dewi")
    add(workspace, "budi", Role.ANALYST)
    dewi, dewis = sign_in(workspace, "dewi", WORDS)
    budi, budis = sign_in(workspace, "budi", WORDS)
    with pytest.raises(Forbidden, match="not-allowed"):
        revoke_sessions(workspace, budi, "dewi")
    assert revoke_sessions(workspace, dewi, "budi") == 1
    assert person_of(workspace, budis) is None
    assert revoke_sessions(workspace, dewi, "dewi") == 1
    assert person_of(workspace, dewis) is None
    with pytest.raises(Missing, match="person-missing"):
        revoke_sessions(workspace, dewi, "nobody")


def test_another_service_may_do_the_signing_in(workspace: Workspace) -> None:
    """For people who are there and have not left."""
    add(workspace, "dewi", password=None)
    person, token = sign_in_trusted(workspace, "Dewi")
    assert person_of(workspace, token) == person
    with pytest.raises(Forbidden, match="sign-in-failed"):
        sign_in_trusted(workspace, "nobody")


def test_a_password_can_be_checked_without_a_session(workspace: Workspace) -> None:
    """The command line asks so for each call."""
    add(workspace, "dewi")
    assert check_password(workspace, "dewi", WORDS).login == "dewi"
    with workspace.store.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM session")) == 0


def test_people_change_their_own_name_and_nothing_else(workspace: Workspace) -> None:
    """Unit and roles are given by who keeps house."""
    add(workspace, "dewi")
    add(workspace, "budi", Role.ANALYST)
    unit = add_unit(workspace, LOCAL, "Biro Umum").id
    budi = check_password(workspace, "budi", WORDS)
    changed = change_person(
        workspace, budi, "budi", seen=1, name="Budi S.", unit=None, language=Language.EN
    )
    assert (changed.name, changed.language, changed.version) == ("Budi S.", "en", 2)
    with pytest.raises(Forbidden):
        change_person(workspace, budi, "budi", seen=2, name="B", unit=unit, language=Language.EN)
    with pytest.raises(Forbidden):
        change_person(workspace, budi, "dewi", seen=1, name="D", unit=None, language=Language.EN)
    with pytest.raises(Forbidden):
        set_roles(workspace, budi, "budi", {Role.ADMIN})


def test_who_saw_an_old_version_changes_nothing(workspace: Workspace) -> None:
    """Two admins at once: the second one is told."""
    add(workspace, "dewi")
    set_roles(workspace, LOCAL, "dewi", {Role.ADMIN, Role.VIEWER}, seen=1)
    with pytest.raises(Stale, match="person-changed"):
        set_roles(workspace, LOCAL, "dewi", {Role.ADMIN}, seen=1)
    assert list_people(workspace, LOCAL)[0].roles == (Role.VIEWER, Role.ADMIN)


def test_names_are_for_all_and_the_list_for_who_keeps_house(workspace: Workspace) -> None:
    """A page says who did what by name; logins, states and roles are the admin's."""
    add(workspace, "dewi")
    add(workspace, "budi", Role.VIEWER)
    budi = check_password(workspace, "budi", WORDS)
    assert names_of_people(workspace, budi) == {"budi": "Budi", "dewi": "Dewi"}
    with pytest.raises(Forbidden, match="not-allowed"):
        list_people(workspace, budi)


def test_everything_about_people_is_in_the_audit(workspace: Workspace) -> None:
    """Who, what, on whom, without a password."""
    add(workspace, "dewi")
    add(workspace, "budi", Role.VIEWER)
    set_roles(workspace, LOCAL, "budi", {Role.ANALYST})
    set_password(workspace, LOCAL, "budi", OTHER)
    budi, _token = sign_in(workspace, "budi", OTHER)
    deactivate(workspace, LOCAL, "budi")
    with workspace.store.reading() as connection:
        acts = [(one.who, one.act) for one in audit.acts(connection, subject=budi.id)]
        assert audit.broken(connection) is None
    assert acts[::-1] == [
        ("local", "person-add"),
        ("local", "person-roles"),
        ("local", "person-password"),
        ("budi", "sign-in"),
        ("local", "person-deactivate"),
    ]


def test_what_was_refused_leaves_no_trace(workspace: Workspace) -> None:
    """Neither a row nor an act."""
    new = NewPerson("dewi", "Dewi", frozenset({Role.ADMIN}), WORDS, unit="nowhere")
    with pytest.raises(Missing, match="unit-missing"):
        add_person(workspace, LOCAL, new)
    with pytest.raises(Refused, match="role-missing"):
        add_person(workspace, LOCAL, NewPerson("dewi", "Dewi", frozenset(), WORDS))
    with workspace.store.reading() as connection:
        assert audit.count(connection) == 0
    assert list_people(workspace, LOCAL) == ()


def test_limits_are_in_their_order() -> None:
    """A session is noted long before it is idle, and idle long before it ends."""
    limits = [sessions._NOTED, sessions.IDLE, sessions.LIFETIME]
    assert all(shorter * 2 <= longer for shorter, longer in pairwise(limits))
