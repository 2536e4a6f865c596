"""Where people who write as they speak look for something: place_messages.csv, and messages with several places.

Each row of the file is a message and the town or commune it asks about (empty: it names none, though a word looks like
a place). The rows are in French, English, Pidgin, Standard Arabic and Darija in both scripts.
"""

import csv
import time
from pathlib import Path

import pytest

from knowledge.place_sounds import sound
from knowledge.places import Gazetteer

with Path(__file__).with_name("place_messages.csv").open(encoding="utf-8", newline="") as lines:
    MESSAGES = [(row["place"], row["message"]) for row in csv.DictReader(lines)]
MOST_MILLISECONDS = 2.0


def keys(gazetteer: Gazetteer, text: str) -> list[str]:
    return [place.key.removeprefix("ma-") for place in gazetteer.read(text)[0]]


@pytest.mark.parametrize(("place", "message"), [row for row in MESSAGES if row[0]])
def test_the_one_place_of_a_message_is_read_however_it_is_written(
    gazetteer: Gazetteer, place: str, message: str
) -> None:
    assert [found.canonical_name for found in gazetteer.read(message)[0]] == [place]


@pytest.mark.parametrize("message", [message for place, message in MESSAGES if not place])
def test_a_message_whose_words_only_look_like_places_has_none(gazetteer: Gazetteer, message: str) -> None:
    assert gazetteer.read(message)[0] == []


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Tanger ou Rabat, un médecin", ["tanger", "rabat"]),
        ("je vis à Salé mais je travaille à Témara", ["sale", "temara"]),
        ("a doctor in Rabat or Sale", ["rabat", "sale"]),
        ("بين فاس ومكناس", ["fes", "meknes"]),
        ("Agdal Rabat ou Fès", ["quarter-rabat-agdal", "fes"]),
    ],
)
def test_two_towns_are_two_places_to_choose_from(gazetteer: Gazetteer, text: str, towns: list[str]) -> None:
    assert keys(gazetteer, text) == towns


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Salé, Tabriquet", "sale"),
        ("Boukhalef Tanger", "boukhalef-tanger"),
        ("مكتب الأجانب ديال سلا فين كاين، ساكن فبطانة", "sale"),
        ("Agadir, Souss-Massa", "agadir"),
        ("Martil près de Tétouan", "martil"),
        ("doctor for Inezgane near Agadir", "inezgane"),
    ],
)
def test_a_town_and_its_quarter_region_or_neighbour_are_one_place(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("de Tanger à Rabat comment aller", "rabat"),
        ("from Nador to Oujda", "oujda"),
        ("je viens de Nador, je cherche un médecin à Rabat", "rabat"),
        ("j'étais à Laayoune et maintenant à Agadir", "agadir"),
        ("I came from Oujda, now I am in Casablanca", "casablanca"),
        ("I am from Nador but now in Fes", "fes"),
        ("من فاس إلى مكناس", "meknes"),
        ("كنت فتطوان ودابا فطنجة، فين نلقى سبيطار", "tanger"),
        ("jit mn tanja daba ana f casa", "casablanca"),
    ],
)
def test_where_somebody_comes_from_is_not_where_they_look(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


def test_where_somebody_comes_from_counts_when_no_other_place_is_named(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "je viens de Nador, je cherche un médecin") == ["nador"]


def test_no_name_of_a_place_is_left_in_the_rest(gazetteer: Gazetteer) -> None:
    assert gazetteer.read("médecin de Tanger à Rabat")[1] == "medecin de a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wjda", "oujda"),
        ("9nitra", "knitra"),
        ("bukhalef", "boukhalef"),
        ("mo7amadia", "mohammadia"),
        ("مكناص", "مكناس"),
        ("الرباض", "الرباط"),
        ("وجدا", "وجده"),
    ],
)
def test_spellings_people_confuse_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("nador", "nadir"), ("taza", "tata"), ("فاس", "فارس"), ("وجده", "جده")])
def test_different_words_do_not_sound_alike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_message_is_read_within_two_milliseconds_of_cpu(gazetteer: Gazetteer) -> None:
    begin = time.process_time()
    for _, message in MESSAGES:
        gazetteer.read(message)
    assert (time.process_time() - begin) / len(MESSAGES) * 1000 <= MOST_MILLISECONDS
