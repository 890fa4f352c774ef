"""Small maps, written in the tests that use them."""

from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import MapFile, ProcessMap
from bpm2sop.readers import Limits, read_file
from bpm2sop.wording.catalogue import say
from bpm2sop.wording.language import Language

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:dd="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' targetNamespace="urn:test">'
)


def definitions(body: str) -> bytes:
    """Wrap elements in the root of a file."""
    return f"{HEAD}\n{body}</definitions>".encode()


def read(body: str, limits: Limits | None = None) -> MapFile:
    """Read a file with these elements in its root; all that is said of it has its sentences."""
    held = read_file("small.bpmn", definitions(body), limits=limits or Limits())
    for found in held.findings:
        for language in Language:
            assert say(language, f"finding.{found.rule}.message", **dict(found.params))
            assert say(language, f"finding.{found.rule}.hint", **dict(found.params))
    return held


def read_map(body: str) -> ProcessMap:
    """Read a file with these elements, which has one map."""
    (only,) = read(body).maps
    return only


def process(body: str) -> ProcessMap:
    """Read a file with one process that holds these elements."""
    return read_map(f'<process id="P">{body}</process>')


def findings(body: str) -> tuple[Finding, ...]:
    """Give the findings of a file with one process that holds these elements."""
    return read(f'<process id="P">{body}</process>').findings


def rules(body: str) -> list[str]:
    """Give the rules of those findings."""
    return [found.rule for found in findings(body)]


def shape(element: str, *box: float, **more: str) -> str:
    """Draw a box: x and y, then width and height if they are not those of a task."""
    x, y, width, height = box if len(box) == 4 else (*box, 100, 80)
    extra = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<di:BPMNShape id="{element}_di" bpmnElement="{element}"{extra}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></di:BPMNShape>'
    )


def drawn(plane_of: str, *shapes: str) -> str:
    """Draw boxes on one plane."""
    plane = f'<di:BPMNPlane id="plane-{plane_of}" bpmnElement="{plane_of}">'
    return f'<di:BPMNDiagram id="diagram-{plane_of}">{plane}{"".join(shapes)}</di:BPMNPlane></di:BPMNDiagram>'


def flow(source: str, target: str) -> str:
    """Write a sequence flow named by its ends."""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'
