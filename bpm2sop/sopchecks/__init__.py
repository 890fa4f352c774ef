"""Checks on SOPs: the rules of the form, on a draft or on what a person made of it. One file a rule."""

from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.registry import SOP_CHECKS
from bpm2sop.sopchecks.run import check_sop
from bpm2sop.sopchecks.view import Around, SopView

__all__ = ["SOP_CHECKS", "Around", "Found", "SopCheck", "SopView", "check_sop"]
