"""Every map that a tool has drawn can be drawn by us, and laid out without its drawing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bpm2sop.model.processmap import Drawing, ProcessMap
from bpm2sop.picture import draw, lay_out, planes_of
from bpm2sop.picture.planes import contents_of
from bpm2sop.readers import read_file
from tests.picture import faults


@pytest.fixture(scope="module")
def maps(corpus_maps: tuple[Path, ...]) -> tuple[ProcessMap, ...]:
    """All maps of the corpus."""
    return tuple(_read(corpus_maps))


def _read(paths: tuple[Path, ...]) -> Iterator[ProcessMap]:
    for path in paths:
        yield from read_file(path.name, path.read_bytes()).maps


def test_every_shape_of_every_map_is_drawn_once(maps: tuple[ProcessMap, ...]) -> None:
    """Over all planes of a map, each shape that can be drawn is in one picture, once; all are well-formed XML."""
    assert len(maps) > 400
    for held in maps:
        found: Counter[str] = Counter()
        whole = replace(held, drawing=lay_out(held))
        for plane in planes_of(whole):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            parser.feed(draw(whole, plane=plane.id))
            found.update(map(str, parser.close().xpath("//@data-element")))
        shapes = [own for content in contents_of(whole).values() for own in content.shapes]
        assert {own: found[own] for own in shapes} == dict.fromkeys(shapes, 1), held.file
        assert set(shapes) >= {own for own in held.nodes if own in held.drawing.shapes}, held.file


def test_every_map_is_laid_out_well_without_its_drawing(maps: tuple[ProcessMap, ...]) -> None:
    """No node on another or outside its lane, no flow on another; a handful of flows that leave their scope run astray."""
    found: Counter[str] = Counter()
    for held in maps:
        drawing = lay_out(replace(held, drawing=Drawing()))
        assert set(drawing.shapes) >= set(held.nodes), held.file
        for rule in (
            faults.overlaps,
            faults.outside,
            faults.shared,
            faults.crossed,
            faults.slanting,
        ):
            found[rule.__name__] += len(list(rule(held, drawing)))
    assert (found["overlaps"], found["outside"], found["shared"]) == (0, 0, 0)
    assert found["crossed"] <= 5
    assert found["slanting"] <= 5
