"""Small maps drafted, written in the tests that use them."""

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from bpm2sop.drafting import Settings, draft_file, proved
from bpm2sop.model.processmap import MapFile
from bpm2sop.model.sop import Cell, Sop, Step
from bpm2sop.readers import read_file
from bpm2sop.settings import Profile, shipped
from bpm2sop.wording import Language

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">'
)
SHIPPED = shipped()


def read(body: str, file: str = "peta.bpmn") -> MapFile:
    """Read a file with these elements in its root."""
    return read_file(file, f"{HEAD}{body}</definitions>".encode())


def draft(
    body: str,
    language: Literal["id", "en"] = "id",
    *,
    profile: Profile = SHIPPED,
    file: str = "peta.bpmn",
) -> Sop:
    """Draft the only SOP of a file with these elements in its root."""
    settings = Settings(language=Language(language), profile=profile)
    held = read(body, file)
    drafts = proved(draft_file(held, settings), [held])
    assert drafts.failures == ()
    (sop,) = drafts.sops
    return sop


def line(*nodes: str, more: str = "", name: str = "Penanganan surat", head: str = "") -> str:
    """Write a process whose nodes follow each other; a plain word is a task of that name."""
    written = [
        node if node.startswith("<") else f'<task id="t{place}" name="{node}"/>'
        for place, node in enumerate(nodes)
    ]
    ids = [part.split('id="')[1].split('"')[0] for part in written]
    flows = "".join(
        f'<sequenceFlow id="f{place}" sourceRef="{source}" targetRef="{target}"/>'
        for place, (source, target) in enumerate(pairwise(ids))
    )
    return f'<process id="P" name="{name}">{head}{"".join(written)}{flows}{more}</process>'


def note(text: str, element: str, place: int = 0) -> str:
    """Tie a note to an element."""
    return (
        f'<textAnnotation id="n{place}"><text>{text}</text></textAnnotation>'
        f'<association id="a{place}" sourceRef="n{place}" targetRef="{element}"/>'
    )


def task(element: str, name: str, inside: str = "") -> str:
    """Write a task with elements inside."""
    return f'<task id="{element}" name="{name}">{inside}</task>'


def document(element: str, name: str, state: str = "") -> str:
    """Write a data object, with its state."""
    held = f'<dataState name="{state}"/>' if state else ""
    names = f'id="{element}" name="{name}" dataObjectRef="o{element}"'
    return f'<dataObjectReference {names}>{held}</dataObjectReference><dataObject id="o{element}"/>'


def writes(element: str) -> str:
    """Say inside a task that it writes a data object."""
    return f'<dataOutputAssociation id="w{element}"><targetRef>{element}</targetRef></dataOutputAssociation>'


def reads(element: str) -> str:
    """Say inside a task that it reads a data object."""
    return f'<dataInputAssociation id="r{element}"><sourceRef>{element}</sourceRef></dataInputAssociation>'


def step(sop: Sop, no: str) -> Step:
    """Give the step of a number."""
    return next(one for one in sop.steps if one.no == no)


def values(cells: tuple[Cell, ...]) -> list[str]:
    """List the words of cells."""
    return [cell.value for cell in cells]


def with_profile(**parts: object) -> Profile:
    """Change tables of the shipped profile."""
    return replace(SHIPPED, **parts)  # type: ignore[arg-type]
