"""Finding services in a conversation, with the real directory: what the cards say, and which wishes count."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.actions.find_services import FindServices
from bot.actions.service_cards import service_card
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.audiences import STATUS, audiences
from knowledge.categories import categories
from knowledge.hours import OpenState
from knowledge.library import Library
from knowledge.models import Service
from knowledge.models.taxonomy import AUDIENCES, ONLY
from knowledge.models.translations import translated
from knowledge.services import FoundService, FoundServices, Wanted
from language.normalise import has_arabic_letter
from tests.bot.conftest import Person

languages = pytest.mark.parametrize("language", ["fr", "ar", "en"])
WISHES = ({"women"}, "ar", True)


def turn_in(language: str) -> Turn:
    return Turn("", language, "find_service", 0.9, {}, {}, {}, None)


def shipped_services(language: str) -> Iterator[FoundService]:
    """All services of the shipped directory that may be recommended, as a reader of that language sees them."""
    for category in categories():
        with library().session() as session:
            yield from library().services(session, Wanted(category), language, limit=1000).services


@languages
def test_a_card_warns_of_a_programme_that_may_have_ended_in_the_persons_language(
    bookshelf: None, language: str
) -> None:
    warned = [(found, service_card(found, turn_in(language))) for found in shipped_services(language) if found.alert]
    assert warned
    assert all(card.alert == found.service.translations["alert"][language] for found, card in warned)
    assert {has_arabic_letter(card.alert) for _, card in warned} == {language == "ar"}


@languages
def test_a_card_says_in_the_persons_language_whether_it_is_open_and_nothing_when_nobody_knows(
    bookshelf: None, language: str
) -> None:
    words = {"fr": r"[Oo]uvert|[Ff]ermé", "ar": "مفتوح|مغلق", "en": "[Oo]pen|[Cc]losed"}
    cards = [(found, service_card(found, turn_in(language))) for found in shipped_services(language)]
    known = [card for found, card in cards if found.openness.state is not OpenState.UNKNOWN]
    assert known and all(re.search(words[language], card.open_now) for card in known)
    assert {card.open_now for found, card in cards if found.openness.state is OpenState.UNKNOWN} == {""}


@languages
def test_who_asks_for_what_is_open_now_gets_that_first_or_is_told_that_none_is_known(
    person: Person, language: str
) -> None:
    texts = {
        "fr": "un médecin ouvert maintenant à {place}",
        "ar": "طبيب مفتوح الآن في {place}",
        "en": "a doctor open now in {place}",
    }
    told = {"fr": "de façon sûre", "ar": "أعرف بالتأكيد", "en": "that I know to be open"}
    opened = {"fr": "Ouvert", "ar": "مفتوح", "en": "Open"}
    for place in ("Rabat", "Oujda", "Tata"):
        reply = person.says(FindServices(), texts[language].format(place=place), "find_service")
        assert reply.services and reply.trace.place == place
        first_is_open = reply.services[0].open_now.startswith(opened[language])
        assert (told[language] in reply.text) is not first_is_open


def reserved_for_other_papers() -> set[str]:
    """What services do that are only for people with some paper or status, and not for people without papers."""
    statuses = {key for key, audience in audiences().items() if audience.kind == STATUS} - {"undocumented"}
    reserved = set()
    with library().session() as session:
        for service in session.scalars(select(Service)):
            terms = [each for each in service.attributes if each.term.taxonomy.key == AUDIENCES]
            only = {each.term.code for each in terms if each.value == ONLY}
            if only & statuses and "undocumented" not in {each.term.code for each in terms}:
                reserved.add(translated(service.translations, "description", "fr", service.description))
    return reserved


def test_who_is_without_papers_is_never_sent_to_a_service_for_others_only(person: Person) -> None:
    reserved = reserved_for_other_papers()
    assert reserved & {found.description for found in shipped_services("fr")}
    person.says(FindServices(), "je suis sans papiers", "give_place")
    for category in categories():
        for place in ("ma-rabat", "ma-oujda", "ma-tata"):
            person.slots["category"] = category
            reply = person.says(FindServices(), "", "give_place", place=place)
            assert reply.trace.category == category and (reply.services or reply.choices)
            assert not {card.description for card in reply.services} & reserved


def told(wanted: Wanted) -> tuple[set[str], str | None, bool]:
    """For whom, in which language, and whether open now."""
    return set(wanted.audiences), wanted.spoken, wanted.open_at is not None


@pytest.mark.parametrize("tapped", [True, False])
def test_wishes_are_kept_while_the_place_is_asked_for(person: Person, looked_for: list[Wanted], tapped: bool) -> None:
    person.says(FindServices(), "ma femme cherche un médecin qui parle arabe, ouvert maintenant", "find_service")
    assert not looked_for
    if tapped:
        person.says(FindServices(), "", "give_place", place="ma-tanger")
    else:
        person.says(FindServices(), "on est à Tanger", "give_place")
    assert [told(wanted) for wanted in looked_for] == [WISHES]


@pytest.mark.parametrize("tapped", [True, False])
def test_wishes_are_kept_while_the_kind_of_service_is_asked_for(
    person: Person, looked_for: list[Wanted], tapped: bool
) -> None:
    asked = person.says(
        FindServices(), "ma femme est à Tanger, qui parle arabe et est ouvert maintenant ?", "give_place"
    )
    assert not asked.services and not looked_for
    if tapped:
        person.says(FindServices(), "", "find_service", category="health")
    else:
        person.says(FindServices(), "un médecin", "find_service")
    assert [told(wanted) for wanted in looked_for] == [WISHES]


def test_further_wishes_are_added_while_the_search_goes_on(person: Person, looked_for: list[Wanted]) -> None:
    person.says(FindServices(), "ma femme cherche un médecin ouvert maintenant", "find_service")
    person.says(FindServices(), "à Tanger, et nous sommes sans papiers", "give_place")
    assert [told(wanted) for wanted in looked_for] == [({"women", "undocumented"}, None, True)]


@pytest.mark.parametrize("tapped", [True, False])
def test_a_new_search_forgets_the_wishes_of_the_one_before(
    person: Person, looked_for: list[Wanted], tapped: bool
) -> None:
    person.says(FindServices(), "ma femme cherche un médecin à Tanger, ouvert maintenant", "find_service")
    if tapped:
        person.says(FindServices(), "", "find_service", category="legal_aid")
    else:
        person.says(FindServices(), "un avocat à Oujda", "find_service")
    assert [told(wanted) for wanted in looked_for] == [({"women"}, None, True), (set(), None, False)]


def test_the_same_search_in_another_town_keeps_the_wishes(person: Person, looked_for: list[Wanted]) -> None:
    person.says(FindServices(), "ma femme cherche un médecin à Tanger, ouvert maintenant", "find_service")
    person.says(FindServices(), "et à Oujda ?", "give_place")
    assert [told(wanted)[2] for wanted in looked_for] == [True, True]
    assert [wanted.place.key for wanted in looked_for if wanted.place] == ["ma-tanger", "ma-oujda"]


@languages
def test_a_language_that_no_source_names_is_not_promised(person: Person, language: str) -> None:
    texts = {"fr": "un médecin qui parle anglais à Tata", "ar": "طبيب يتكلم الإنجليزية في طاطا",
             "en": "a doctor who speaks English in Tata"}  # fmt: skip
    said = {"fr": "ne disent pas", "ar": "لا تقول", "en": "do not say"}
    reply = person.says(FindServices(), texts[language], "find_service")
    assert reply.services and said[language] in reply.text


@languages
def test_services_of_a_related_kind_are_not_passed_off_as_the_kind_that_was_asked_for(
    person: Person, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    with library().session() as session:
        lawyers = library().services(session, Wanted("legal_aid"), language)
    monkeypatch.setattr(Library, "services", lambda *_: lawyers)
    person.metadata = {"language": language}
    person.slots["place"] = "ma-tata"
    reply = person.says(FindServices(), "", "find_service", category="asylum")
    names = [categories()[key].names[language] for key in ("asylum", "legal_aid")]
    assert all(name in reply.text for name in names)
    assert reply.text.index(names[0]) < reply.text.index(names[1])
    assert not reply.text.startswith(names[0]), "a heading that promises the kind itself"


@languages
def test_where_nothing_is_found_there_is_a_way_on(
    person: Person, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(Library, "services", lambda *_: FoundServices((), "asylum"))
    person.metadata = {"language": language}
    person.slots["place"] = "ma-tata"
    reply = person.says(FindServices(), "", "find_service", category="asylum")
    assert (reply.services, reply.language) == ((), language)
    assert reply.text and any(choice.payload.startswith("/find_service") for choice in reply.choices)


def test_what_a_search_remembers_is_known_to_the_engine_and_can_be_sent_to_it(
    person: Person, domain: dict[str, Any]
) -> None:
    person.says(FindServices(), "ma femme cherche un médecin ouvert maintenant", "find_service")
    assert person.slots.keys() <= domain["slots"].keys()
    assert json.loads(json.dumps(person.slots)) == person.slots
