"""What the actions answer, with the real content and hand-made trackers in place of the engine."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.actions.answer_question import AnswerQuestion
from bot.actions.change_language import ChangeLanguage
from bot.actions.confirm import Affirm
from bot.actions.danger import Danger
from bot.actions.delete_my_data import DeleteMyData
from bot.actions.find_services import FindServices
from bot.actions.follow_up import FollowUp
from bot.actions.menu import Menu
from bot.actions.repeat import Repeat, Simpler
from bot.actions.service_cards import service_card
from bot.actions.shelf import library
from bot.actions.small_talk import OutOfScope, SmallTalk
from bot.actions.talk_to_human import TalkToHuman
from bot.actions.turn import Turn
from bot.actions.wrong_answer import WrongAnswer
from knowledge.categories import categories
from knowledge.hours import OpenState
from knowledge.library import Library
from knowledge.models.taxonomy import AUDIENCES, ONLY
from knowledge.services import FoundService, FoundServices, Wanted
from reply import Reply
from tests.bot.conftest import Person

SCHOOL = {
    "fr": "Mon fils peut-il étudier à l'école publique sans carte de séjour ?",
    "ar": "هل يستطيع ولدي الدراسة في المدرسة العمومية بدون بطاقة إقامة؟",
    "en": "Can my son study at a public school without a residence card?",
}
MAY_HAVE_CHANGED = {"fr": "a pu changer", "ar": "تغير", "en": "may have changed"}
languages = pytest.mark.parametrize("language", ["fr", "ar", "en"])


def asks_about_school(person: Person, language: str = "fr") -> Reply:
    return person.says(AnswerQuestion(), SCHOOL[language], "ask_schooling")


def offered(reply: Reply) -> list[str]:
    """The articles among a reply's choices."""
    return [key for choice in reply.choices for key in re.findall(r'"article": "([^"]+)"', choice.payload)]


def part(key: str, language: str, field: str) -> str:
    """The words of an article as it is stored."""
    with library().session() as session:
        article = library().article(session, key)
        assert article is not None
        return str(getattr(article.text_in(language), field))


@languages
def test_a_sure_answer_has_its_source_its_year_and_that_it_may_have_changed(person: Person, language: str) -> None:
    reply = asks_about_school(person, language)
    assert (reply.language, reply.trace.article) == (language, "schooling.no_papers")
    assert reply.text.startswith(part("schooling.no_papers", language, "answer").splitlines()[0])
    assert reply.sources
    assert reply.sources[0].title in reply.note and reply.sources[0].year in reply.note
    assert MAY_HAVE_CHANGED[language] in reply.note


@languages
def test_an_answer_that_nobody_has_verified_says_so(person: Person, language: str) -> None:
    unverified = {"fr": "pas encore été vérifiée", "ar": "لم تتحقق", "en": "checked"}
    with library().session() as session:
        article = library().article(session, "schooling.no_papers")
        assert article is not None and article.verified_on is None
    assert unverified[language] in asks_about_school(person, language).note


@languages
def test_every_choice_has_a_short_title_of_its_own_and_a_payload_the_engine_knows(
    person: Person, language: str
) -> None:
    replies = [
        asks_about_school(person, language),
        person.says(Menu(), "menu", "menu"),
        person.says(FindServices(), "", "find_service", category="health"),
        person.says(AnswerQuestion(), "", "ask_health", topic="health"),
    ]
    for reply in replies:
        titles = [choice.title for choice in reply.choices]
        assert titles and len(set(titles)) == len(titles)
        assert all(0 < len(title) <= 24 for title in titles), titles
        assert len(titles) <= 10
        for choice in reply.choices:
            name, _, entities = choice.payload.partition("{")
            assert re.fullmatch(r"/[a-z_]+", name)
            assert not entities or json.loads("{" + entities)


@pytest.mark.parametrize(
    ("text", "intent", "article"),
    [
        ("l'école de mon enfant", "ask_schooling", "schooling."),
        ("hôpital", "ask_health", "health."),
        ("الإقامة", "ask_regularisation", "regularisation."),
        ("go back home", "ask_voluntary_return", "voluntary_return."),
    ],
)
def test_a_vague_question_gets_questions_of_its_subject_to_choose_from(
    person: Person, text: str, intent: str, article: str
) -> None:
    reply = person.says(AnswerQuestion(), text, intent)
    assert reply.trace.article is None
    assert 2 <= len(offered(reply)) <= 3
    assert offered(reply)[0].startswith(article)
    assert reply.choices[-1].payload == "/menu"


def test_a_tapped_article_is_answered_in_the_language_of_the_conversation(person: Person) -> None:
    asks_about_school(person, "ar")
    reply = person.says(AnswerQuestion(), "/ask_health", "ask_health", article="health.hiv_tb")
    assert (reply.language, reply.trace.article) == ("ar", "health.hiv_tb")
    assert part("health.hiv_tb", "ar", "answer").splitlines()[0] in reply.text


def test_an_article_that_is_gone_is_answered_with_the_menu(person: Person) -> None:
    reply = person.says(AnswerQuestion(), "/ask_health", "ask_health", article="health.gone")
    assert reply.choices and reply.trace.article is None


@languages
def test_what_is_not_in_the_sources_is_not_invented(person: Person, language: str) -> None:
    texts = {
        "fr": "Quel est le meilleur restaurant de sushi ?",
        "ar": "من فاز بكأس العالم لكرة القدم سنة 1998؟",
        "en": "Who won the football world cup in 1998?",
    }
    reply = person.says(OutOfScope(), texts[language], "out_of_scope")
    assert (reply.language, reply.trace.kind, reply.trace.article) == (language, "out_of_scope", None)
    assert not reply.sources and not reply.note
    assert reply.choices


def test_nothing_near_is_admitted_with_a_way_on(person: Person) -> None:
    reply = person.says(AnswerQuestion(), "qwrtz plmkn vbxcy djfkg wqxzv", "nlu_fallback")
    assert reply.trace.article is None and reply.choices
    assert not reply.sources


@pytest.mark.parametrize("text", ["", "  ", "???", "…", "👍🏾", "!!!"])
def test_a_message_without_a_word_gets_a_kind_request_for_one(person: Person, text: str) -> None:
    reply = person.says(AnswerQuestion(), text, "nlu_fallback")
    assert reply.text and reply.choices and reply.trace.kind == "ambiguous"


@languages
def test_a_subject_lists_its_questions_and_the_way_back(person: Person, language: str) -> None:
    person.metadata = {"language": language}
    reply = person.says(AnswerQuestion(), "", "ask_schooling", topic="schooling")
    assert reply.language == language
    assert len(offered(reply)) >= 5
    assert all(key.startswith("schooling.") for key in offered(reply))
    assert reply.choices[-1].payload == "/menu"


def test_an_unknown_subject_is_answered_with_the_menu(person: Person) -> None:
    assert person.says(AnswerQuestion(), "", "ask_schooling", topic="cooking").choices


@languages
def test_a_service_without_a_place_asks_for_it_and_the_place_completes_the_search(
    person: Person, language: str
) -> None:
    texts = {"fr": "je cherche un médecin gratuit", "ar": "أبحث عن طبيب مجاني", "en": "I need a free doctor"}
    asked = person.says(FindServices(), texts[language], "find_service")
    assert not asked.services
    assert any(choice.payload.startswith("/give_place") for choice in asked.choices)
    found = person.says(FindServices(), "", "give_place", place="ma-tanger")
    assert found.language == language
    assert (found.trace.category, found.trace.place) == ("health", "Tanger")
    assert found.services


def test_a_typed_place_completes_the_search_too(person: Person) -> None:
    person.says(FindServices(), "je cherche un avocat", "find_service")
    found = person.says(FindServices(), "Oujda", "give_place")
    assert (found.trace.category, found.trace.place) == ("legal_aid", "Oujda")


def test_a_place_without_a_kind_of_service_asks_what_for(person: Person) -> None:
    reply = person.says(FindServices(), "je suis à Oujda", "give_place")
    assert reply.trace.place == "Oujda" and not reply.services
    assert all("category" in choice.payload for choice in reply.choices[:-1])


def test_an_unknown_place_is_not_guessed(person: Person) -> None:
    person.says(FindServices(), "je cherche un avocat", "find_service")
    reply = person.says(FindServices(), "Xyzzyville", "give_place")
    assert reply.trace.place is None and not reply.services
    assert any(choice.payload.startswith("/give_place") for choice in reply.choices)


@languages
def test_a_service_with_a_place_gives_cards_with_the_year_of_the_source(person: Person, language: str) -> None:
    texts = {"fr": "un médecin à Tanger", "ar": "طبيب في طنجة", "en": "a doctor in Tangier"}
    reply = person.says(FindServices(), texts[language], "find_service")
    assert reply.language == language
    assert 1 <= len(reply.services) <= 3
    assert all(card.name and card.description for card in reply.services)
    assert re.search(r"(19|20)\d\d", reply.note)
    assert all(re.fullmatch(r"[\d ]+", phone) for card in reply.services for phone in card.phones)


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
    words = {"fr": "terminé", "ar": "انتهى", "en": "ended"}
    warned = [service_card(found, turn_in(language)) for found in shipped_services(language) if found.alert]
    assert warned and all(words[language] in card.alert for card in warned)


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


def test_who_is_without_papers_is_never_sent_to_a_service_for_others_only(person: Person) -> None:
    reserved = {
        found.description
        for found in shipped_services("fr")
        for attribute in _only_for(found)
        if attribute in ("refugees", "asylum_seekers", "card_holders")
    }
    assert reserved
    for category in categories():
        for place in ("ma-rabat", "ma-oujda", "ma-tata"):
            person.says(FindServices(), "je suis sans papiers, ouvert maintenant ?", "give_place")
            person.slots |= {"category": category}
            reply = person.says(FindServices(), "", "give_place", place=place)
            assert reply.services or reply.choices
            assert not {card.description for card in reply.services} & reserved


def _only_for(found: FoundService) -> list[str]:
    with library().session() as session:
        session.add(found.service)
        return [
            attribute.term.code
            for attribute in found.service.attributes
            if attribute.value == ONLY and attribute.term.taxonomy.key == AUDIENCES
        ]


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    """Every search for services, as it reaches the library."""
    searches: list[Wanted] = []
    search = Library.services

    def recorded(shelf: Library, session: Any, wanted: Wanted, *arguments: Any) -> FoundServices:
        searches.append(wanted)
        return search(shelf, session, wanted, *arguments)

    monkeypatch.setattr(Library, "services", recorded)
    return searches


def told(wanted: Wanted) -> tuple[set[str], str | None, bool]:
    """For whom, in which language, and whether open now."""
    return set(wanted.audiences), wanted.spoken, wanted.open_at is not None


WISHES = ({"women"}, "ar", True)


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
    assert all(f"{name}" in reply.text for name in names)
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


def test_a_town_named_in_a_question_is_kept_for_the_search_that_follows(person: Person) -> None:
    person.says(AnswerQuestion(), "Mon fils peut-il aller à l'école à Oujda sans carte de séjour ?", "ask_schooling")
    assert person.says(FindServices(), "", "find_service", category="schooling").trace.place == "Oujda"


def test_the_menu_starts_afresh(person: Person) -> None:
    asks_about_school(person)
    person.says(FindServices(), "je cherche un médecin", "find_service")
    menu = person.says(Menu(), "menu", "menu")
    assert len(menu.choices) >= 5
    assert not {name for name in ("last_article", "last_question", "category") if person.slots[name]}
    assert not person.says(Repeat(), "répète", "repeat").sources


@languages
def test_simpler_is_the_short_answer_of_the_same_article_with_its_source(person: Person, language: str) -> None:
    whole = asks_about_school(person, language)
    simpler = person.says(Simpler(), "", "simpler")
    assert simpler.text == part("schooling.no_papers", language, "short")
    assert len(simpler.text) < len(whole.text)
    assert simpler.note == whole.note


def test_repeat_says_the_same_again(person: Person) -> None:
    whole = asks_about_school(person)
    again = person.says(Repeat(), "répète s'il te plaît", "repeat")
    assert (again.text, again.sources, again.note) == (whole.text, whole.sources, whole.note)


@pytest.mark.parametrize("action", [Repeat(), Simpler(), FollowUp(), WrongAnswer(), Affirm()])
def test_what_refers_to_an_answer_is_kind_when_there_was_none(person: Person, action: Repeat) -> None:
    reply = person.says(action, "et ?", action.name().removeprefix("action_"))
    assert reply.text and reply.choices
    assert reply.trace.kind != "question" and not reply.sources


def test_a_wrong_answer_offers_other_articles_for_the_same_question(person: Person) -> None:
    wrong = asks_about_school(person).trace.article
    reply = person.says(WrongAnswer(), "ce n'est pas ma question", "wrong_answer")
    assert len(offered(reply)) == 3
    assert wrong not in offered(reply)
    assert {"/menu", "/talk_to_human"} <= {choice.payload for choice in reply.choices}


@pytest.mark.parametrize(
    ("text", "entities", "language"),
    [
        ("en français s'il vous plaît", {}, "fr"),
        ("speak English please", {}, "en"),
        ("بالعربية من فضلك", {}, "ar"),
        ("arabe", {}, "ar"),
        ("بالفرنسية", {}, "fr"),
        ("", {"language": "en"}, "en"),
        ("", {"language": "ar"}, "ar"),
    ],
)
def test_a_language_asked_for_by_name_or_button_stays_and_the_subject_too(
    person: Person, text: str, entities: dict[str, str], language: str
) -> None:
    before = asks_about_school(person, "en" if language == "fr" else "fr")
    changed = person.says(ChangeLanguage(), text, "change_language", **entities)
    assert changed.language == language != before.language and changed.language_chosen
    assert part("schooling.no_papers", language, "answer").splitlines()[0] in changed.text
    assert asks_about_school(person, before.language).language == language


def test_a_language_that_is_not_named_is_asked_for(person: Person) -> None:
    reply = person.says(ChangeLanguage(), "je veux changer de langue", "change_language")
    assert not reply.language_chosen
    assert [choice.title for choice in reply.choices] == ["Français", "العربية", "English"]


@pytest.mark.parametrize(
    ("text", "language", "article", "field"),
    [
        ("et combien ça coûte ?", "fr", "health.childbirth", "cost"),
        ("how much is it?", "en", "health.childbirth", "cost"),
        ("وشحال الثمن؟", "ar", "health.childbirth", "cost"),
        ("et quels papiers ?", "fr", "regularisation.get_card", "papers"),
        ("which papers?", "en", "regularisation.get_card", "papers"),
        ("وشنو هي الوراق؟", "ar", "regularisation.get_card", "papers"),
    ],
)
def test_a_short_question_after_an_answer_is_answered_from_the_same_article(
    person: Person, text: str, language: str, article: str, field: str
) -> None:
    person.metadata = {"language": language}
    person.says(AnswerQuestion(), "", "ask_health", article=article)
    reply = person.says(FollowUp(), text, "follow_up")
    with library().session() as session:
        stored = library().article(session, article)
        assert stored is not None
        wanted = getattr(stored.text_in(language), field)
    assert reply.language == language
    if wanted:
        assert (wanted[0] if isinstance(wanted, list) else wanted) in reply.text
        assert reply.sources and reply.note
    else:
        assert not reply.sources, "there is a source for what the sources do not say"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("il me bat, il va me tuer", "fr"),
        ("راجلي كيضربني وباغي يقتلني", "ar"),
        ("my husband is beating me, help", "en"),
        ("on coule, le bateau prend l'eau", "fr"),
        ("ابني لا يتنفس", "ar"),
        ("I want to kill myself", "en"),
    ],
)
def test_danger_puts_a_number_in_the_first_line_in_the_persons_language(
    person: Person, text: str, language: str
) -> None:
    reply = person.says(Danger(), text, "danger")
    assert (reply.language, reply.urgent, reply.trace.kind) == (language, True, "emergency")
    assert re.search(r"(?<!\d)(15|19|177|\+212|\+34)", reply.text.splitlines()[0])
    assert reply.sources and reply.note


def test_danger_in_the_middle_of_a_conversation_keeps_its_subject(person: Person) -> None:
    asks_about_school(person)
    assert person.says(Danger(), "au secours, le bateau coule", "danger").urgent
    assert person.says(Repeat(), "répète", "repeat").text


def test_delete_my_data_asks_for_deletion_and_empties_the_memory(person: Person) -> None:
    asks_about_school(person)
    assert person.says(DeleteMyData(), "effacez mes données", "delete_my_data").forget
    assert not [name for name, value in person.slots.items() if value and name != "language"]


@pytest.mark.parametrize("intent", ["greet", "goodbye", "thank", "how_are_you", "are_you_a_bot"])
@languages
def test_small_talk_is_answered_in_the_language_of_the_conversation(person: Person, intent: str, language: str) -> None:
    person.metadata = {"language": language}
    reply = person.says(SmallTalk(), "", intent)
    assert reply.text and reply.language == language and reply.trace.kind == "smalltalk"


def test_asking_for_a_person_gets_an_honest_answer_and_a_way_to_one(person: Person) -> None:
    reply = person.says(TalkToHuman(), "je veux parler à quelqu'un", "talk_to_human")
    assert "programme" in reply.text
    assert "/find_service" in [choice.payload for choice in reply.choices]
