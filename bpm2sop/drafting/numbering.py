"""Numbers of SOPs from the profile's template: proposed, never invented; without a template there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bpm2sop.atlas.codes import segments
from bpm2sop.model.sop import Cell, CellSource, Sop
from bpm2sop.settings import Profile, fill
from bpm2sop.settings.template import roman

RULE = "profile-number"


def numbered(sops: Sequence[Sop], profile: Profile) -> tuple[Sop, ...]:
    """Number the SOPs of a set by their codes, then in their own order; the tuple keeps its order."""
    if not profile.number.template:
        return tuple(sops)
    order = sorted(
        range(len(sops)), key=lambda place: (sops[place].code is None, _natural(sops[place]), place)
    )
    cells: dict[int, Cell] = {}
    within: Counter[str] = Counter()
    for count, place in enumerate(order):
        code = sops[place].code or ""
        within[code] += 1
        number = _number(profile, code, profile.number.first + count, within[code])
        if number is not None:
            cells[place] = Cell(number, CellSource.ASSUMED, None, RULE)
    return tuple(_with(sop, cells.get(place)) for place, sop in enumerate(sops))


def _natural(sop: Sop) -> Iterable[tuple[int, str]]:
    """Order codes as people do: 2 before 10."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in segments(sop.code))


def _number(profile: Profile, code: str, seq: int, n: int) -> str | None:
    """Fill the template for one SOP; None where the SOP lacks what it needs."""
    unit = profile.unit
    month = roman(unit.month)
    values: dict[str, str | int] = {"seq": seq, "n": n, "map_code": code, "kode_peta": code}
    values |= {
        "unit": unit.code,
        "klas": unit.classification,
        "year": unit.year,
        "tahun": unit.year,
    }
    values |= {"bulan_romawi": month, "month_roman": month}
    return fill(profile.number.template, values)


def _with(sop: Sop, cell: Cell | None) -> Sop:
    """Put a number into the identity block."""
    return sop if cell is None else replace(sop, identity=replace(sop.identity, number=cell))
