"""Pictures for the screens: a map as we draw it, and the pages of an SOP as they will be printed."""

from __future__ import annotations

from bpm2sop.errors import Missing, Where
from bpm2sop.layout import lay_out
from bpm2sop.model.processmap import ElementId, ProcessMap
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
    found = _map(workspace, held.name, held.data, map_id)
    return draw(found, plane=ElementId(plane) if plane else None, language=language)


def arriving_picture(
    workspace: Workspace, who: Person, name: str, data: bytes, *, language: Language = Language.ID
) -> bytes:
    """Draw the first map of a file that is not kept yet, as a preview of it does.

    Args:
        workspace: where.
        who: the person.
        name: what the file is called.
        data: its bytes.
        language: of the picture's own words.

    Raises:
        Missing: there is no map in it.
        Refused: it cannot be read.
    """
    require(who, Right.READ, name)
    return draw(_map(workspace, name, data), language=language)


def _map(workspace: Workspace, name: str, data: bytes, map_id: str = "") -> ProcessMap:
    """Read a file and give one of its maps, the first where none is named."""
    maps = read_file(name, data, limits=workspace.limits).maps
    found = next((one for one in maps if map_id in {"", one.id}), None)
    if found is None:
        raise Missing("map-not-found", Where(file=name), {"map": map_id, "sop": ""})
    return found


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
