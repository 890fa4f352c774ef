"""The difference of two versions as JSON, schema `bpm2sop/diff/1`."""

from __future__ import annotations

import json
from typing import Any

from bpm2sop.model.sop import Sop, Step
from bpm2sop.trace.matching_changes import SetDiff, SopDiff, StepDiff, What
from bpm2sop.wording import Language
from bpm2sop.writers.diff_words import counts


def write_diff_json(diff: SetDiff, language: Language) -> bytes:
    """Give the difference as JSON; the words of the SOPs need no translation."""
    del language
    return json.dumps(diff_value(diff), ensure_ascii=False, indent=1).encode() + b"\n"


def diff_value(diff: SetDiff) -> dict[str, Any]:
    """Describe a difference as `bpm2sop/diff/1`."""
    return {
        "schema": "bpm2sop/diff/1",
        "same": diff.same,
        "counts": {
            "sops": {what.value: sum(sop.what is what for sop in diff.sops) for what in What},
            "steps": counts(step for sop in diff.sops for step in sop.steps),
        },
        "sops": [_sop(sop) for sop in diff.sops],
    }


def _sop(sop: SopDiff) -> dict[str, Any]:
    """Describe one SOP; steps that did not change are counted only."""
    return {
        "what": sop.what.value,
        "old": _side(sop.old),
        "new": _side(sop.new),
        "head": [cell._asdict() for cell in sop.head],
        "actors": {"added": list(sop.actors_added), "removed": list(sop.actors_removed)},
        "unchanged": counts(sop.steps)[What.SAME.value],
        "steps": [_step(step) for step in sop.steps if step.what is not What.SAME],
        "questions": [
            {"old": question.old, "candidates": [one._asdict() for one in question.candidates]}
            for question in sop.questions
        ],
    }


def _side(sop: Sop | None) -> dict[str, Any] | None:
    """Name an SOP."""
    if sop is None:
        return None
    source = sop.source
    return {"key": sop.key, "title": sop.title, "file": source.file, "map": source.map}


def _step(step: StepDiff) -> dict[str, Any]:
    """Describe one step."""
    return {
        "what": step.what.value,
        "kinds": list(step.kinds),
        "old": _row(step.old),
        "new": _row(step.new),
        "reason": step.pair.reason.value if step.pair is not None else None,
        "confidence": step.pair.confidence if step.pair is not None else None,
        "moved": step.moved,
        "changes": [{**change._asdict(), "part": change.part.value} for change in step.changes],
        "cells": [cell._asdict() for cell in step.cells],
    }


def _row(step: Step | None) -> dict[str, Any] | None:
    """Name a step."""
    if step is None:
        return None
    return {"key": step.key, "no": step.no, "text": step.text, "label": step.label}
