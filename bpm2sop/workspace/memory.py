"""What a process remembers of values that were worked out once: drafts as opened, files as read."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Sop
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import Proof, Work
from bpm2sop.workspace.recent import Recent
from bpm2sop.workspace.values import SopView


@dataclass(frozen=True, slots=True)
class Memory:
    """What one workspace remembers. All of it can be worked out again."""

    drafts: Recent[int, Drafted] = field(default_factory=lambda: Recent(256))
    """By the draft's id; a draft never changes."""
    works: Recent[tuple[str, str, str], Work] = field(default_factory=lambda: Recent(100_000))
    """By name and hash of the file and that of the settings; they weigh as much as the file has nodes and flows."""
    proofs: Recent[tuple[str, str, str], Proof] = field(default_factory=lambda: Recent(4_000))
    """By file, hash of the file and key of the SOP."""
    packed: Recent[str, tuple[tuple[Sop, ...], str]] = field(default_factory=lambda: Recent(4_000))
    """The SOPs of a file, and the hash of them as they are kept."""
    views: Recent[Hashable, SopView] = field(default_factory=lambda: Recent(256))
    """By the SOP's id and version, and how often the set has changed."""
    findings: Recent[Hashable, tuple[Finding, ...]] = field(default_factory=lambda: Recent(1_000))
    """As `views`."""
