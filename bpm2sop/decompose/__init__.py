"""From a map to blocks in table order, and the proof that nothing was lost."""

from bpm2sop.decompose.decompose import decompose
from bpm2sop.decompose.plan import ScopeSetting, plan

__all__ = ["ScopeSetting", "decompose", "plan"]
