"""Which questions count as the same in the review queue."""

import pytest

from knowledge.review.alike import Leaders, is_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Comment inscrire mon fils à l'école ?", "cmt inscrire mon fils a lecole"),
        ("Comment inscrire mon fils à l'école ?", "bonjour, comment inscrire ma fille à l'école svp"),
        ("Où faire vacciner mon bébé ?", "où vacciner bébé"),
        ("visa pour l'espagne", "comment avoir le visa pour l'Espagne"),
        ("كيف أسجل ابني في المدرسة؟", "أريد تسجيل ابني في المدرسة"),
        ("how to get a work permit", "how can i get work permit in morocco"),
    ],
)
def test_the_same_question_in_nearly_the_same_words_is_alike(one: str, other: str) -> None:
    assert is_alike(one, other) and is_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Comment renouveler la carte de séjour ?", "Combien coûte la carte de séjour ?"),
        ("Où faire vacciner mon bébé ?", "Où trouver un avocat ?"),
        ("bonjour", "bonsoir"),
        ("", ""),
        ("…", "…"),
    ],
)
def test_other_questions_are_not(one: str, other: str) -> None:
    assert not is_alike(one, other)


def test_a_question_goes_to_the_leader_that_reads_most_like_it_and_to_the_first_of_equals() -> None:
    leaders = Leaders[str]()
    for owner, question in (
        ("visa", "visa pour l'espagne"),
        ("visa again", "visa pour l'espagne"),
        ("child", "visa pour l'espagne pour mon enfant"),
    ):
        leaders.add(owner, question)
    assert leaders.most_like("le visa pour l'espagne") == "visa"
    assert leaders.most_like("visa espagne pour mon enfant") == "child"
    assert leaders.most_like("un avocat") is None
    assert Leaders[str]().most_like("un avocat") is None
