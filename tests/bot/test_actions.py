"""What the actions answer, with the real content and hand-made trackers in place of the engine."""

import json
import re

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
from bot.actions.shelf import library
from bot.actions.small_talk import OutOfScope, SmallTalk
from bot.actions.talk_to_human import TalkToHuman
from bot.actions.wrong_answer import WrongAnswer
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


def test_a_number_that_names_no_choice_gets_the_subjects(person: Person) -> None:
    reply = person.says(AnswerQuestion(), "7", "ask_housing")
    assert reply.trace.kind == "ambiguous" and len(reply.choices) > 4
