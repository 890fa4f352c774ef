"""The bridge to bpmn-python: a map as its diagram object, and back.

What its diagram cannot hold does not cross: notes, groups, documentation, what tools say in extensions, data but data
objects, associations, loops, performers. `docs/bpmn-python.md` has the whole list.
"""

from bpm2sop.interop.diagram import Diagram, new_diagram
from bpm2sop.interop.from_diagram import from_bpmn_python
from bpm2sop.interop.to_diagram import to_bpmn_python

__all__ = ["Diagram", "from_bpmn_python", "new_diagram", "to_bpmn_python"]
