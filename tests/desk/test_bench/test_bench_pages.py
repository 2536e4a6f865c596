"""Trying messages: the answer as people see it, and why it was given."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.models import now
from desk.test_bench.conversations import IDLE
from desk.test_bench.models import RegressionQuestion, TrialConversation
from gateway.models import Conversation, ForgottenEngineId, Message
from reply import Reply
from tests.desk.conftest import Visit
from tests.desk.test_bench import replies
from tests.desk.test_bench.pages import carried, text_of
from tests.desk.visitors import application_of, desk_on, sign_in
from tests.gateway.small_engine import SmallEngine
from tests.ports import free_ports

BENCH = "/desk/test"


def answering(engine: SmallEngine, *given: Reply) -> None:
    """Let the engine give these answers, the last one again and again."""
    engine.answers = lambda _: [{"custom": given[min(len(engine.requests), len(given)) - 1].to_dict()}]


def test_a_message_is_asked_as_somebody_new_would(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replies.answer("fr"))
    visit("staff").post(BENCH, {"text": "/restart mon fils et l'école"})
    (asked,) = small_engine.requests
    assert asked["message"] == "restart mon fils et l'école"
    assert asked["sender"].startswith("desk-") and len(asked["sender"]) == 36
    assert asked["metadata"] == {"language": None, "language_chosen": False, "again": False}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_answer_is_shown_as_on_whatsapp_and_in_the_widget(
    visit: Visit, small_engine: SmallEngine, language: str
) -> None:
    answering(small_engine, replies.answer(language))
    page = visit("staff", "fr").post(BENCH, {"text": "école"})
    assert page.status_code == 200
    assert replies.SENTENCE[language] in text_of(page)
    assert f'<div class="phone" dir="{"rtl" if language == "ar" else "ltr"}">' in page.text
    assert "<dalil-chat data-reply=" in page.text and '<script src="/widget-preview.js" defer>' in page.text
    assert replies.NEAR[language].title in text_of(page)


def test_beside_the_answer_stands_why_in_words(visit: Visit, small_engine: SmallEngine) -> None:
    trace = replace(replies.answer("fr").trace, intent_confidence=0.912, place="Rabat", category="schooling")
    answering(small_engine, replace(replies.answer("fr"), trace=trace))
    said = text_of(visit("staff").post(BENCH, {"text": "école"}))
    for part in (
        "Question sur les droits", "Question : École des enfants · 91,2 %", "L'école sans papiers", "93,4 %", "4,1 %",
        "Rabat", "action_answer_question", "Cherche l'article", "Loi d'exemple n° 00-00", "(2003)",
    ):  # fmt: skip
        assert part in said, part


def test_reasons_and_titles_are_in_the_language_of_the_reader(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replies.answer("fr"))
    said = text_of(visit("staff", "ar").post(BENCH, {"text": "école"}))
    assert "المدرسة بدون أوراق" in said and "سؤال عن الحقوق" in said and "الفرنسية" in said


@pytest.mark.parametrize(
    "kind", ["question", "service", "emergency", "command", "smalltalk", "out_of_scope", "ambiguous"]
)
@pytest.mark.parametrize("intent", ["", "ask_health", "find_service", "something_new"])
def test_every_kind_of_answer_can_be_shown(visit: Visit, small_engine: SmallEngine, kind: str, intent: str) -> None:
    bare = Reply("Oui.", "en")
    answering(small_engine, replace(bare, trace=replace(bare.trace, kind=kind, intent=intent, rule="action_new")))
    assert visit("staff").post(BENCH, {"text": "x"}).status_code == 200


def test_the_next_message_goes_on_with_the_conversation(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replies.answer("ar"))
    visitor = visit("staff")
    first = visitor.post(BENCH, {"text": "المدرسة"})
    second = visitor.post(BENCH, {**carried(first), "text": "وكم الثمن؟"})
    one, two = small_engine.requests
    assert one["sender"] == two["sender"]
    assert two["metadata"]["language"] == "ar"
    assert "المدرسة" in text_of(second) and "1 message avant" in text_of(second)


def test_a_new_conversation_is_another_one_and_the_old_one_is_forgotten(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    answering(small_engine, replies.answer("fr"))
    visitor = visit("staff")
    first = carried(visitor.post(BENCH, {"text": "un"}))
    assert visitor.post(f"{BENCH}/new", {"conversation": first["conversation"]}).headers["location"] == BENCH
    visitor.post(BENCH, {**first, "text": "deux"})
    one, two = small_engine.requests
    assert one["sender"] != two["sender"]
    with Session(desk_database) as session:
        assert list(session.scalars(select(ForgottenEngineId.engine_id))) == [one["sender"]]


def test_nobody_elses_conversation_can_be_gone_on_with_or_ended(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    answering(small_engine, replies.answer("fr"))
    with Session(desk_database) as session, session.begin():
        session.add(Conversation(channel="web", engine_id="somebody"))
    visitor = visit("staff")
    fields = {**carried(visitor.post(BENCH, {"text": "un"})), "conversation": "somebody"}
    visitor.post(BENCH, {**fields, "text": "deux"})
    visitor.post(f"{BENCH}/new", {"conversation": "somebody"})
    assert "somebody" not in {body["sender"] for body in small_engine.requests}
    with Session(desk_database) as session:
        assert session.get(ForgottenEngineId, "somebody") is None


def test_a_conversation_that_was_left_is_forgotten_after_an_hour(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    answering(small_engine, replies.answer("fr"))
    visitor = visit("staff")
    visitor.post(BENCH, {"text": "un"})
    with Session(desk_database) as session, session.begin():
        session.scalars(select(TrialConversation)).one().used_at = now() - IDLE - timedelta(seconds=1)
    visitor.post(BENCH, {"text": "deux"})
    with Session(desk_database) as session:
        assert list(session.scalars(select(ForgottenEngineId.engine_id))) == [small_engine.requests[0]["sender"]]
        assert session.scalars(select(TrialConversation.engine_id)).one() == small_engine.requests[1]["sender"]


def test_delete_my_data_ends_the_conversation_here_too(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replace(replies.answer("fr"), forget=True), replies.answer("fr"))
    visitor = visit("staff")
    first = visitor.post(BENCH, {"text": "effacez mes données"})
    assert "Cette conversation est terminée" in text_of(first)
    visitor.post(BENCH, {**carried(first), "text": "un"})
    assert small_engine.requests[0]["sender"] != small_engine.requests[1]["sender"]


def test_nothing_of_what_was_tried_is_stored(visit: Visit, small_engine: SmallEngine, desk_database: Database) -> None:
    answering(small_engine, replies.answer("fr"))
    visit("staff").post(BENCH, {"text": "une phrase que personne ne garde"})
    with Session(desk_database) as session:
        for table in (Message, Conversation, RegressionQuestion):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    for file in desk_database.url.database, f"{desk_database.url.database}-wal":
        assert b"phrase que personne" not in Path(str(file)).read_bytes()


def test_a_tapped_choice_is_sent_as_the_payload_it_stands_for(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replies.choices("fr"), replies.answer("fr"))
    visitor = visit("staff")
    first = visitor.post(BENCH, {"text": "école"})
    choice = replies.choices("fr").choices[0]
    tap = json.dumps({"title": choice.title, "payload": choice.payload})
    second = visitor.post(BENCH, {**carried(first), "text": "typed meanwhile", "tap": tap})
    assert small_engine.messages == ["école", choice.payload]
    assert choice.title in text_of(second)
    assert "Seuls les messages écrits peuvent être jugés" in text_of(second)


@pytest.mark.parametrize("written", ["2", "l'école sans papiers 2"])
def test_a_choice_can_be_typed_by_number_or_words_as_people_do(
    visit: Visit, small_engine: SmallEngine, written: str
) -> None:
    answering(small_engine, replies.choices("fr"), replies.answer("fr"))
    visitor = visit("staff")
    visitor.post(BENCH, {**carried(visitor.post(BENCH, {"text": "école"})), "text": written})
    assert small_engine.messages[1] == replies.choices("fr").choices[1].payload


@pytest.mark.parametrize("payload", ["/restart", "/session_start", "/menu"])
def test_what_was_not_offered_cannot_be_tapped(visit: Visit, small_engine: SmallEngine, payload: str) -> None:
    answering(small_engine, replies.choices("fr"))
    visitor = visit("staff")
    first = carried(visitor.post(BENCH, {"text": "école"}))
    tap = json.dumps({"title": "x", "payload": payload})
    assert visitor.post(BENCH, {**first, "text": "", "tap": tap}).status_code == 422
    assert len(small_engine.requests) == 1


def test_a_position_cannot_be_sent_and_the_page_says_so(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replies.position("fr"))
    visitor = visit("staff")
    first = carried(visitor.post(BENCH, {"text": "où"}))
    (choice,) = replies.position("fr").choices
    page = visitor.post(BENCH, {**first, "tap": json.dumps({"title": choice.title, "payload": choice.payload})})
    assert page.status_code == 422 and "nom d'une ville" in text_of(page)


@pytest.mark.parametrize(
    ("text", "sentence"), [("  \n", "Écrivez d'abord un message"), ("a" * 1501, "au plus 1500 caractères")]
)
def test_what_cannot_be_asked_is_refused_with_a_reason(
    visit: Visit, small_engine: SmallEngine, text: str, sentence: str
) -> None:
    page = visit("staff").post(BENCH, {"text": text})
    assert page.status_code == 422 and sentence in text_of(page)
    assert small_engine.requests == []


def test_when_a_turn_fails_the_page_says_so_and_keeps_the_text(visit: Visit, small_engine: SmallEngine) -> None:
    answering(small_engine, replies.answer("fr"))
    visitor = visit("staff")
    before = carried(visitor.post(BENCH, {"text": "un"}))
    small_engine.answers = lambda _: []
    page = visitor.post(BENCH, {**before, "text": "mon texte <précieux>"})
    assert page.status_code == 502 and "une erreur s'est produite" in text_of(page)
    assert "mon texte &lt;précieux&gt;</textarea>" in page.text
    assert carried(page) == before


def test_when_the_engine_is_down_the_page_says_so_and_keeps_the_text(desk_database: Database) -> None:
    desk = desk_on(desk_database, f"http://127.0.0.1:{free_ports(1)[0]}")
    page = sign_in(desk, application_of(desk), "staff").post(BENCH, {"text": "mon texte"})
    assert page.status_code == 503
    assert "ne répond pas en ce moment" in text_of(page) and "mon texte</textarea>" in page.text


def test_what_people_write_is_never_taken_for_a_part_of_the_page(visit: Visit, small_engine: SmallEngine) -> None:
    evil = "</script><img src=x onerror=alert(1)>' \"onload='x"
    answering(small_engine, replace(replies.answer("fr"), text=evil))
    page = visit("staff").post(BENCH, {"text": evil})
    assert "<img src=x" not in page.text and "' \"onload" not in page.text


def test_a_question_of_the_set_comes_into_the_field_to_be_tried(visit: Visit, desk_database: Database) -> None:
    with Session(desk_database) as session, session.begin():
        session.add(
            RegressionQuestion(
                digest="x", text="ma question", kind="ambiguous", source="form", added_by="a", changed_by="a"
            )
        )
    visitor = visit("staff")
    assert "ma question</textarea>" in visitor.get(f"{BENCH}?question=1").text
    assert visitor.get(f"{BENCH}?question=99").status_code == 200
