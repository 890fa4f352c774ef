"""Where ids, codes, names and a manifest's words are found in a set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bpm2sop.atlas.codes import Segments, is_code, segments
from bpm2sop.atlas.ids import loose
from bpm2sop.atlas.names import normal
from bpm2sop.atlas.raw import Raw
from bpm2sop.atlas.values import Page, PageKey, PageKind
from bpm2sop.model.processmap import ElementId

Found = list[PageKey]


class Places:
    """Indexes of a set: pages by id, code, name and file."""

    def __init__(self, raw: Raw) -> None:
        """Index all pages once."""
        self.raw = raw
        self.near: dict[tuple[str, str], PageKey] = {}
        self.exact: dict[str, Found] = defaultdict(list)
        self.loose: dict[str, Found] = defaultdict(list)
        self.maps_by_code: dict[Segments, Found] = defaultdict(list)
        self.by_code: dict[Segments, Found] = defaultdict(list)
        self.maps_by_name: dict[str, Found] = defaultdict(list)
        self.by_name: dict[str, Found] = defaultdict(list)
        self._by_element: dict[str, Found] = defaultdict(list)
        self._by_file: dict[str, Found] = defaultdict(list)
        for page in raw.pages.values():
            self._add(page)

    def _add(self, page: Page) -> None:
        """Index one page."""
        self._by_element[page.element].append(page.key)
        if page.code:
            self.by_code[segments(page.code)].append(page.key)
        self.by_name[normal(page.title)].append(page.key)
        if page.kind is not PageKind.MAP:
            return
        if page.code:
            self.maps_by_code[segments(page.code)].append(page.key)
        self.maps_by_name[normal(page.title)].append(page.key)
        for element in self.ids_of(page):
            self.near.setdefault((page.file, element), page.key)
            self.exact[element].append(page.key)
            self.loose[loose(element)].append(page.key)
            if element != page.element:
                self._by_element[element].append(page.key)
        parts = page.file.replace("\\", "/").split("/")
        for at in range(len(parts)):
            name = "/".join(parts[at:])
            self._by_file[name].append(page.key)
            self._by_file[name.rpartition(".")[0] or name].append(page.key)

    def ids_of(self, page: Page) -> tuple[ElementId, ...]:
        """List the ids by which a call may name a map: its processes', and the collaboration's."""
        return tuple(dict.fromkeys((*self.raw.maps[page.key].processes, page.element)))

    def named(self, words: str) -> Found:
        """Find the pages that a manifest's words name: `file#id`, file, id, code, then title; the first way that finds any."""
        file, mark, element = words.rpartition("#")
        if mark:
            of_file = {self.raw.pages[key].file for key in self._by_file.get(file, ())}
            return [
                key
                for key in self._by_element.get(element, ())
                if self.raw.pages[key].file in of_file
            ]
        ways: list[Iterable[PageKey]] = [
            self._by_file.get(words, ()),
            self._by_element.get(words, ()),
        ]
        if is_code(words):
            ways += [
                self.maps_by_code.get(segments(words), ()),
                self.by_code.get(segments(words), ()),
            ]
        ways += [self.maps_by_name.get(normal(words), ()), self.by_name.get(normal(words), ())]
        return next((list(dict.fromkeys(way)) for way in ways if way), [])
