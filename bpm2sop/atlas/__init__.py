"""Maps to levels, codes and links: all maps of a set as one forest of pages."""

from bpm2sop.atlas.build import build_atlas
from bpm2sop.atlas.manifest import Manifest, ManifestRow, parse_manifest
from bpm2sop.atlas.values import Atlas, AtlasSettings, Call, Group, Link, Page, Proposal

__all__ = [
    "Atlas",
    "AtlasSettings",
    "Call",
    "Group",
    "Link",
    "Manifest",
    "ManifestRow",
    "Page",
    "Proposal",
    "build_atlas",
    "parse_manifest",
]
