"""Pictures for the screens: a map as we draw it, and the pages of an SOP as they will be printed."""

from __future__ import annotations

from bpm2sop.errors import Missing, Where
from bpm2sop.layout import lay_out
from bpm2sop.model.processmap import ElementId
from bpm2sop.picture import draw
from bpm2sop.readers import read_file
from bpm2sop.wording import Language
from bpm2sop.workspace.exporting import read_printing
from bpm2sop.workspace.maps import map_bytes
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.writers.styles import page_style
from bpm2sop.writers.svg.pages import page_svgs


def map_picture(
    workspace: Workspace,
    who: Person,
    file_id: str,
    *,
    number: int | None = None,
    map_id: str = "",
    plane: str = "",
    language: Language = Language.ID,
) -> bytes:
    """Draw one plane of one map of a file as SVG, its elements named by their ids.

    Args:
        workspace: where.
        who: the person.
        file_id: the series.
        number: the version; the current one where none is named.
        map_id: which of the file's maps; the first where none is named.
        plane: the sub-process whose inside is drawn; the map itself where none is named.
        language: of the picture's own words.

    Raises:
        Missing: there is no such series, version or map.
        Refused: the file cannot be read any more.
    """
    held = map_bytes(workspace, who, file_id, number=number)
    maps = read_file(held.name, held.data, limits=workspace.limits).maps
    found = next((one for one in maps if map_id in {"", one.id}), None)
    if found is None:
        raise Missing("map-not-found", Where(file=held.name), {"map": map_id, "sop": ""})
    return draw(found, plane=ElementId(plane) if plane else None, language=language)


def sop_pages(
    workspace: Workspace, who: Person, sop_id: str, *, edition: int | None = None
) -> tuple[bytes, ...]:
    """Draw the pages of an SOP as SVG, one picture a page, identity sheets first.

    Args:
        workspace: where.
        who: the person.
        sop_id: the SOP.
        edition: an edition, as it was approved; the working copy where none is named.

    Raises:
        Missing: there is no such SOP or edition.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        printing = read_printing(connection, workspace, find_sop(connection, sop_id), edition)
    return page_svgs(lay_out(printing.sop, page_style(printing.profile, printing.sop.language)))
