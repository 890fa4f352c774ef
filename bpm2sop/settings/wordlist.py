"""The house list (`wording.toml`): labels of maps and the step texts that the agency accepted for them.

[pairs]
"Pemeriksaan berkas" = "Memeriksa kelengkapan berkas"
"""

from __future__ import annotations

from collections.abc import Mapping

from bpm2sop.errors import Refused, Where
from bpm2sop.settings.lines import key_lines, read_toml

_TABLE = "pairs"


def pair_key(label: str) -> str:
    """Reduce a label to what tells it from others: single spaces, small letters."""
    return " ".join(label.split()).casefold()


def parse_wording(text: str, file: str) -> Mapping[str, str]:
    """Read a house list: accepted text by label, labels reduced by `pair_key`.

    Raises:
        Refused: The text is no TOML, a label stands there twice, or something is not a pair of texts.
    """
    lines: dict[str, int] = {}
    for table, label, line in key_lines(text):
        if table != _TABLE or not label:
            continue
        first = lines.setdefault(pair_key(label), line)
        if first != line:
            params = {"label": label, "first": str(first)}
            raise Refused("wording-double", Where(file=file, line=line), params)
    pairs: dict[str, str] = {}
    for table, content in read_toml(text, file).items():
        if table != _TABLE or not isinstance(content, dict):
            where = Where(file=file, line=_line(text, table))
            raise Refused("wording-key", where, {"key": table})
        for label, accepted in content.items():
            if not isinstance(accepted, str) or not accepted.strip() or not label.strip():
                where = Where(file=file, line=lines.get(pair_key(label)))
                raise Refused("wording-value", where, {"label": label})
            pairs[pair_key(label)] = " ".join(accepted.split())
    return pairs


def _line(text: str, name: str) -> int | None:
    """Find the line of a table or a key outside of tables."""
    return next((line for table, key, line in key_lines(text) if name in (table, key)), None)
