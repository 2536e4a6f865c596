"""Which kind of service somebody asks for."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.categories import categories, category_of_topic, find_category, guess_category
from knowledge.models import Service
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.models.taxonomy import CATEGORIES
from knowledge.topics import topics

NOT_SEARCHED = {"emergency"}
"""Lines that the danger cards give: nobody looks for them by kind."""


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("je cherche un médecin", "health"),
        ("une sage-femme svp", "health"),
        ("doctor near me", "health"),
        ("tbib", "health"),
        ("بغيت شي سبيطار", "health"),
        ("avocate gratuite", "legal_aid"),
        ("lawyer", "legal_aid"),
        ("محامي", "legal_aid"),
        ("bghit mo7ami", "legal_aid"),
        ("où dormir ce soir", "housing"),
        ("فين نبات", "housing"),
        ("where can I eat", "humanitarian_aid"),
        ("lmdrasa", "schooling"),
        ("cours de français", "language_courses"),
        ("OFPPT", "vocational_training"),
        ("bghit khdma", "employment"),
        ("consulat du Sénégal", "civil_status"),
        ("HCR", "asylum"),
        ("retour volontaire OIM", "voluntary_return"),
        ("un psychologue", "psychosocial"),
        ("racisme", "discrimination"),
        ("un mineur seul", "child_protection"),
        ("carte de séjour", "regularisation"),
        ("victime de traite", "trafficking"),
    ],
)
def test_the_kind_of_service_is_heard_in_every_language(text: str, category: str) -> None:
    assert find_category(text) == category


@pytest.mark.parametrize("text", ["", "bonjour", "👍", "à Oujda", "السلام عليكم", "thanks"])
def test_without_its_words_no_kind_is_heard(text: str) -> None:
    assert find_category(text) is None


def test_every_category_has_a_name_in_three_languages() -> None:
    assert all(category.names.keys() == {"fr", "ar", "en"} for category in categories().values())
    names = [name for category in categories().values() for name in category.names.values()]
    assert len(set(names)) == len(names), "two categories share a name"


def test_a_topic_has_one_category_at_most_and_all_but_scams_have_one() -> None:
    of_topics = [topic for category in categories().values() for topic in category.topics]
    assert sorted(of_topics) == sorted(topics().keys() - {"scams"})
    assert all(topic in categories()[category_of_topic(topic) or ""].topics for topic in of_topics)


@pytest.mark.parametrize(
    ("text", "category"),
    [("jam3iya", "humanitarian_aid"), ("une association", "humanitarian_aid"), ("mes droits", "legal_aid")],
)
def test_a_word_that_says_little_alone_is_only_a_guess(text: str, category: str) -> None:
    assert find_category(text) is None
    assert guess_category(text) == category


@pytest.mark.parametrize(
    ("text", "category"), [("une association pour dormir", "housing"), ("an NGO lawyer", "legal_aid")]
)
def test_a_word_that_says_little_gives_way_to_one_that_says_more(text: str, category: str) -> None:
    assert find_category(text) == category


@pytest.mark.parametrize("topic", ["nothing", None])
def test_an_unknown_topic_has_no_category(topic: str | None) -> None:
    assert category_of_topic(topic) is None


def test_every_category_can_be_answered_from_the_directory(session: Session) -> None:
    recommended = session.scalars(select(Service).where(Service.confidence != NOT_RECOMMENDED)).all()
    terms = [attribute.term for service in recommended for attribute in service.attributes]
    assert {term.code for term in terms if term.taxonomy.key == CATEGORIES} == categories().keys()


def test_only_emergency_lines_have_no_words_that_ask_for_them() -> None:
    assert {category.key for category in categories().values() if not category.words} == NOT_SEARCHED


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_topics_have_a_short_name_of_their_own(language: str) -> None:
    names = [named[language] for named in topics().values()]
    assert len(set(names)) == len(names) == 23
    assert max(map(len, names)) <= 24
