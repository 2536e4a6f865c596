"""Whether it is open now, told in each language."""

from datetime import date, datetime

import pytest

from knowledge.hours import OpeningRow, Openness, OpenState, describe_openness, openness
from knowledge.models.public_holiday import CONFIRMED, PublicHoliday
from knowledge.public_holidays import PublicHolidays

CALCULATED = PublicHolidays()
OFFICE = OpeningRow("MO,TU,WE,TH,FR", "09:00", "15:00")
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def told(rows: list[OpeningRow], moment: str, language: str, holidays: PublicHolidays = CALCULATED) -> str:
    at = datetime.fromisoformat(moment)
    return describe_openness(openness(rows, at, holidays), at, language)


def closed(first: date, last: date) -> OpeningRow:
    return OpeningRow(None, None, None, valid_from=first, valid_to=last)


@pytest.mark.parametrize(
    ("moment", "sentences"),
    [
        (
            "2026-11-23 12:00",
            {
                "fr": "Ouvert maintenant, ferme à 15:00",
                "ar": "مفتوح الآن، يغلق على الساعة 15:00",
                "en": "Open now, closes at 15:00",
            },
        ),
        (
            "2026-11-23 08:00",
            {
                "fr": "Fermé, ouvre aujourd'hui à 09:00",
                "ar": "مغلق، يفتح اليوم على الساعة 09:00",
                "en": "Closed, opens today at 09:00",
            },
        ),
        (
            "2026-11-23 15:00",
            {
                "fr": "Fermé, ouvre demain à 09:00",
                "ar": "مغلق، يفتح غدا على الساعة 09:00",
                "en": "Closed, opens tomorrow at 09:00",
            },
        ),
        (
            "2026-11-27 15:00",
            {
                "fr": "Fermé, ouvre lundi à 09:00",
                "ar": "مغلق، يفتح يوم الاثنين على الساعة 09:00",
                "en": "Closed, opens on Monday at 09:00",
            },
        ),
    ],
)
def test_now_today_tomorrow_and_on_a_weekday(moment: str, sentences: dict[str, str]) -> None:
    assert {language: told([OFFICE], moment, language) for language in sentences} == sentences


@pytest.mark.parametrize(
    ("last", "sentences"),
    [
        (
            date(2026, 12, 2),
            {
                "fr": "Fermé, ouvre le 3 décembre à 09:00",
                "ar": "مغلق، يفتح يوم 3 دجنبر على الساعة 09:00",
                "en": "Closed, opens on 3 December at 09:00",
            },
        ),
        (
            date(2027, 1, 31),
            {
                "fr": "Fermé, ouvre le 1er février 2027 à 09:00",
                "ar": "مغلق، يفتح يوم 1 فبراير 2027 على الساعة 09:00",
                "en": "Closed, opens on 1 February 2027 at 09:00",
            },
        ),
        (
            date(2028, 1, 31),
            {
                "fr": "Fermé, prochaine ouverture non connue",
                "ar": "مغلق، وموعد الفتح المقبل غير معروف",
                "en": "Closed, next opening not known",
            },
        ),
    ],
)
def test_a_week_or_more_away_it_is_a_date_in_moroccan_month_names(last: date, sentences: dict[str, str]) -> None:
    rows = [OFFICE, closed(date(2026, 11, 1), last)]
    assert {language: told(rows, "2026-11-23 12:00", language) for language in sentences} == sentences


def test_the_same_weekday_a_week_later_is_a_date() -> None:
    assert (
        told([OpeningRow("MO", "09:00", "10:00")], "2026-11-23 12:00", "en") == "Closed, opens on 30 November at 09:00"
    )


def test_midnight_is_the_end_of_the_day_when_closing_and_its_beginning_when_opening() -> None:
    rows = [OpeningRow("MO", "18:00", "24:00"), OpeningRow("WE", "00:00", "06:00")]
    assert told(rows, "2026-11-23 19:00", "fr") == "Ouvert maintenant, ferme à 24:00"
    assert told(rows, "2026-11-24 19:00", "fr") == "Fermé, ouvre demain à 00:00"


def test_a_night_closes_tomorrow_and_after_midnight_today() -> None:
    night = [OpeningRow(EVERY_DAY, "21:00", "06:00")]
    assert told(night, "2026-11-23 22:00", "fr") == "Ouvert maintenant, ferme demain à 06:00"
    assert told(night, "2026-11-24 01:00", "fr") == "Ouvert maintenant, ferme à 06:00"


def test_around_the_clock_is_open_without_a_time() -> None:
    always = [OpeningRow(EVERY_DAY, "00:00", "24:00")]
    assert [told(always, "2026-11-23 12:00", language) for language in ("fr", "ar", "en")] == [
        "Ouvert maintenant",
        "مفتوح الآن",
        "Open now",
    ]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_nothing_is_told_when_nothing_is_known(language: str) -> None:
    assert describe_openness(Openness(OpenState.UNKNOWN), datetime(2026, 11, 23, 12), language) == ""


def test_on_a_holiday_its_name_and_the_advice_to_phone_are_told() -> None:
    assert {language: told([OFFICE], "2027-07-30 12:00", language) for language in ("fr", "ar", "en")} == {
        "fr": "Peut-être fermé pour le jour férié « Fête du Trône ». D'habitude, ferme à 15:00. "
        "Téléphonez avant d'y aller",
        "ar": "ربما مغلق بسبب يوم العطلة «عيد العرش». في العادة يغلق على الساعة 15:00. اتصلوا بالهاتف قبل الذهاب",
        "en": "May be closed for the public holiday “Throne Day”. It usually closes at 15:00. Phone before you go",
    }


def test_an_estimated_date_is_called_an_estimate_until_it_is_confirmed() -> None:
    names = {"fr": "Aïd al-Fitr", "ar": "عيد الفطر", "en": "Eid al-Fitr"}
    confirmed = PublicHolidays([PublicHoliday(date=date(2027, 3, 9), decision=CONFIRMED, names=names)])
    estimates = {"fr": "date estimée, pas encore confirmée", "ar": "تاريخ تقديري لم يؤكد بعد", "en": "estimated date"}
    for moment in ("2027-03-09 12:00", "2027-03-08 16:00"):
        for language, estimate in estimates.items():
            assert estimate in told([OFFICE], moment, language)
            sentence = told([OFFICE], moment, language, confirmed)
            assert names[language] in sentence
            assert estimate not in sentence


def test_a_next_opening_on_a_holiday_is_told_with_the_holiday() -> None:
    assert told([OFFICE], "2027-07-29 16:00", "fr") == (
        "Fermé, ouvre demain à 09:00, sauf fermeture pour le jour férié « Fête du Trône ». Téléphonez avant d'y aller"
    )
