"""Which questions come into the review queue, and that each person counts once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.statistics.collector import Collector
from gateway.exchanges import in_utc
from gateway.models import Message
from knowledge.models import ReviewEntry, review
from tests.gateway.house import WHATSAPP, House
from tests.gateway.talks import (
    LATER,
    OFFERED,
    ask,
    called_wrong,
    choices,
    danger,
    for_human,
    human_says,
    nothing_found,
    question,
    search,
    thumb,
)

Kept = tuple[str, str, str | None]


def kept(house: House) -> list[Kept]:
    """Reason, question and article of every entry after all that is said has settled."""
    house.pass_time(LATER)
    collector = Collector(house.database)
    while collector.collect():
        pass
    with Session(house.database) as session:
        entries = session.scalars(select(ReviewEntry).order_by(ReviewEntry.id))
        return [(entry.reason, entry.question, entry.article_key) for entry in entries]


def people(house: House) -> int:
    with Session(house.database) as session:
        return sum(session.scalars(select(ReviewEntry.counts)))


def test_an_unanswered_question_is_kept_masked_and_a_good_answer_is_not(house: House) -> None:
    ask(house, "Le permis de conduire ? Je m'appelle Awa, 0612345678", nothing_found())
    ask(house, "l'école ?", question(), person="bea")
    assert kept(house) == [(review.UNANSWERED, "Le permis de conduire ? Je m'appelle …", None)]


def test_choices_are_kept_with_the_one_that_was_taken_or_as_ignored(house: House) -> None:
    for person, then in (("anna", "1"), ("bea", "something else"), ("carl", None)):
        ask(house, f"the sick mother of {person}", choices(), person=person)
        if then:
            ask(house, then, question(OFFERED[0]), person=person)
    assert kept(house) == [
        (review.LOW_CONFIDENCE, "the sick mother of anna", OFFERED[0]),
        (review.CHOICES_IGNORED, "the sick mother of bea", None),
        (review.CHOICES_IGNORED, "the sick mother of carl", None),
    ]
    with Session(house.database) as session:
        assert set(session.execute(select(ReviewEntry.near_key, ReviewEntry.topic)).all()) == {(OFFERED[0], "health")}


def test_a_yes_takes_the_choice_it_is_answered_with(house: House) -> None:
    ask(house, "is the doctor free", choices())
    reply = question(OFFERED[0])
    ask(
        house,
        "yes",
        type(reply).from_dict({**reply.to_dict(), "trace": {**reply.to_dict()["trace"], "intent": "affirm"}}),
    )
    assert kept(house) == [(review.LOW_CONFIDENCE, "is the doctor free", OFFERED[0])]


def test_who_only_named_a_subject_and_took_a_choice_is_content(house: House) -> None:
    ask(house, "health", choices("ambiguous"))
    ask(house, "2", question(OFFERED[1]))
    assert kept(house) == []


def test_a_tap_that_leads_to_choices_and_a_search_are_no_questions(house: House) -> None:
    ask(house, "health", choices("ambiguous"))
    ask(house, "1", choices())
    ask(house, "a doctor in Rabat", search(found=False))
    assert kept(house) == []


def test_danger_is_never_kept(house: House) -> None:
    message = ask(house, "he beats me", danger(), channel=WHATSAPP)
    thumb(house, message)
    assert kept(house) == []


def test_what_was_written_to_a_human_is_never_kept(house: House) -> None:
    human_says(house, for_human(house, "my secret story"))
    assert kept(house) == []


def test_a_number_or_a_message_taken_back_is_not_kept(house: House) -> None:
    ask(house, "7", nothing_found())
    ask(house, "…", nothing_found(), person="bea")
    assert kept(house) == []


def test_the_same_question_of_one_person_counts_once_and_of_two_people_twice(house: House) -> None:
    for person in ("anna", "anna", "bea"):
        ask(house, "Comment avoir le permis de conduire ?", nothing_found(), person=person)
    ask(house, "le permis de conduire svp", choices(), person="anna")
    ask(house, "le visa pour l'Espagne", nothing_found(), person="anna")
    found = kept(house)
    assert [entry[1] for entry in found] == [
        "Comment avoir le permis de conduire ?", "Comment avoir le permis de conduire ?", "le visa pour l'Espagne",
    ]  # fmt: skip
    ask(house, "permis de conduire", nothing_found(), person="anna")
    assert kept(house) == found, "a later step knows from the log who has asked before"


def test_a_question_that_is_called_wrong_next_is_left_to_the_entry_that_the_assistant_makes(house: House) -> None:
    ask(house, "Comment avoir le permis de conduire ?", nothing_found())
    ask(house, "that is wrong", called_wrong())
    assert kept(house) == []


def test_a_thumb_down_keeps_the_question_with_the_article_that_answered_it(house: House) -> None:
    thumb(house, ask(house, "Combien coûte l'école ?", question(), channel=WHATSAPP))
    assert kept(house) == [(review.THUMBS_DOWN, "Combien coûte l'école ?", "schooling.free")]
    assert people(house) == 1


def test_a_thumb_down_on_a_tapped_answer_keeps_what_was_asked_and_counts_nobody_twice(house: House) -> None:
    ask(house, "le médecin gratuit", choices(), channel=WHATSAPP)
    thumb(house, ask(house, "2", question(OFFERED[1]), channel=WHATSAPP))
    assert kept(house) == [
        (review.LOW_CONFIDENCE, "le médecin gratuit", OFFERED[1]),
        (review.THUMBS_DOWN, "le médecin gratuit", OFFERED[1]),
    ]
    assert people(house) == 1


def test_a_thumb_down_on_what_was_tapped_after_danger_keeps_nothing(house: House) -> None:
    reply = danger()
    offer = choices()
    ask(house, "he beats me", type(reply).from_dict({**offer.to_dict(), "urgent": True}), channel=WHATSAPP)
    thumb(house, ask(house, "1", question(OFFERED[0]), channel=WHATSAPP))
    assert kept(house) == []


def test_an_entry_has_the_day_of_its_question_and_not_the_moment(house: House) -> None:
    ask(house, "le permis de conduire", nothing_found())
    kept(house)
    with Session(house.database) as session:
        at = session.scalars(select(ReviewEntry.created_at)).one()
        asked = session.scalars(select(Message.created_at).order_by(Message.id)).first()
    assert asked is not None and in_utc(at) == in_utc(asked).replace(hour=0, minute=0, second=0, microsecond=0)
