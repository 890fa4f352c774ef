"""The interchange maps as one set."""

from pathlib import Path

from bpm2sop.atlas import build_atlas
from bpm2sop.readers import read_file
from bpm2sop.trace import How, trace


def test_the_whole_corpus_is_one_atlas(corpus_maps: tuple[Path, ...]) -> None:
    """Hundreds of maps with the same names and ids: no crash, every map a page, no parent missing."""
    files = [read_file(path.as_posix(), path.read_bytes()) for path in corpus_maps]
    atlas = build_atlas(files)
    keys = {page.key for page in atlas.pages}
    assert len(keys) == len(atlas.pages)
    assert {(file.name, held.id) for file in files for held in file.maps} == {
        (page.file, page.element) for page in atlas.pages if page.kind == "map"
    }
    assert all(page.parent is None or page.parent in keys for page in atlas.pages)
    traced = trace((), files, atlas)
    assert len(traced.rows) == sum(len(held.nodes) for file in files for held in file.maps)
    assert {row.how for row in traced.rows} == {How.EXPLAINED}
