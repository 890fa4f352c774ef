"""Links between maps and SOPs both ways: the traceability matrix and coverage."""

from bpm2sop.trace.coverage import trace
from bpm2sop.trace.values import Gaps, GroupLine, How, LevelLine, Ratio, Row, Trace

__all__ = ["Gaps", "GroupLine", "How", "LevelLine", "Ratio", "Row", "Trace", "trace"]
