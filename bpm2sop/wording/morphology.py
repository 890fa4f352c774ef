"""Nasal rules of Indonesian: an imperative becomes its *meN-* form."""

_VOWELS = "aeiou"
_LOSES_FIRST = {"k": "meng", "p": "mem", "t": "men", "s": "meny"}
_KEEPS_FIRST = {
    **dict.fromkeys("bfv", "mem"),
    **dict.fromkeys("dcjz", "men"),
    **dict.fromkeys("aeioughq", "meng"),
    **dict.fromkeys("lrwymn", "me"),
}
_ONE_SYLLABLE = frozenset(
    {
        "cek",
        "cap",
        "cat",
        "tik",
        "bom",
        "bor",
        "lap",
        "cor",
        "rem",
        "las",
        "pel",
        "tes",
        "lem",
        "pak",
    }
)
_IRREGULAR = {
    "kaji": "mengkaji",
    "pelajari": "mempelajari",
    "sahkan": "mengesahkan",
    "punyai": "mempunyai",
    "pekerjakan": "mempekerjakan",
    "pedulikan": "memedulikan",
}
# Beginnings of words whose root has the "per" (no prefix), so the p is lost: "perlukan", but not "perluas".
_PER_ROOTS = (
    "periksa",
    "perintah",
    "perluk",
    "percaya",
    "peran",
    "perangkat",
    "peras",
    "perah",
    "pergok",
    "perinci",
    "peringkat",
)


def men_form(imperative: str) -> str:
    """Return the *meN-* form of a lower-case imperative ("susun" gives "menyusun").

    Args:
        imperative: The bare form with its suffix, as in "ajukan"; more words may follow.
    """
    head, space, rest = imperative.partition(" ")
    return f"{_men_word(head)}{space}{rest}"


def _men_word(word: str) -> str:
    if not word:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _ONE_SYLLABLE:
        return f"menge{word}"
    if word.startswith("per") and not word.startswith(_PER_ROOTS):
        return f"mem{word}"
    first, second = word[0], word[1:2]
    if first in _LOSES_FIRST:
        return _after_lost(word, second)
    return _KEEPS_FIRST.get(first, "me") + word


def _after_lost(word: str, second: str) -> str:
    """Join the prefix to a word in k, p, t, s: the letter is lost only before a vowel."""
    prefix = _LOSES_FIRST[word[0]]
    if second in _VOWELS and second:
        return prefix + word[1:]
    return ("men" if word[0] == "s" else prefix) + word
