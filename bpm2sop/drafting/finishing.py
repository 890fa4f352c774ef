"""What is known of the SOPs of a set only once they are linked: kind, number, actors that may be one."""

from __future__ import annotations

from collections.abc import Sequence

from bpm2sop.drafting.alike import with_alike
from bpm2sop.drafting.classes import classified
from bpm2sop.drafting.numbering import numbered
from bpm2sop.model.sop import Sop
from bpm2sop.settings import Profile


def finished(sops: Sequence[Sop], profile: Profile) -> tuple[Sop, ...]:
    """Classify and number linked SOPs, and propose actors that may be one."""
    kinds = [classified(sop, profile.classes) for sop in sops]
    return with_alike(numbered(kinds, profile))
