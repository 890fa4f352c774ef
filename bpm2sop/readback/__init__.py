"""Turns a file that we wrote, and people may have changed, back into an SOP."""

from bpm2sop.readback.json_document import read_sop

__all__ = ["read_sop"]
