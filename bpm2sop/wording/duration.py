"""Times as people write them: read, told apart, written again."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bpm2sop.wording.language import Language


class TimeUnit(StrEnum):
    """A unit of time; working days are not days."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A time as read: from `low` to `high` units (the same for a plain number), `per` what it is counted.

    `raw` is the text it was read from; `about` and `at_most` say how it was qualified.
    """

    low: Fraction
    high: Fraction
    unit: TimeUnit
    raw: str
    per: str | None = None
    about: bool = False
    at_most: bool = False

    @property
    def minutes(self) -> Fraction | None:
        """Return the high end in minutes, None where the unit has no fixed length in minutes."""
        size = MINUTES_IN.get(self.unit)
        return None if size is None else self.high * size


# A working day, a month and a year have no fixed number of minutes.
MINUTES_IN = {
    TimeUnit.SECOND: Fraction(1, 60),
    TimeUnit.MINUTE: Fraction(1),
    TimeUnit.HOUR: Fraction(60),
    TimeUnit.DAY: Fraction(24 * 60),
    TimeUnit.WEEK: Fraction(7 * 24 * 60),
}
_HOUR = 60
_UNITS = {
    TimeUnit.SECOND: "detik|dtk|det|seconds?|secs?",
    TimeUnit.MINUTE: "menit|minit|mnt|minutes?|mins?|mnit|menti|menir|mneit|meni|mint|menitt|m|'|′",
    TimeUnit.HOUR: "jam|hours?|hrs|jm|j|h",
    TimeUnit.WORKING_DAY: (
        r"hari\s*(?:kerja|krj|kerj)|hr\.?\s*(?:kerja|krj)|hk|hari\s*efektif|"
        r"working\s*days?|business\s*days?|work\s*days?|workdays?"
    ),
    TimeUnit.DAY: r"hari\s*kalender|calendar\s*days?|hari|hri|hr|days?|d",
    TimeUnit.WEEK: "minggu|minggi|mingu|mgg|mg|weeks?|wks?|pekan",
    TimeUnit.MONTH: "bulan|blan|bulam|bln|bl|months?|mos?",
    TimeUnit.YEAR: "tahun|thn|th|years?|yrs?",
}
_BY_UNIT = {unit: re.compile(rf"(?:{words})\Z", re.IGNORECASE) for unit, words in _UNITS.items()}
_UNIT = "|".join(
    _UNITS[unit]
    for unit in (TimeUnit.WORKING_DAY, *[u for u in _UNITS if u is not TimeUnit.WORKING_DAY])
)
_COUNTED = (
    ("satu", "one"),
    ("dua", "two"),
    ("tiga", "three"),
    ("empat", "four"),
    ("lima", "five"),
    ("enam", "six"),
    ("tujuh", "seven"),
    ("delapan", "eight"),
    ("sembilan", "nine"),
    ("sepuluh", "ten"),
    ("sebelas", "eleven"),
    ("dua belas", "twelve"),
)
_NUMBER_WORDS = {
    **{word: Fraction(value) for value, words in enumerate(_COUNTED, start=1) for word in words},
    "setengah": Fraction(1, 2),
    "half": Fraction(1, 2),
    "a": Fraction(1),
    "an": Fraction(1),
}
_NUMBER = (
    r"\d{1,3}\s?[x×]\s?24|(?:\d{1,4}\s)?\d{1,6}\s?/\s?\d{1,4}|\d{1,3}(?:\.\d{3}){1,2}(?!\d)|\d{1,6}(?:[.,]\d{1,4})?|"
    + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
)
_TIMES = re.compile(r"(\d+)\s?[x×]\s?(\d+)\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){1,2}\Z")
_SMALL_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_RANGE = r"s\.?\s?/?\s?d\.?|sampai\s+dengan|sampai|hingga|to|until|-|–|—|~|sd"
_BEFORE = (
    r"(?P<most>maksimal|maksimum|maks?\.?|max\.?|paling\s+lama|paling\s+lambat|selambat-lambatnya|selama-lamanya|"
    r"at\s+most|up\s+to|no\s+more\s+than|within|dalam|kurang\s+dari|sebelum|<=?|≤)|"
    r"(?P<about>±|\+/-|\+-|kurang\s+lebih|sekitar|kira-kira|lebih\s+kurang|about|approx\.?|approximately|around|~|rata-rata|"
    r"minimal|min\.|paling\s+cepat|selama|for|≥|>=?)"
)
_ITEM = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:\((?:[^()]{{1,30}})\)))?(?:\s*(?P<lowunit>{_UNIT})(?![^\W\d_]))?"
    rf"(?:\s*(?:{_RANGE})\s*(?P<high>{_NUMBER})(?:\s*\((?:[^()]{{1,30}})\))?)?"
    rf"\s*(?P<unit>{_UNIT})?(?![^\W\d_])",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(rf"(?:{_BEFORE})\s*", re.IGNORECASE)
_PER = re.compile(
    r"\s*(?:/|per\b|tiap\b|setiap\b|each\b)\s*(?P<per>[^\W\d_][^\d/;]{0,40})\Z", re.IGNORECASE
)
_JOIN = re.compile(r"\s*(?:,|dan|and|lebih|\+)?\s*", re.IGNORECASE)
_SE = re.compile(r"se(hari|jam|menit|minggu|bulan|tahun|pekan)\b", re.IGNORECASE)
_ISO = re.compile(
    r"P(?=[\dT])(?:(?P<year>\d{1,6})Y)?(?:(?P<month>\d{1,6})M)?(?:(?P<week>\d{1,6})W)?(?:(?P<day>\d{1,6}(?:[.,]\d{1,4})?)D)?"
    r"(?:T(?=\d)(?:(?P<hour>\d{1,6}(?:[.,]\d{1,4})?)H)?(?:(?P<minute>\d{1,6}(?:[.,]\d{1,4})?)M)?"
    r"(?:(?P<second>\d{1,9}(?:[.,]\d{1,4})?)S)?)?\Z",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:^|[\n;.(|])[^\S\n]*(?:waktu(?:\s+(?:penyelesaian|pelaksanaan|proses|standar|baku))?|durasi|duration|time|lama(?:nya)?|sla|"
    r"jangka\s+waktu|batas\s+waktu|processing\s+time|lead\s+time|cycle\s+time)\s*[:=]\s*(?P<time>[^\n;|)]{1,80})",
    re.IGNORECASE,
)
_PADDING = frozenset({"saja", "maksimal", "maks", "max", "lamanya"})
_SINCE = (
    "sejak ",
    "setelah ",
    "sesudah ",
    "terhitung ",
    "after ",
    "from ",
    "since ",
    "before ",
    "sebelum ",
)
_SENTENCE_END = re.compile(r"\.\s+(?=[A-Z])")
_Part = tuple[Fraction, Fraction, TimeUnit]
_LONGEST = 120
_MOST_PARTS = 4


def parse_duration(text: str) -> Duration | None:
    """Read a whole text as a time; None where it is none (calendar words, blanks, prose)."""
    if len(text) > _LONGEST:
        return None
    raw = " ".join(text.split())
    iso = _ISO.match(raw)
    if iso:
        return _from_iso(iso, raw)
    plain = _SE.sub(r"1 \1", raw)
    for sign, spelled in _SMALL_FRACTIONS.items():
        plain = plain.replace(sign, spelled)
    return _from_words(" ".join(plain.split()).strip(" .;"), raw)


def _from_words(text: str, raw: str) -> Duration | None:
    about = at_most = False
    while qualifier := _QUALIFIER.match(text):
        about = about or bool(qualifier["about"])
        at_most = at_most or bool(qualifier["most"])
        text = text[qualifier.end() :]
    parts: list[_Part] = []
    at = 0
    while len(parts) < _MOST_PARTS and (item := _ITEM.match(text, at)):
        part = _part(item)
        if part is None:
            return None
        parts.append(part)
        at = item.end()
        join = _JOIN.match(text, at)
        if join is None or join.end() == len(text) or not _ITEM.match(text, join.end()):
            break
        at = join.end()
    rest = text[at:].strip(" .")
    per = _PER.match(text, at)
    if not parts or (rest and not per and not _is_remark(rest)):
        return None
    low, high, unit = _summed(parts)
    return Duration(
        low=low,
        high=high,
        unit=unit,
        raw=raw,
        per=per["per"].strip(" .)") if per else None,
        about=about,
        at_most=at_most,
    )


def _is_remark(rest: str) -> bool:
    """Tell whether what follows a time says no more than when it begins, or stands in brackets."""
    in_brackets = rest.startswith("(") and rest.endswith(")")
    return in_brackets or rest.lower() in _PADDING or rest.lower().startswith(_SINCE)


def _part(item: re.Match[str]) -> _Part | None:
    """Return low, high and unit of one number with its unit; the smaller unit where two differ."""
    written = item["unit"] or item["lowunit"]
    if not written:
        return None
    unit, low_unit = _unit(written), _unit(item["lowunit"] or written)
    low = _number(item["low"])
    high = _number(item["high"]) if item["high"] else low
    if low is None or high is None:
        return None
    if item["high"] and item["unit"] and low_unit is not unit:
        both = _in_smaller([(low, low, low_unit), (high, high, unit)])
        return None if both is None else (both[0][0], both[1][1], both[0][2])
    return low, max(low, high), unit


def _number(text: str) -> Fraction | None:
    word = " ".join(text.lower().split())
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    times = _TIMES.match(word)
    if times:
        return Fraction(int(times[1]) * int(times[2]))
    top, slash, bottom = word.partition("/")
    if slash:
        *whole, over = top.split()
        under = int(bottom)
        return Fraction(int(over), under) + sum(map(int, whole)) if under else None
    return Fraction(top.replace(".", "") if _THOUSANDS.match(top) else top.replace(",", "."))


def _unit(text: str) -> TimeUnit:
    plain = " ".join(text.split())
    return next(unit for unit, pattern in _BY_UNIT.items() if pattern.match(plain))


def _in_smaller(
    parts: list[_Part],
) -> list[_Part] | None:
    """Convert parts to the smallest unit among them; None where one has no fixed length."""
    if any(unit not in _SIZES for _, _, unit in parts):
        return None
    smallest = min((unit for _, _, unit in parts), key=_SIZES.__getitem__)
    factor = {unit: _SIZES[unit] / _SIZES[smallest] for _, _, unit in parts}
    return [(low * factor[unit], high * factor[unit], smallest) for low, high, unit in parts]


_SIZES = {
    **MINUTES_IN,
    TimeUnit.MONTH: Fraction(30 * 24 * 60),
    TimeUnit.YEAR: Fraction(365 * 24 * 60),
    TimeUnit.WORKING_DAY: Fraction(8 * 60),
}


def _summed(
    parts: list[_Part],
) -> _Part:
    """Add "1 jam 30 menit" up in its smaller unit."""
    if len(parts) == 1:
        return parts[0]
    same = _in_smaller(parts) or parts[:1]
    return (
        sum((low for low, _, _ in same), Fraction()),
        sum((high for _, high, _ in same), Fraction()),
        same[0][2],
    )


def _from_iso(found: re.Match[str], raw: str) -> Duration | None:
    parts: list[_Part] = [
        (value, value, unit)
        for unit in TimeUnit
        if unit is not TimeUnit.WORKING_DAY and found[unit.value]
        for value in (Fraction(found[unit.value].replace(",", ".")),)
    ]
    if not parts:
        return None
    low, high, unit = _summed(parts)
    return Duration(low=low, high=high, unit=unit, raw=raw)


def find_duration(text: str) -> Duration | None:
    """Find the time that a documentation gives: the whole text, or what stands behind "Waktu:" and its like."""
    whole = parse_duration(text)
    if whole:
        return whole
    for found in _MARKED.finditer(text[:20_000]):
        time = parse_duration(_SENTENCE_END.split(found["time"], maxsplit=1)[0].strip(" .,"))
        if time:
            return time
    return None


_NAMES = {
    Language.ID: dict(
        zip(
            TimeUnit,
            ("detik", "menit", "jam", "hari", "hari kerja", "minggu", "bulan", "tahun"),
            strict=True,
        )
    ),
    Language.EN: dict(
        zip(
            TimeUnit,
            ("second", "minute", "hour", "day", "working day", "week", "month", "year"),
            strict=True,
        )
    ),
}
_ISO_LETTERS = {
    TimeUnit.YEAR: "P{}Y",
    TimeUnit.MONTH: "P{}M",
    TimeUnit.WEEK: "P{}W",
    TimeUnit.DAY: "P{}D",
    TimeUnit.HOUR: "PT{}H",
    TimeUnit.MINUTE: "PT{}M",
    TimeUnit.SECOND: "PT{}S",
}


def format_duration(duration: Duration, language: Language) -> str:
    """Write a time in a language: "1 jam 30 menit", "3-5 hari kerja", "15 menit/berkas"."""
    low, high = duration.low, duration.high
    name = _NAMES[language][duration.unit]
    if low == high and _splits(duration):
        hours, minutes = divmod(high, _HOUR)
        text = f"{_amount(Fraction(hours), TimeUnit.HOUR, language)} {_amount(minutes, TimeUnit.MINUTE, language)}"
    elif low == high:
        text = _amount(high, duration.unit, language)
    else:
        text = (
            f"{_written(low, language)}-{_written(high, language)} {_plural(name, high, language)}"
        )
    return f"{text}/{duration.per}" if duration.per else text


def to_iso(duration: Duration) -> str | None:
    """Write a plain time as an ISO 8601 duration; None for ranges, fractions and working days."""
    form = _ISO_LETTERS.get(duration.unit)
    if (
        form is None
        or duration.low != duration.high
        or duration.high.denominator != 1
        or duration.per
    ):
        return None
    if _splits(duration):
        hours, minutes = divmod(duration.high.numerator, _HOUR)
        return f"PT{hours}H{minutes}M"
    return form.format(duration.high.numerator)


def _splits(duration: Duration) -> bool:
    """Tell whether a time in minutes came from hours and minutes."""
    whole = (
        duration.unit is TimeUnit.MINUTE
        and duration.high > _HOUR
        and duration.high % _HOUR
        and duration.high % 1 == 0
    )
    return bool(whole) and not duration.raw.startswith(str(duration.high))


def _amount(number: Fraction, unit: TimeUnit, language: Language) -> str:
    return f"{_written(number, language)} {_plural(_NAMES[language][unit], number, language)}"


def _plural(name: str, number: Fraction, language: Language) -> str:
    return f"{name}s" if language is Language.EN and number > 1 else name


def _written(number: Fraction, language: Language) -> str:
    """Write a number as 3, 1/3 or 1,5 (a decimal sign by language)."""
    if number.denominator == 1:
        return str(number.numerator)
    if number < 1:
        return f"{number.numerator}/{number.denominator}"
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language is Language.ID else text
