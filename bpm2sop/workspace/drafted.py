"""A kept draft, opened: the SOPs of one file, with indexes that are made once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from bpm2sop.model.sop import Sop, Step, StepKey
from bpm2sop.trace.fingerprints import Fingerprints, fingerprints
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.values import CellView


class Drafted:
    """The SOPs of one file as drafted. `news` tells since when a step is there, where it is news."""

    def __init__(
        self, sops: tuple[Sop, ...], *, version: int = 0, news: Mapping[str, str] | None = None
    ) -> None:
        """Hold the SOPs."""
        self.sops = sops
        self.version = version
        self.news: Mapping[str, str] = news or {}
        self.cells: dict[tuple[str, ...], Mapping[Field, CellView]] = {}
        """The cells of steps as they are shown where nobody wrote on them, by key and names of actors, as far as they were."""

    @cached_property
    def by_key(self) -> dict[str, Sop]:
        """The SOPs by key."""
        return {sop.key: sop for sop in self.sops}

    @cached_property
    def steps(self) -> dict[str, tuple[Sop, Step]]:
        """All steps by key, each with the SOP that has it."""
        return {step.key: (sop, step) for sop in self.sops for step, _ in steps_of(sop.steps)}

    @cached_property
    def prints(self) -> dict[StepKey, Fingerprints]:
        """The fingerprints of all steps."""
        return fingerprints(self.sops)
