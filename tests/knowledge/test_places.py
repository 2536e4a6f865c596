"""Finding towns, regions, communes and quarters in free text."""

import csv

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.models import Place
from knowledge.places import Gazetteer
from tests.knowledge.samples import CONTENT

BETWEEN_TWO_TOWNS = {"Semara", "Asilal", "Azila"}
"""Spellings one letter off another town's name ("Semara" may be Témara): too uncertain to send anybody there."""


def rows_of(name: str) -> list[dict[str, str]]:
    with (CONTENT / "directory" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


PLACES = [row for row in rows_of("places-ma.csv") if row["place_key"] != "ma-boukhalef-tanger"]
QUARTERS = rows_of("quarters-ma.csv")


def keys(gazetteer: Gazetteer, text: str) -> list[str]:
    return [place.key.removeprefix("ma-") for place in gazetteer.find(text)]


@pytest.mark.parametrize("column", ["name_fr", "name_ar", "name_en"])
def test_every_official_name_of_a_town_or_region_is_found_as_itself(gazetteer: Gazetteer, column: str) -> None:
    found = {row["place_key"]: [place.key for place in gazetteer.find(row[column])] for row in PLACES}
    assert found == {row["place_key"]: [row["place_key"]] for row in PLACES}


def test_every_other_spelling_of_a_town_is_found_too(gazetteer: Gazetteer) -> None:
    spellings = [(row["place_key"], alias) for row in PLACES for alias in row["aliases"].split("|") if alias]
    assert len(spellings) > 500
    missed = {alias for key, alias in spellings if [place.key for place in gazetteer.find(alias)] != [key]}
    assert missed == BETWEEN_TWO_TOWNS


def test_every_official_name_of_a_commune_or_quarter_is_found_as_itself(gazetteer: Gazetteer, shipped: Engine) -> None:
    with Session(shipped) as session:
        places = session.scalars(select(Place).where(Place.type.in_(["commune", "quarter"])))
        names = [(place.key, name.spelling) for place in places for name in place.names if name.language]
    assert len(names) > 4500
    missed = [(key, name) for key, name in names if [p.key for p in gazetteer.find(f"district {name}")] != [key]]
    assert missed == []


def test_every_spelling_of_a_quarter_beside_its_town_is_reported_as_the_town(gazetteer: Gazetteer) -> None:
    for row in QUARTERS:
        town = gazetteer.by_key(row["town_key"])
        assert town is not None
        for spelling in [row["name_fr"], row["name_ar"], *filter(None, row["aliases_editorial"].split("|"))]:
            if (namesake := gazetteer.by_name(spelling)) and namesake.type in ("city", "town"):
                continue
            found = gazetteer.find(f"{spelling} {town.names['fr']}")
            assert {place.canonical_name for place in found} == {town.names["fr"]}, spelling


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("j'habite à Oujda avec ma famille", "oujda"),
        ("I live in Marrakesh", "marrakech"),
        ("a doctor in Fez please", "fes"),
        ("Tangier", "tanger"),
        ("طنجة", "tanger"),
        ("je suis à TÉTOUAN", "tetouan"),
        ("f casa", "casablanca"),
        ("fcasa", "casablanca"),
        ("ana f tanja", "tanger"),
        ("ghadi ltanja", "tanger"),
        ("bfes", "fes"),
        ("l3youn", "laayoune"),
        ("أنا فطنجة", "tanger"),
        ("ففاس", "fes"),
        ("كنسكن بالرباط", "rabat"),
        ("ساكن فلمحمدية", "mohammedia"),
        ("من الدار البيضاء", "casablanca"),
        ("طبيب بكازا", "casablanca"),
        ("مشيت لكازا", "casablanca"),
        ("بغيت نمشي للناظور", "nador"),
        ("لمراكش", "marrakech"),
        ("مدينة فاس", "fes"),
        ("un médecin à Béni Mellal svp", "beni-mellal"),
        ("tan tan", "tantan"),
    ],
)
def test_a_town_is_found_in_a_sentence_of_any_language(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


@pytest.mark.parametrize(
    ("text", "place", "reported"),
    [
        ("jsuis a takadoum", "quarter-rabat-takaddoum", "Rabat"),
        ("ana f hay nahda", "quarter-rabat-hay-nahda", "Rabat"),
        ("ساكن فالتقدوم", "quarter-rabat-takaddoum", "Rabat"),
        ("I sleep in Derb Sultan", "quarter-casablanca-derb-sultan", "Casablanca"),
        ("قرب عين السبع", "quarter-casablanca-ain-sebaa", "Casablanca"),
        ("boukhalef", "boukhalef-tanger", "Tanger"),
        ("casa barata", "quarter-tanger-casabarata", "Tanger"),
        ("quartier Hassan", "quarter-rabat-hassan", "Rabat"),
        ("fès jdid", "commune-03.231.01.03", "Fès"),
    ],
)
def test_a_quarter_is_reported_as_its_town(gazetteer: Gazetteer, text: str, place: str, reported: str) -> None:
    (found,) = gazetteer.find(text)
    assert (found.key.removeprefix("ma-"), found.type, found.canonical_name) == (place, "quarter", reported)
    town = gazetteer.by_key(found.town_key)
    assert town is not None
    assert town.canonical_name == reported
    assert found.latitude is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("je suis à Bouskoura", "Bouskoura"),
        ("Bouskoura", "Bouskoura"),
        ("f sidi slimane", "Sidi Slimane"),
        ("حامل ببوزنيقة", "Bouznika"),
        ("j'habite Dar Bouazza", "Dar Bouazza"),
        ("Beni Chiker", "Bni Chiker"),
        ("dcheira", "Dcheira El Jihadia"),
    ],
)
def test_a_commune_is_found_by_itself(gazetteer: Gazetteer, text: str, name: str) -> None:
    (found,) = gazetteer.find(text)
    assert (found.type, found.canonical_name) == ("commune", name)


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("j'habite à Agdal", []),
        ("Agdal Rabat", ["quarter-rabat-agdal"]),
        ("je vis à Agdal et je cherche un médecin à Fès", ["quarter-fes-agdal", "fes"]),
        ("hay salam", []),
        ("hay salam agadir", ["quarter-agadir-hay-salam"]),
        ("Youssoufia", ["youssoufia"]),
        ("Youssoufia Rabat", ["quarter-rabat-el-youssoufia"]),
        ("à Ajdir", []),
        ("à Ajdir près de Taza", ["commune-03.561.03.01", "taza"]),
    ],
)
def test_a_name_of_several_places_counts_only_with_its_town(gazetteer: Gazetteer, text: str, towns: list[str]) -> None:
    assert keys(gazetteer, text) == towns


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("oujada", "oujda"),
        ("marakechh", "marrakech"),
        ("je suis à Casablnca", "casablanca"),
        ("Agadr", "agadir"),
        ("médecin gratuit casablnca", "casablanca"),
        ("beni melall", "beni-mellal"),
        ("benimellal", "beni-mellal"),
        ("فالقنيطرا", "kenitra"),
    ],
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
        "où trouver à manger",
        "demandeur d'asile",
        "je suis en salle d'attente",
        "صباح الخير",
        "من الصباح حتى الليل",
        "باقا كتسنى الجواب",
        "بالدار الجديدة",
        "ورقة من السفارة",
        "au bord de l'océan",
        "mon ami s'appelle Hassan",
        "Monsieur Ben Ahmed",
        "12 rue Aït Ourir",
        "la médina",
        "bonjour",
        "je viens de Paris",
        "",
        "👍",
    ],
)
def test_an_ordinary_word_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert keys(gazetteer, text) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("safi", "safi"),
        ("à Safi", "safi"),
        ("f safi", "safi"),
        ("j'habite à Salé", "sale"),
        ("سلا", "sale"),
        ("مدينة الجديدة", "el-jadida"),
        ("where is the office for the Oriental region", "region-02"),
    ],
)
def test_an_ordinary_word_is_a_town_where_only_a_town_can_stand(gazetteer: Gazetteer, text: str, town: str) -> None:
    assert keys(gazetteer, text) == [town]


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("de Tanger à Rabat", ["tanger", "rabat"]),
        ("de Tnager à Rabat", ["tanger", "rabat"]),
        ("nador ou oujda, je ne sais pas, oujda peut-être", ["nador", "oujda"]),
        ("بين فاس ومكناس", ["fes", "meknes"]),
        ("j'habite à Rabat, hay nahda", ["rabat", "quarter-rabat-hay-nahda"]),
    ],
)
def test_several_places_come_in_their_order_and_once(gazetteer: Gazetteer, text: str, towns: list[str]) -> None:
    assert keys(gazetteer, text) == towns


def test_a_region_is_found_and_a_town_wins_over_its_namesake(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "la région de Souss-Massa") == ["region-09"]
    assert keys(gazetteer, "je suis dans l'Oriental") == ["region-02"]
    assert keys(gazetteer, "الدار البيضاء") == ["casablanca"]


def test_what_is_left_without_the_place_is_told(gazetteer: Gazetteer) -> None:
    places, rest = gazetteer.read("un avocat à Oujda")
    assert [place.key for place in places] == ["ma-oujda"]
    assert rest == "un avocat a"
    assert gazetteer.read("mon ami Agdal") == ([], "mon ami agdal")


def test_a_place_is_known_by_key_and_by_exact_name(gazetteer: Gazetteer) -> None:
    town = gazetteer.by_key("ma-fes")
    assert town is not None
    assert town.names == {"fr": "Fès", "ar": "فاس", "en": "Fez"}
    assert (town.canonical_name, town.town_key) == ("Fès", "ma-fes")
    assert gazetteer.by_name("FEZ") == town
    assert gazetteer.by_name("Agdal") is None
    assert gazetteer.by_key("ma-paris") is None
    assert gazetteer.by_name("Paris") is None


def test_towns_are_the_places_of_the_directory_but_regions(gazetteer: Gazetteer) -> None:
    towns = {row["place_key"] for row in PLACES if row["place_type"] != "region"}
    assert {place.key for place in gazetteer.towns()} == towns
