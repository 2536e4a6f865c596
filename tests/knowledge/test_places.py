"""Finding towns and regions in free text."""

import csv

import pytest

from knowledge.places import Gazetteer
from tests.knowledge.samples import CONTENT

with (CONTENT / "directory" / "places-ma.csv").open(encoding="utf-8", newline="") as lines:
    PLACES = list(csv.DictReader(lines))


def keys(gazetteer: Gazetteer, text: str) -> list[str]:
    return [place.key.removeprefix("ma-") for place in gazetteer.find(text)]


@pytest.mark.parametrize("column", ["name_fr", "name_ar", "name_en"])
def test_every_official_name_is_found_as_itself(gazetteer: Gazetteer, column: str) -> None:
    found = {row["place_key"]: [place.key for place in gazetteer.find(row[column])] for row in PLACES}
    assert found == {row["place_key"]: [row["place_key"]] for row in PLACES}


def test_every_other_spelling_is_found_too(gazetteer: Gazetteer) -> None:
    spellings = [(row["place_key"], alias) for row in PLACES for alias in row["aliases"].split("|") if alias]
    assert len(spellings) > 500
    missed = [item for item in spellings if [place.key for place in gazetteer.find(item[1])] != [item[0]]]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("j'habite à Oujda avec ma famille", "oujda"),
        ("I live in Marrakesh", "marrakech"),
        ("طنجة", "tanger"),
        ("je suis à TÉTOUAN", "tetouan"),
        ("f casa", "casablanca"),
        ("fcasa", "casablanca"),
        ("ana f tanja", "tanger"),
        ("l3youn", "laayoune"),
        ("أنا فطنجة", "tanger"),
        ("كنسكن بالرباط", "rabat"),
        ("من الدار البيضاء", "casablanca"),
        ("طبيب بكازا", "casablanca"),
        ("بغيت نمشي للناظور", "nador"),
        ("لمراكش", "marrakech"),
        ("مدينة فاس", "fes"),
        ("un médecin à Béni Mellal svp", "beni-mellal"),
    ],
)
def test_a_town_is_found_in_a_sentence_of_any_language(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


@pytest.mark.parametrize(
    ("text", "town"),
    [("oujada", "oujda"), ("marakechh", "marrakech"), ("je suis à Casablnca", "casablanca"), ("Agadr", "agadir")],
)
def test_a_misspelled_town_is_found(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


@pytest.mark.parametrize(
    "text",
    [
        "safi, merci",
        "c'est safi mzyan",
        "صافي شكرا",
        "sale temps aujourd'hui",
        "wast fas",
        "il y a du soleil dans le nord",
        "my case was refused",
        "la mère de mes enfants",
        "J'ai mal à la tête",
        "bonjour",
        "je viens de Paris",
        "",
        "👍",
    ],
)
def test_an_ordinary_word_is_no_town(gazetteer: Gazetteer, text: str) -> None:
    assert keys(gazetteer, text) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [("safi", "safi"), ("à Safi", "safi"), ("f safi", "safi"), ("j'habite à Salé", "sale"), ("سلا", "sale")],
)
def test_an_ordinary_word_is_a_town_where_only_a_town_can_stand(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("de Tanger à Rabat", ["tanger", "rabat"]),
        ("nador ou oujda, je ne sais pas, oujda peut-être", ["nador", "oujda"]),
        ("بين فاس ومكناس", ["fes", "meknes"]),
    ],
)
def test_several_towns_come_in_their_order_and_once(gazetteer: Gazetteer, text: str, towns: list[str]) -> None:
    assert keys(gazetteer, text) == towns


def test_a_region_is_found_and_a_town_wins_over_its_namesake(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "la région de Souss-Massa") == ["region-09"]
    assert keys(gazetteer, "je suis dans l'Oriental") == ["region-02"]
    assert keys(gazetteer, "الدار البيضاء") == ["casablanca"]


def test_what_is_left_without_the_place_is_told(gazetteer: Gazetteer) -> None:
    places, rest = gazetteer.read("un avocat à Oujda")
    assert [place.key for place in places] == ["ma-oujda"]
    assert "avocat" in rest
    assert "oujda" not in rest


def test_a_place_is_known_by_key_and_by_exact_name(gazetteer: Gazetteer) -> None:
    town = gazetteer.by_key("ma-fes")
    assert town is not None
    assert town.names == {"fr": "Fès", "ar": "فاس", "en": "Fez"}
    assert gazetteer.by_name("FEZ") == town
    assert gazetteer.by_key("ma-paris") is None
    assert gazetteer.by_name("Paris") is None


def test_towns_are_all_places_but_regions(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.towns()) == sum(row["place_type"] != "region" for row in PLACES)
