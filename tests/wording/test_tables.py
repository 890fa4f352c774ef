"""The verb tables are whole, and the nasal rules agree with them."""

from collections import Counter

import pytest

from bpm2sop.errors import Refused
from bpm2sop.wording.morphology import men_form
from bpm2sop.wording.tables import data_text, english_verbs, indonesian_verbs, verb_rows

RULE = [
    ("periksa", "memeriksa"),
    ("perbaiki", "memperbaiki"),
    ("perintahkan", "memerintahkan"),
    ("susun", "menyusun"),
    ("teliti", "meneliti"),
    ("kirim", "mengirim"),
    ("kaji", "mengkaji"),
    ("klarifikasi", "mengklarifikasi"),
    ("proses", "memproses"),
    ("transfer", "mentransfer"),
    ("sinkronkan", "menyinkronkan"),
    ("sukseskan", "menyukseskan"),
    ("standarkan", "menstandarkan"),
    ("syaratkan", "mensyaratkan"),
    ("sahkan", "mengesahkan"),
    ("cek", "mengecek"),
    ("buat", "membuat"),
    ("fasilitasi", "memfasilitasi"),
    ("verifikasi", "memverifikasi"),
    ("ajukan", "mengajukan"),
    ("unggah", "mengunggah"),
    ("gandakan", "menggandakan"),
    ("hitung", "menghitung"),
    ("data", "mendata"),
    ("jadwalkan", "menjadwalkan"),
    ("lengkapi", "melengkapi"),
    ("nilai", "menilai"),
    ("nyatakan", "menyatakan"),
    ("reviu", "mereviu"),
    ("yakinkan", "meyakinkan"),
    ("pelajari", "mempelajari"),
    ("perluas", "memperluas"),
    ("perbanyak", "memperbanyak"),
    ("perlukan", "memerlukan"),
    ("", ""),
]
# Verbs that are written together, and loans that keep their first letter.
OWN_FORM = {"kinikan", "posting", "stempel"}


@pytest.mark.parametrize(("imperative", "verb"), RULE)
def test_an_imperative_takes_its_prefix(imperative: str, verb: str) -> None:
    """Each nasal rule and each exception once."""
    assert men_form(imperative) == verb


def test_the_table_follows_the_rules() -> None:
    """A verb that differs from its rule is written together, or is a known exception."""
    odd = {
        verb.imperative
        for verb in indonesian_verbs()
        if men_form(verb.imperative) != verb.verb and " " not in verb.imperative
    }
    assert odd == OWN_FORM


@pytest.mark.parametrize("name", ["verbs_id.csv", "verbs_en.csv"])
def test_every_row_of_a_table_is_full(name: str) -> None:
    """No row has a cell too few or too many."""
    rows = data_text(name).splitlines()
    width = rows[0].count(",")
    assert [row for row in rows if row.count(",") != width] == []
    assert rows[1:] == sorted(rows[1:], key=lambda row: row.split(",")[2 if "id" in name else 0])


def test_no_word_of_the_tables_stands_for_two_verbs() -> None:
    """A noun, an imperative or a verb is found once."""
    verbs = indonesian_verbs()
    for words in (
        [noun for verb in verbs for noun in verb.nouns],
        [form for verb in verbs for form in (verb.imperative, *verb.bare)],
        [verb.verb for verb in verbs],
        [verb.base for verb in english_verbs()],
        [noun for verb in english_verbs() for noun in verb.nouns],
    ):
        assert [word for word, count in Counter(words).items() if count > 1] == []


def test_the_tables_are_as_large_as_promised() -> None:
    """At least 450 Indonesian office verbs, most with their nouns."""
    assert len(indonesian_verbs()) >= 900
    assert sum(bool(verb.nouns) for verb in indonesian_verbs()) >= 600
    assert len(english_verbs()) >= 500


@pytest.mark.parametrize(
    ("table", "code", "line", "params"),
    [
        ("base,nouns\nsend,sending\npost,posting;sending\n", "verb-double", 3, {"word": "sending", "first": "2"}),
        ("base,nouns\nsend,\ncheck,\nsend,\n", "verb-double", 4, {"word": "send", "first": "2"}),
        ("base,nouns\nsend\n", "verb-row", 2, {}),
        ("base,nouns\nsend,sending,x\n", "verb-row", 2, {}),
    ],
)  # fmt: skip
def test_a_table_with_a_double_is_refused_with_file_and_line(
    table: str, code: str, line: int, params: dict[str, str]
) -> None:
    """Nothing is phrased with half a table."""
    with pytest.raises(Refused) as refused:
        list(verb_rows(table, "verbs.csv", (("base",), ("nouns",))))
    assert (refused.value.code, refused.value.where.line) == (code, line)
    assert refused.value.where.file == "verbs.csv"
    assert refused.value.params == params
