"""English labels and the step text that an analyst would write for them."""

import pytest

from bpm2sop.wording import Language, phrase

BY_RULE = [
    ("action-noun", "Approval of request", "Approve request"),
    ("action-noun", "Invoice checking", "Check invoice"),
    ("action-noun", "Check of invoice", "Check invoice"),
    ("action-noun", "Purchase order approval", "Approve purchase order"),
    ("action-noun", "Document Scanning", "Scan Document"),
    ("action-noun", "Data collection and analysis", "Collect and analyse data"),
    ("action-noun", "Drafting, review and signing of decree", "Draft, review and sign decree"),
    ("action-noun", "Notification of results to participants", "Notify participants of results"),
    ("action-noun", "Coordination with ministry", "Coordinate with ministry"),
    ("action-noun", "Verification", "Verify"),
    ("gerund", "Checking invoice", "Check invoice"),
    ("gerund", "Filling in application form", "Fill in application form"),
    ("gerund", "Monitoring and evaluation", "Monitor and evaluate"),
    ("third-person", "Receives and registers letter", "Receive and register letter"),
    ("past", "Checked the invoice", "Check the invoice"),
    ("passive", "Invoice is checked", "Check invoice"),
    ("passive", "Application is reviewed and approved", "Review and approve application"),
    ("light-verb", "Perform review of request", "Review request"),
    ("light-verb", "Carry out payment of honorarium", "Pay honorarium"),
    ("bare-verb", "Please sign the form", "Sign the form"),
]
RIGHT = [
    "Check invoice",
    "Review request",
    "Order goods",
    "Schedule hearing",
    "Plan audit",
    "Request approval",
    "Conduct field survey",
]
UNTOUCHED = [
    "Approve?",
    "Building permit",
    "Waiting list",
    "Processing time",
    "Coordination meeting",
    "Final approval",
    "Manager approval",
    "Pending approval",
    "Signed contract",
    "Result of verification",
    "Approval letter",
    "Officer checks invoice",
    "Signing of permit by director",
    "Quality control",
    "Customs declaration",
    "Customs Broker submits declaration",
    "Bidder clarification",
    "Software update",
    "Finance division",
    "Operating theatre",
    "Loading dock area",
    "Approval of the director",
    "Declaration of conformity",
    "Verification of documents completed",
    "To be checked by clerk",
]


@pytest.mark.parametrize(("rule", "label", "text"), BY_RULE)
def test_a_label_becomes_verb_and_object(rule: str, label: str, text: str) -> None:
    """Each rule gives its text and its name."""
    proposed = phrase(label, language=Language.EN)
    assert (proposed.text, proposed.rule, proposed.language) == (text, rule, Language.EN)


@pytest.mark.parametrize("label", RIGHT)
def test_a_label_that_is_right_stays(label: str) -> None:
    """A noun that is also a verb reads as the verb when it stands in front of an object."""
    proposed = phrase(label, language=Language.EN)
    assert (proposed.text, proposed.rule) == (label, "kept")


@pytest.mark.parametrize("label", UNTOUCHED)
def test_a_thing_a_state_or_a_question_stays(label: str) -> None:
    """What no rule is sure of is not touched."""
    proposed = phrase(label, language=Language.EN)
    assert (proposed.text, proposed.rule) == (label, "unknown")


@pytest.mark.parametrize(
    ("label", "actor", "text"),
    [
        ("Clerk checks invoice", "Clerk", "Check invoice"),
        ("The officer verifies documents", "Officer", "Verify documents"),
        ("HR to post vacancy", "HR", "Post vacancy"),
        ("Letter is registered by clerk", "Clerk", "Register letter"),
        ("Signing of permit by the director", "Director", "Sign permit"),
    ],
)
def test_the_actor_of_the_lane_is_dropped(label: str, actor: str, text: str) -> None:
    """The column says who; the step says what."""
    assert phrase(label, language=Language.EN, actor=actor).text == text


@pytest.mark.parametrize(
    ("label", "actor"),
    [("Approve invoice", "Approver"), ("Manage records", "Manager"), ("Review plan", "Reviewer")],
)
def test_a_verb_that_looks_like_the_actor_is_no_actor(label: str, actor: str) -> None:
    """Nothing of what is done is dropped."""
    assert phrase(label, language=Language.EN, actor=actor).text == label
