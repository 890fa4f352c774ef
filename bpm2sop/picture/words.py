"""The few words of a picture, in the languages of the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "id": {
        "generated": "Gambar dibuat oleh bpm2sop",
        "description": "Peta proses: {pools} kolam, {lanes} lajur, {nodes} simpul, {flows} alur.",
        "step": "Langkah {number}",
    },
    "en": {
        "generated": "Drawing made by bpm2sop",
        "description": "Process map: {pools} pools, {lanes} lanes, {nodes} flow nodes, {flows} flows.",
        "step": "Step {number}",
    },
}


def word(language: str, key: str, **params: str) -> str:
    """Return a phrase in the language, Indonesian where the language is not known."""
    return WORDS.get(language, WORDS["id"])[key].format(**params)
