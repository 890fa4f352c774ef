"""The few words of a picture, in the languages of the product: the catalogue may say them better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bpm2sop.wording import Language, messages

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "id": {
        "generated": "Gambar dibuat oleh bpm2sop",
        "completed": "Gambar dilengkapi oleh bpm2sop",
        "description": "Peta proses: {pools} kolam, {lanes} lajur, {nodes} simpul, {flows} alur.",
        "step": "Langkah {number}",
    },
    "en": {
        "generated": "Drawing made by bpm2sop",
        "completed": "Drawing completed by bpm2sop",
        "description": "Process map: {pools} pools, {lanes} lanes, {nodes} flow nodes, {flows} flows.",
        "step": "Step {number}",
    },
}


def word(language: Language, key: str, **params: str) -> str:
    """Return a phrase of the catalogue's area `picture`; ours where it has none."""
    text = messages(language).sentences.get(f"picture.{key}") or WORDS[language.value][key]
    return text.format_map(params)
