"""A map as our own picture, for those that other viewers cannot draw."""

from __future__ import annotations

from bpm2sop.errors import Missing, Where
from bpm2sop.model.processmap import ElementId
from bpm2sop.picture import draw
from bpm2sop.readers import read_file
from bpm2sop.wording import Language
from bpm2sop.workspace.maps import map_bytes
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person


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
