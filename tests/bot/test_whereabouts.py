"""Where a service is looked for: one of several towns, or the person's position."""

import json

import pytest

from bot.actions.choices import place_choices
from bot.actions.find_services import FindServices
from bot.actions.shelf import library
from knowledge.services import Wanted
from reply import Reply
from tests.bot.conftest import Person

languages = pytest.mark.parametrize("language", ["fr", "ar", "en"])
IN_RABAT = "34.0209,-6.8416"
ASKS_FOR_A_TOWN = {"fr": "Dans quelle ville", "ar": "في أي مدينة", "en": "In which town"}


def places(reply: Reply) -> list[str]:
    """The places among a reply's choices."""
    names = [choice.payload.removeprefix("/give_place") for choice in reply.choices if "give_place" in choice.payload]
    return [json.loads(name)["place"] for name in names]


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("avocat à Rabat ou Casablanca", "fr", ["ma-rabat", "ma-casablanca"]),
        ("محامي في الرباط أو الدار البيضاء", "ar", ["ma-rabat", "ma-casablanca"]),
        ("bghit mo7ami f Tanja wla f Tetouan", "ar", ["ma-tanger", "ma-tetouan"]),
        ("a lawyer in Fes or in Meknes", "en", ["ma-fes", "ma-meknes"]),
    ],
)
def test_of_two_towns_the_person_chooses_one_and_the_kind_of_service_is_kept(
    person: Person, looked_for: list[Wanted], text: str, language: str, named: list[str]
) -> None:
    asked = person.says(FindServices(), text, "find_service")
    assert (asked.language, places(asked), len(asked.choices)) == (language, named, 2)
    assert not asked.services and not looked_for
    found = person.says(FindServices(), "", "give_place", place=named[1])
    assert found.language == language
    assert [(w.category, w.place.key) for w in looked_for if w.place] == [("legal_aid", named[1])]


def test_the_wishes_and_the_kind_of_service_still_to_be_named_survive_the_choice(
    person: Person, looked_for: list[Wanted]
) -> None:
    person.says(FindServices(), "ma femme est à Rabat ou à Salé, ouvert maintenant ?", "give_place")
    asked = person.says(FindServices(), "", "give_place", place="ma-sale")
    assert all("category" in choice.payload for choice in asked.choices[:-1])
    person.says(FindServices(), "", "find_service", category="health")
    (wanted,) = looked_for
    assert wanted.place and wanted.place.key == "ma-sale"
    assert "women" in wanted.audiences and wanted.open_at


@pytest.mark.parametrize(
    "text",
    [
        "je viens de Nador, je cherche un médecin à Oujda",
        "جيت من الناظور، بغيت طبيب فوجدة",
        "I came from Nador and need a doctor in Oujda",
    ],
)
def test_where_somebody_comes_from_is_not_where_they_look(person: Person, text: str) -> None:
    reply = person.says(FindServices(), text, "find_service")
    assert reply.trace.place == "Oujda" and reply.services


def test_a_town_and_its_own_quarter_are_one_place(person: Person) -> None:
    reply = person.says(FindServices(), "un médecin à Casablanca, Hay Mohammadi", "find_service")
    assert reply.trace.place == "Casablanca" and reply.services


def test_an_unclear_town_is_not_replaced_by_an_earlier_one(person: Person) -> None:
    person.says(FindServices(), "un médecin à Agadir", "find_service")
    assert not person.says(FindServices(), "un avocat à Rabat ou Casablanca", "find_service").services
    assert person.slots["place"] is None


@languages
def test_a_position_finds_what_is_near_and_keeps_kind_and_wishes_of_the_search(
    person: Person, looked_for: list[Wanted], language: str
) -> None:
    texts = {"fr": "ma femme cherche un médecin", "ar": "زوجتي تبحث عن طبيبة", "en": "my wife needs a doctor"}
    near_you = {"fr": "près de vous", "ar": "قريبا منكم", "en": "near you"}
    person.says(FindServices(), texts[language], "find_service")
    reply = person.says(FindServices(), "", "give_place", position=IN_RABAT)
    (wanted,) = looked_for
    assert (wanted.category, wanted.point) == ("health", (34.0209, -6.8416))
    assert wanted.place and wanted.place.key == "ma-rabat" and "women" in wanted.audiences
    assert reply.services and reply.language == language and near_you[language] in reply.text


def test_of_a_position_only_the_nearest_town_is_remembered(person: Person) -> None:
    person.says(FindServices(), "je cherche un médecin", "find_service")
    reply = person.says(FindServices(), "", "give_place", position=IN_RABAT)
    assert person.slots["place"] == "ma-rabat"
    assert "34.0" not in json.dumps([person.slots, reply.to_dict()["trace"]])


def test_a_position_before_the_kind_of_service_asks_for_it(person: Person) -> None:
    reply = person.says(FindServices(), "", "give_place", position=IN_RABAT)
    assert reply.trace.place == "Rabat" and not reply.services
    assert all("category" in choice.payload for choice in reply.choices[:-1])


@languages
@pytest.mark.parametrize("position", ["48.85,2.35", "0,0", "nan,nan", "inf,1", "34.0", "1,2,3", "x,y", ",", "91,181"])
def test_a_position_abroad_or_broken_asks_for_a_town(person: Person, position: str, language: str) -> None:
    person.metadata = {"language": language}
    person.slots["category"] = "health"
    reply = person.says(FindServices(), "", "give_place", position=position)
    assert reply.language == language and ASKS_FOR_A_TOWN[language] in reply.text
    assert len(places(reply)) > 2 and not reply.services
    assert (person.slots["category"], person.slots["place"]) == ("health", None)


def test_choices_of_places_fit_on_a_list(bookshelf: None) -> None:
    for language in ("fr", "ar", "en"):
        titles = [choice.title for choice in place_choices(library().gazetteer.towns(), language)]
        assert all(0 < len(title) <= 24 for title in titles)
