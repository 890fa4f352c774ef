"""From blocks to an SOP draft: actors, cells with provenance, text, numbers, keys."""

from bpm2sop.drafting.draft import Drafts, Settings, draft_file, proved
from bpm2sop.drafting.finishing import finished
from bpm2sop.drafting.linking import link

__all__ = ["Drafts", "Settings", "draft_file", "finished", "link", "proved"]
