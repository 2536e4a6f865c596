"""The opening hours of the week, told in each language."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

import knowledge
from knowledge.hours import OpeningRow, describe_rows
from tests.knowledge.numbers import turned_round

WORDS = yaml.safe_load((Path(knowledge.__path__[0]) / "content" / "hours_words.yml").read_text(encoding="utf-8"))
OFFICE = OpeningRow("MO,TU,WE,TH,FR", "09:00", "15:00")
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
TURNED_RANGE = re.compile(r"[0-9][^0-9\u0621-\u064a]+[0-9]")
"""Numbers without a word between them."""
RAMADAN: dict[str, Any] = {"valid_from": date(2027, 2, 8), "valid_to": date(2027, 3, 9)}


def closed(first: date, last: date) -> OpeningRow:
    return OpeningRow(None, None, None, valid_from=first, valid_to=last)


def test_the_languages_have_the_same_words_with_the_same_gaps() -> None:
    gaps = {
        language: {key: sorted(gap for _, gap, _, _ in Formatter().parse(text) if gap) for key, text in words.items()}
        for language, words in WORDS.items()
    }
    assert gaps["ar"] == gaps["fr"]
    assert gaps["en"] == gaps["fr"]


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        (
            [OFFICE],
            {
                "fr": "lundi–vendredi 09:00–15:00",
                "ar": "من الاثنين إلى الجمعة من الساعة 09:00 إلى 15:00",
                "en": "Monday–Friday 09:00–15:00",
            },
        ),
        (
            [OpeningRow(EVERY_DAY, "00:00", "24:00")],
            {"fr": "24 h/24, 7 j/7", "ar": "ليلا ونهارا، طوال أيام الأسبوع", "en": "24 hours a day, 7 days a week"},
        ),
        (
            [OpeningRow(EVERY_DAY, "21:00", "06:00")],
            {
                "fr": "tous les jours 21:00–06:00",
                "ar": "كل يوم من الساعة 21:00 إلى 06:00",
                "en": "every day 21:00–06:00",
            },
        ),
        (
            [
                OpeningRow("MO,WE", "14:00", "18:00"),
                OpeningRow("MO,WE", "09:00", "12:00"),
                OpeningRow("SA", "10:00", "11:00"),
            ],
            {
                "fr": "lundi et mercredi 09:00–12:00 et 14:00–18:00, samedi 10:00–11:00",
                "ar": "الاثنين والأربعاء من الساعة 09:00 إلى 12:00 ومن الساعة 14:00 إلى 18:00، "
                "السبت من الساعة 10:00 إلى 11:00",
                "en": "Monday and Wednesday 09:00–12:00 and 14:00–18:00, Saturday 10:00–11:00",
            },
        ),
        (
            [OpeningRow("2TU,-1FR", "09:00", "12:00", "MONTHLY")],
            {
                "fr": "2e mardi du mois et dernier vendredi du mois 09:00–12:00",
                "ar": "يوم الثلاثاء الثاني من كل شهر ويوم الجمعة الأخير من كل شهر من الساعة 09:00 إلى 12:00",
                "en": "2nd Tuesday of the month and last Friday of the month 09:00–12:00",
            },
        ),
        (
            [
                OpeningRow("MO,TU,WE,TH,FR", "10:00", "14:00", **RAMADAN),
                OpeningRow("FR", None, None, **RAMADAN),
                OFFICE,
            ],
            {
                "fr": "lundi–vendredi 09:00–15:00 ; "
                "du 8 février 2027 au 9 mars 2027 : lundi–jeudi 10:00–14:00, vendredi fermé",
                "ar": "من الاثنين إلى الجمعة من الساعة 09:00 إلى 15:00؛ من 8 فبراير 2027 إلى 9 مارس 2027: "
                "من الاثنين إلى الخميس من الساعة 10:00 إلى 14:00، الجمعة مغلق",
                "en": "Monday–Friday 09:00–15:00; "
                "from 8 February 2027 to 9 March 2027: Monday–Thursday 10:00–14:00, Friday closed",
            },
        ),
        (
            [closed(date(2026, 12, 24), date(2026, 12, 24)), closed(date(2026, 8, 1), date(2026, 8, 31))],
            {
                "fr": "du 1er août 2026 au 31 août 2026 : fermé ; le 24 décembre 2026 : fermé",
                "ar": "من 1 غشت 2026 إلى 31 غشت 2026: مغلق؛ يوم 24 دجنبر 2026: مغلق",
                "en": "from 1 August 2026 to 31 August 2026: closed; on 24 December 2026: closed",
            },
        ),
        (
            [
                OpeningRow(None, "09:00", "12:00", valid_from=date(2027, 1, 1)),
                OpeningRow("MO", "09:00", "12:00", valid_to=date(2026, 12, 31)),
            ],
            {
                "fr": "jusqu'au 31 décembre 2026 : lundi 09:00–12:00 ; à partir du 1er janvier 2027 : 09:00–12:00",
                "ar": "إلى غاية 31 دجنبر 2026: الاثنين من الساعة 09:00 إلى 12:00؛ "
                "ابتداء من 1 يناير 2027: من الساعة 09:00 إلى 12:00",
                "en": "until 31 December 2026: Monday 09:00–12:00; from 1 January 2027: 09:00–12:00",
            },
        ),
    ],
)
def test_the_week_in_words(rows: list[OpeningRow], texts: dict[str, str]) -> None:
    found = {language: describe_rows(rows, language) for language in texts}
    assert found == texts
    without_colons = re.sub(r"(?<=\d):(?=\d)", "", found["ar"])
    assert TURNED_RANGE.search(without_colons) is None
    assert turned_round(found["ar"]) == []
    assert re.search("[A-Za-z٠-٩]", found["ar"]) is None


def test_around_the_clock_but_for_a_closed_day_is_not_called_around_the_clock() -> None:
    rows = [OpeningRow(EVERY_DAY, "00:00", "24:00", **RAMADAN), OpeningRow("FR", None, None, **RAMADAN)]
    assert describe_rows(rows, "en") == (
        "from 8 February 2027 to 9 March 2027: Monday–Thursday, Saturday and Sunday 00:00–24:00, Friday closed"
    )


def test_hours_that_never_apply_are_not_told() -> None:
    friday_closed = OpeningRow("FR", None, None, **RAMADAN)
    rows = [OpeningRow("MO", "10:00", "14:00", **RAMADAN), friday_closed]
    monthly = OpeningRow("2FR", "16:00", "17:00", "MONTHLY", **RAMADAN)
    assert describe_rows([*rows, monthly], "fr") == describe_rows(rows, "fr")
    thursday_to_saturday: dict[str, Any] = {"valid_from": date(2026, 12, 24), "valid_to": date(2026, 12, 26)}
    assert describe_rows([replace(OFFICE, **thursday_to_saturday)], "fr") == (
        "du 24 décembre 2026 au 26 décembre 2026 : jeudi et vendredi 09:00–15:00"
    )


def test_without_rows_there_are_no_words() -> None:
    assert [describe_rows([], language) for language in WORDS] == ["", "", ""]


def test_another_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        describe_rows([OFFICE], "es")
