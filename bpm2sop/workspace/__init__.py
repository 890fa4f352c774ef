"""The use cases, as functions over files and values."""

from bpm2sop.workspace.drafting import DraftRun, draft_sources
from bpm2sop.workspace.output import write_run, write_run_book

__all__ = ["DraftRun", "draft_sources", "write_run", "write_run_book"]
