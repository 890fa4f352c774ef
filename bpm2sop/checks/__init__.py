"""Checks on maps: what a person should look at before a map becomes an SOP. One file a rule."""

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.profile import Acceptance, Judged, Profile, judge, parse_profile
from bpm2sop.checks.registry import CHECKS
from bpm2sop.checks.run import check

__all__ = [
    "CHECKS",
    "Acceptance",
    "Check",
    "Found",
    "Judged",
    "Profile",
    "check",
    "judge",
    "parse_profile",
]
