"""Collaborations: pools and what passes between them."""

from __future__ import annotations

from bpm2sop.model.processmap import ElementId, MessageFlow, Participant
from bpm2sop.readers import tags
from bpm2sop.readers.bodies import ARTIFACTS
from bpm2sop.readers.element import Element
from bpm2sop.readers.gathered import Collaboration, Gathered


def read_collaboration(gathered: Gathered, element: Element) -> None:
    """Read a collaboration, its references as written."""
    line = element.sourceline
    own = gathered.take_id(element, line)
    held = Collaboration(own, gathered.name(element, line), line)
    gathered.collaborations.append(held)
    gathered.document(element, own)
    for child in element:
        if child.tag == tags.PARTICIPANT:
            held.participants.append(_participant(gathered, child))
        elif child.tag == tags.MESSAGE_FLOW:
            held.messages.append(_message(gathered, child))
        elif child.tag in ARTIFACTS:
            ARTIFACTS[child.tag](gathered, child, own)


def _participant(gathered: Gathered, element: Element) -> Participant:
    line = element.sourceline
    own = gathered.take_id(element, line)
    gathered.document(element, own)
    process = element.get("processRef")
    return Participant(
        own, gathered.name(element, line), ElementId(process) if process else None, line
    )


def _message(gathered: Gathered, element: Element) -> MessageFlow:
    line = element.sourceline
    own = gathered.take_id(element, line)
    gathered.document(element, own)
    source, target = element.get("sourceRef"), element.get("targetRef")
    return MessageFlow(
        own, gathered.name(element, line),
        ElementId(source) if source else None, ElementId(target) if target else None,
        element.get("messageRef") or "", line,
    )  # fmt: skip
