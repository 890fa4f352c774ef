"""A profile is read whole, or refused with the file, the line and what to do."""

from pathlib import Path

import pytest

from bpm2sop.errors import Refused
from bpm2sop.settings import (
    SHIPPED,
    ActorOrder,
    fill,
    load_profile,
    parse_profile,
    parse_wording,
    shipped,
)
from bpm2sop.settings.schema import TABLES
from bpm2sop.wording import Language, messages

WHOLE = """\
[profile]
name = "sop-ap"
language = "en"

[unit]
agency = "Dinas Rekaan"
code = "17000"
year = "2026"
month = 4

[paper]
size = "F4"
reserved = 15

[form]
capsules = "rows"
text_size = 8.5

[documents]
appendices = false
shapes = "loose"

[form.labels]
name = "Judul SOP"

[number]
template = "SOP-{seq:03}/{unit}/{year}"

[actors]
order = "hand"
by_hand = ["Kepala Dinas", "Petugas Loket"]

[decisions]
means_yes = ["lanjutkan"]

[texts]
warning = "Bila tidak dilaksanakan, layanan terhenti."

[times]
"Memeriksa  Berkas" = "15 menit"

[coverage]
b = 60

[classes]
generic = ["keuangan"]

[checks]
branch-unlabelled = "error"
"""


def test_every_table_is_read() -> None:
    """What a file says is in the profile; what it does not say is as in the base."""
    profile = parse_profile(WHOLE, "bpm2sop.toml", base=shipped())
    assert profile.language == "en"
    assert profile.unit.agency == "Dinas Rekaan"
    assert (profile.paper.size, profile.paper.reserved, profile.paper.signature) == ("F4", 15, 25)
    assert (profile.form.capsules, profile.form.labels) == ("rows", {"name": "Judul SOP"})
    assert (profile.form.text_size, profile.form.label_size) == (8.5, 7)
    documents = profile.documents
    assert (documents.appendices, documents.connectors, documents.shapes) == (
        False,
        "glued",
        "loose",
    )
    assert profile.actors.order is ActorOrder.HAND
    assert profile.actors.by_hand == ("Kepala Dinas", "Petugas Loket")
    assert profile.actors.external_first
    assert profile.times == {"memeriksa berkas": "15 menit"}
    assert (profile.coverage.a, profile.coverage.b) == (100, 60)
    assert profile.classes.generic == ("keuangan",)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_profiles_make_nothing_up(name: str) -> None:
    """No standard text, no time and no number is proposed unless an agency says so."""
    profile = shipped(name)
    assert profile.name == name
    assert not any(getattr(profile.texts, field) for field in profile.texts.__slots__)
    assert not profile.times
    assert not profile.number.template


WRONG = [
    ("[papr]\n", "profile-key-unknown", 1),
    ("[paper]\nsise = 1\n", "profile-key-unknown", 2),
    ("[form.labels]\n\nnam = 'x'\n", "profile-key-unknown", 3),
    ("paper = 1\n", "profile-table", 1),
    ("[paper]\nsize = 'A5'\n", "profile-choice", 2),
    ("[paper]\nreserved = '15'\n", "profile-kind-millimetres", 2),
    ("[form]\nidentity = 1\n", "profile-kind-flag", 2),
    ("[form]\ntext_size = 8.3\n", "profile-kind-points", 2),
    ("[documents]\nshapes = 'group'\n", "profile-choice", 2),
    ("[unit]\ncode = 17\n", "profile-kind-text", 2),
    ("[unit]\nmonth = 13\n", "profile-kind-month", 2),
    ("[number]\nfirst = true\n", "profile-kind-count", 2),
    ("[actors]\nby_hand = 'Camat'\n", "profile-kind-texts", 2),
    ("[actors]\nby_hand = ['Camat', 2]\n", "profile-kind-texts", 2),
    ("[coverage]\nb = 101\n", "profile-kind-per-cent", 2),
    ("[coverage]\nb = 20\nc = 30\n", "profile-coverage", 2),
    ("[times]\n'Memeriksa berkas' = 15\n", "profile-kind-text", 2),
    ("[number]\ntemplate = '{nomor}'\n", "profile-template", 2),
    ("[number]\ntemplate = 'SOP-{seq'\n", "profile-template", 2),
    ("[number]\ntemplate = '{unit:03}'\n", "profile-template", 2),
    ("[number]\ntemplate = '{seq.real}'\n", "profile-template", 2),
    ("[number]\ntemplate = '{seq:9999999}'\n", "profile-template", 2),
    ("[number]\n\ntemplate = 'SOP/{unit}'\n", "profile-template-field", 3),
    ("[number]\ntemplate = '{bulan_romawi}'\n", "profile-template-field", 2),
    ("[profile]\nname = \n", "profile-syntax", 2),
    ("[profile]\nlanguage = 'jv'\n", "profile-choice", 2),
]


@pytest.mark.parametrize(
    ("text", "code", "line"), WRONG, ids=[f"{c}-{i}" for i, (_, c, _) in enumerate(WRONG)]
)
def test_a_wrong_profile_is_refused_at_its_line(text: str, code: str, line: int) -> None:
    """The refusal names file and line, and can be said in every language."""
    with pytest.raises(Refused) as refused:
        parse_profile(text, "bpm2sop.toml")
    assert (refused.value.code, refused.value.where.file) == (code, "bpm2sop.toml")
    assert refused.value.where.line == line
    for language in Language:
        for part in ("title", "hint"):
            said = (
                messages(language)
                .sentences[f"refused.{code}.{part}"]
                .format_map(refused.value.params)
            )
            assert said.endswith(".")


def test_every_kind_of_value_has_its_words() -> None:
    """A new kind brings its refusal along."""
    kinds = {kind.name.replace("_", "-") for table in TABLES.values() for kind in table.values()}
    for language in Language:
        known = messages(language).sentences
        assert all(f"refused.profile-kind-{kind}.title" in known for kind in kinds - {"choice"})


@pytest.mark.parametrize(
    ("template", "values", "number"),
    [
        (
            "SOP-{seq:03}/{unit}/{year}",
            {"seq": 7, "unit": "17000", "year": "2026"},
            "SOP-007/17000/2026",
        ),
        ("{map_code}/{n}", {"map_code": "01.02", "n": 2}, "01.02/2"),
        ("{kode_peta}/{n}", {"kode_peta": "", "n": 1}, None),
        (
            "{klas}/{seq}/{bulan_romawi}",
            {"klas": "070", "seq": 3, "bulan_romawi": "IV"},
            "070/3/IV",
        ),
    ],
)
def test_a_template_is_filled_or_gives_no_number(
    template: str, values: dict[str, str | int], number: str | None
) -> None:
    """A value that is missing leaves no half number."""
    assert fill(template, values) == number


def test_the_house_list_lies_beside_its_profile(tmp_path: Path) -> None:
    """Its path counts from the profile's folder."""
    (tmp_path / "wording.toml").write_text(
        '[pairs]\n"Pemeriksaan  berkas" = "Meneliti berkas"\n', "utf-8"
    )
    own = tmp_path / "own.toml"
    own.write_text('[profile]\nname = "plain"\n[wording]\nfile = "wording.toml"\n', "utf-8")
    profile = load_profile(str(own))
    assert profile.wording == {"pemeriksaan berkas": "Meneliti berkas"}
    assert profile.language == "en"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[pairs]\n"Cek berkas" = "a"\n"cek  BERKAS" = "b"\n', "wording-double", 3),
        ('[pairs]\n"Cek berkas" = "a"\n\n"Cek berkas" = "b"\n', "wording-double", 4),
        ('[pairs]\n"Cek berkas" = ""\n', "wording-value", 2),
        ('[pairs]\n"Cek berkas" = 1\n', "wording-value", 2),
        ('\n[pasangan]\n"a" = "b"\n', "wording-key", 2),
    ],
)
def test_a_wrong_house_list_is_refused_at_its_line(text: str, code: str, line: int) -> None:
    """A label that stands twice would decide by chance."""
    with pytest.raises(Refused) as refused:
        parse_wording(text, "wording.toml")
    assert (refused.value.code, refused.value.where.line) == (code, line)
    for language in Language:
        said = messages(language).sentences[f"refused.{code}.title"]
        assert said.format_map(refused.value.params).endswith(".")


def test_a_profile_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """So is a house list that is not there."""
    with pytest.raises(Refused, match="profile-not-found"):
        load_profile(str(tmp_path / "none.toml"))
    own = tmp_path / "own.toml"
    own.write_text('[wording]\nfile = "none.toml"\n', "utf-8")
    with pytest.raises(Refused, match="wording-not-found"):
        load_profile(str(own))
