"""Values of the model in the store: what an older program kept is read by a newer one."""

from __future__ import annotations

import json
import zlib

from bpm2sop.model.sop import Sop
from bpm2sop.store import pack, unpack
from tests.writers.examples import LETTERS


def kept_without(value: Sop, *fields: str) -> bytes:
    """What a program would have kept that did not know these fields of an SOP and its steps."""
    held = json.loads(zlib.decompress(pack(value)))
    for one in (held, *held["steps"]):
        for field in fields:
            one.pop(field, None)
    return zlib.compress(json.dumps(held).encode())


def test_what_is_kept_is_read_back() -> None:
    """Nothing of an SOP is lost in the store."""
    assert unpack(pack(LETTERS), Sop) == LETTERS


def test_a_kept_sop_need_not_have_the_newest_fields() -> None:
    """Fields are kept by name, so that those which came later have their defaults."""
    read = unpack(kept_without(LETTERS, "kind_reasons", "refers_name", "question"), Sop)
    assert [step.text for step in read.steps] == [step.text for step in LETTERS.steps]
    assert read.kind_reasons == ()
    assert {step.refers_name for step in read.steps} == {""}
