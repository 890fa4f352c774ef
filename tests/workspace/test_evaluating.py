"""Monitoring and evaluation forms: about an edition in force, on a day that has passed, and what falls due after them."""

from datetime import date

import pytest

from bpm2sop.errors import Forbidden, Missing, Refused, Stale
from bpm2sop.store import audit
from bpm2sop.workspace.approving import EditionAct, Enact, enact, revoke
from bpm2sop.workspace.evaluating import (
    STATEMENTS,
    WELL,
    FillForm,
    FollowUp,
    due,
    fill_form,
    follow_up,
    list_forms,
)
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop.writers.forms import FormKind
from tests.stores import Clock
from tests.workspace.maps import ANI, BUDI, CICI, bring, person
from tests.workspace.test_approving import approved


def in_force(workspace: Workspace, *, since: str = "2026-01-05") -> str:
    """Bring one map, and put its SOP in force; the SOP's id."""
    bring(workspace, who=ANI)
    sop = list_sops(workspace, ANI)[0].id
    number = approved(workspace, sop)
    seen = sop_view(workspace, CICI, sop).version
    enact(workspace, CICI, Enact(sop, number, seen, "001", "2026-01-05", since))
    return sop


def monitored(sop: str, on: str, *, well: bool = True, edition: int = 1) -> FillForm:
    """A monitoring form."""
    return FillForm(
        sop=sop,
        edition=edition,
        kind=FormKind.MONITORING,
        on=on,
        answers={WELL: well},
        note="rapat",
    )


def evaluated(sop: str, on: str) -> FillForm:
    """An evaluation form with a yes to each statement."""
    answers = dict.fromkeys(STATEMENTS, True)
    return FillForm(sop=sop, edition=1, kind=FormKind.EVALUATION, on=on, answers=answers)


def test_a_form_is_kept_with_who_and_when(workspace: Workspace, clock: Clock) -> None:
    """And stands in the audit."""
    sop = in_force(workspace)
    clock.forward(days=200)
    fill_form(workspace, BUDI, monitored(sop, "2026-07-01"))
    (line,) = list_forms(workspace, ANI, sop)
    assert (line.kind, line.on, line.answers, line.who) == (
        FormKind.MONITORING,
        "2026-07-01",
        {WELL: True},
        "budi",
    )
    with workspace.store.reading() as connection:
        assert next(audit.acts(connection)).act == "fill-form"
        assert audit.broken(connection) is None


def test_due_follows_the_forms(workspace: Workspace, clock: Clock) -> None:
    """Six months after it took effect, then six months after the last monitoring, whatever that found."""
    sop = in_force(workspace)
    clock.forward(days=200)
    assert [(one.kind, one.by) for one in due(workspace, ANI, date(2026, 7, 20))] == [
        ("monitoring", date(2026, 7, 5)),
        ("evaluation", date(2027, 1, 5)),
    ]
    fill_form(workspace, BUDI, monitored(sop, "2026-06-30", well=False))
    (first, _) = due(workspace, ANI, date(2026, 7, 20))
    assert (first.by, first.overdue) == (date(2026, 12, 30), False)
    assert (first.standing.monitored, first.standing.well) == (date(2026, 6, 30), None)
    fill_form(workspace, BUDI, monitored(sop, "2026-07-01"))
    assert due(workspace, ANI, date(2026, 7, 20))[0].by == date(2027, 1, 1)


def test_forms_count_from_their_days_on(workspace: Workspace, clock: Clock) -> None:
    """A look back to June knows neither the forms of July, nor what they found, nor a follow-up of August."""
    sop = in_force(workspace)
    clock.forward(days=300)
    fill_form(workspace, BUDI, monitored(sop, "2026-07-01"))
    form = fill_form(workspace, BUDI, evaluated(sop, "2026-07-02"))
    follow_up(workspace, BUDI, FollowUp(form.id, form.version, "2026-08-01"))
    days = (date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 1))
    stands = [due(workspace, ANI, day)[0].standing for day in days]
    assert [(one.monitored, one.well, one.evaluated, one.followed_up) for one in stands] == [
        (None, None, None, False),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 2), False),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 2), True),
    ]


def test_nothing_is_due_before_the_edition_takes_effect(workspace: Workspace) -> None:
    """Nor on a day long before it."""
    in_force(workspace, since="2026-03-01")
    assert due(workspace, ANI, date(2026, 2, 28)) == ()
    assert [one.by for one in due(workspace, ANI, date(2026, 3, 1))] == [
        date(2026, 9, 1),
        date(2027, 3, 1),
    ]


def test_an_evaluation_is_followed_up_once_a_person_says_so(
    workspace: Workspace, clock: Clock
) -> None:
    """With the day; an old view of the form changes nothing."""
    sop = in_force(workspace)
    clock.forward(days=200)
    form = fill_form(workspace, BUDI, evaluated(sop, "2026-07-01"))
    done = follow_up(workspace, BUDI, FollowUp(form.id, form.version, "2026-07-10"))
    assert done.followed_up == "2026-07-10"
    with pytest.raises(Stale, match="form-stale"):
        follow_up(workspace, BUDI, FollowUp(form.id, form.version, "2026-07-11"))
    assert list_forms(workspace, ANI, sop) == (done,)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2026-01-04", "form-before-effect"),
        ("2027-01-01", "day-to-come"),
        ("kemarin", "day-unreadable"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    workspace: Workspace, clock: Clock, on: str, code: str
) -> None:
    """Nothing is kept."""
    sop = in_force(workspace)
    clock.forward(days=200)
    with pytest.raises(Refused, match=code):
        fill_form(workspace, BUDI, monitored(sop, on))
    assert list_forms(workspace, ANI, sop) == ()


def test_an_incomplete_form_is_refused(workspace: Workspace) -> None:
    """Six of seven statements are not enough."""
    sop = in_force(workspace)
    answers = dict.fromkeys(STATEMENTS[:-1], True)
    with pytest.raises(Refused, match="form-incomplete"):
        fill_form(
            workspace,
            BUDI,
            FillForm(
                sop=sop, edition=1, kind=FormKind.EVALUATION, on="2026-01-05", answers=answers
            ),
        )


def test_only_an_edition_in_force_is_monitored(workspace: Workspace) -> None:
    """Neither a draft, nor one that was revoked."""
    sop = in_force(workspace)
    with pytest.raises(Refused, match="form-not-in-force"):
        fill_form(workspace, BUDI, monitored(sop, "2026-01-05", edition=2))
    seen = sop_view(workspace, CICI, sop).version
    revoke(workspace, CICI, EditionAct(sop, 1, seen, "unit dihapus"))
    with pytest.raises(Refused, match="form-not-in-force"):
        fill_form(workspace, BUDI, monitored(sop, "2026-01-05"))
    assert due(workspace, ANI, date(2026, 7, 20)) == ()


def test_an_analyst_fills_in_no_form(workspace: Workspace) -> None:
    """It takes a reviewer; and an SOP that is there."""
    sop = in_force(workspace)
    with pytest.raises(Forbidden):
        fill_form(workspace, person("dodi", Role.ANALYST), monitored(sop, "2026-01-05"))
    with pytest.raises(Missing):
        fill_form(workspace, BUDI, monitored("no-such-sop", "2026-01-05"))
