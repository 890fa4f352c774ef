"""The contract on 408 real maps of eighteen tools."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bpm2sop.cli import main
from bpm2sop.readers import read_file
from tests.contract.content import content_hash
from tests.contract.maps import Json, sops_of
from tests.oracle import metamorphic
from tests.oracle.canonical import table_up_to_ids
from tests.oracle.contract import check_output
from tests.oracle.faults import SHAPE, seed_faults
from tests.oracle.generate import seeded
from tests.oracle.tokengame import Different, Equal, compare_sop

pytestmark = pytest.mark.corpus


def table(data: bytes) -> list[str]:
    """Give what the tables of a file say up to ids: all but the title, which a tool may take from the file's name."""
    return sorted(json.dumps(_told(table_up_to_ids(sop)), sort_keys=True) for sop in sops_of(data))


def _told(sop: Json) -> Json:
    return {part: sop[part] for part in ("actors", "steps", "explained", "proof", "kind")}


@pytest.fixture(scope="module")
def output(corpus_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole corpus drafted in one run of the command."""
    folder = tmp_path_factory.mktemp("out")
    main.main(
        ["draft", str(corpus_dir), "-o", str(folder), "--fail-on", "never"], standalone_mode=False
    )
    return folder


def test_every_map_is_read(output: Path) -> None:
    """None is refused; six are not well-formed by the book and repaired."""
    index = json.loads((output / "index.json").read_text())
    assert Counter(file["status"] for file in index["files"]) == {"read": 402, "repaired": 6}
    assert "proof-failed" not in {
        finding["rule"] for file in index["files"] for finding in file["findings"]
    }


def test_every_draft_keeps_the_contract(output: Path, corpus_dir: Path) -> None:
    """C1 to C10 over the whole folder, judged from outside."""
    assert [str(fault) for fault in check_output(output, [corpus_dir])] == []


def test_map_and_table_play_the_same_games(output: Path, corpus_dir: Path) -> None:
    """C12: no token game differs, and most are played to the end."""
    played = skipped = 0
    for path in sorted(output.glob("*.json")):
        if path.name == "index.json":
            continue
        sop = json.loads(path.read_text())
        files = {sop["source"]["file"]: (corpus_dir / sop["source"]["file"]).read_bytes()}
        for scope, outcome in compare_sop(sop, files).items():
            assert not isinstance(outcome, Different), f"{sop['source']['file']} {scope} {outcome}"
            played, skipped = (
                played + (type(outcome).__name__ == "Equal"),
                skipped + (type(outcome).__name__ == "Skipped"),
            )
    assert played > 4 * skipped


BEHAVIOUR = ("retarget", "wait", "split", "swap")


def test_the_token_game_has_teeth(output: Path, corpus_dir: Path) -> None:
    """Of faults seeded into what a table does, where the right table plays to the end, the game sees at least 95 in 100."""
    seen = []
    for number, path in enumerate(sorted(output.glob("*.json"))[::3]):
        if path.name == "index.json":
            continue
        sop = json.loads(path.read_text())
        files = {sop["source"]["file"]: (corpus_dir / sop["source"]["file"]).read_bytes()}
        if not all(isinstance(outcome, Equal) for outcome in compare_sop(sop, files).values()):
            continue
        for name, broken in seed_faults(sop, seeded(number), 4, SHAPE):
            if name.startswith(BEHAVIOUR):
                outcomes = compare_sop(broken, files).values()
                seen.append(any(not isinstance(outcome, Equal) for outcome in outcomes))
    assert len(seen) > 100
    assert sum(seen) >= 0.95 * len(seen)


def test_maps_that_say_the_same_give_the_same_table(corpus_maps: tuple[Path, ...]) -> None:
    """Export, roundtrip and reference of one diagram, drawn by different tools: wherever the content is equal."""
    groups: dict[str, set[str]] = defaultdict(set)
    members: Counter[str] = Counter()
    for path in corpus_maps:
        data = path.read_bytes()
        content = content_hash(read_file("map.bpmn", data))
        members[content] += 1
        groups[content].add("\n".join(table(data)))
    assert sum(count for count in members.values() if count > 1) > 140
    assert [content for content, tables in groups.items() if len(tables) > 1] == []


def test_ids_file_order_and_bytes_change_nothing(corpus_maps: tuple[Path, ...]) -> None:
    """C11 on real maps: new ids, shuffled siblings, another prefix and encoding, comments, all shapes moved."""
    changed = Counter[str]()
    for number, path in enumerate(corpus_maps):
        data = path.read_bytes()
        name = f"{path.parent.name}/{path.name}"
        told = table(data)
        for transform in _transforms(data, number):
            if told != table(transform):
                changed[name] += 1
    assert changed == Counter()


def _transforms(data: bytes, number: int) -> list[bytes]:
    """Change a file's bytes without its meaning; files that are not well-formed cannot be written anew."""
    rng = seeded(number)
    try:
        metamorphic.parse(data)
    except Exception:  # noqa: BLE001  (six files of the corpus)
        return []
    return [
        metamorphic.rename_ids(data, rng),
        metamorphic.shuffle_siblings(data, rng),
        metamorphic.reserialise(data, prefix="x", encoding="UTF-16"),
        metamorphic.add_comments(data),
        metamorphic.move_shapes(data, dx=17, dy=-9, factor=2),
    ]
