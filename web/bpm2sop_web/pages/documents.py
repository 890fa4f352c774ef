"""Documents of many SOPs as one zip."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from bpm2sop.workspace.exporting import Which, export_all
from bpm2sop.workspace.maps import map_view
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.approval import FORMATS
from bpm2sop_web.sending import as_download

blueprint = Blueprint("documents", __name__)


@blueprint.get("/maps/<file>/documents/<kind>")
def of_map(file: str, kind: str) -> Response:
    """Give the drafts of all SOPs of a map."""
    view = map_view(ws(), who(), file)
    ids = tuple(one.id for one in view.sops if one.state == "active")
    return _zip(Which(ids=ids), kind, Path(view.name).stem)


@blueprint.get("/documents/<kind>")
def of_all(kind: str) -> Response:
    """Give the drafts of all SOPs in use."""
    return _zip(Which(), kind, "sop")


def _zip(which: Which, kind: str, name: str) -> Response:
    """Write documents and pack them.

    Raises:
        NotFound: there is no such format.
    """
    if kind not in FORMATS:
        raise NotFound
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        export_all(ws(), who(), Path(folder), (kind,), which=which)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as held:
            for path in sorted(Path(folder).iterdir()):
                held.write(path, path.name)
    return as_download(packed.getvalue(), f"{name}-{kind}.zip", "application/zip")
