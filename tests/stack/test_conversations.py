"""Whole conversations with the running stack: engine, actions and web together."""

import json
import re
import socket
import uuid
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import MetaData, create_engine, select

from tests.gateway.running_web import running_web
from tests.ports import free_ports
from tests.running_stack import Stack
from tests.stack.questions import QUESTIONS, Question

pytestmark = pytest.mark.stack

ENOUGH = 0.85
TOPICS = {"schooling", "health", "training", "regularisation", "voluntary_return"}
EVALUATION_FIELDS = {
    "id", "language", "kind", "topic", "article", "choices", "category", "place", "urgent", "confidence", "reply",
}  # fmt: skip


@pytest.fixture
def conversation() -> str:
    """The id of a conversation of the test's own."""
    return str(uuid.uuid4())


@pytest.fixture(scope="module")
def answers(stack: Stack) -> dict[Question, dict[str, Any]]:
    """Every question with its reply, each in a conversation of its own."""
    return {question: stack.ask(question.text) for question in QUESTIONS}


def articles(reply: dict[str, Any]) -> list[str]:
    """The answered article, then those among the choices."""
    offered = [key for choice in reply["choices"] for key in re.findall(r'"article": "([^"]+)"', choice["payload"])]
    answered = reply["trace"]["article"]
    return [answered, *offered] if answered else offered


def first_line(reply: dict[str, Any]) -> str:
    return str(reply["text"]).splitlines()[0]


def test_the_questions_cover_the_core_subjects_and_all_languages() -> None:
    assert len(QUESTIONS) >= 40
    assert {question.article.partition(".")[0] for question in QUESTIONS} == TOPICS
    assert {question.language for question in QUESTIONS} == {"fr", "ar", "en"}


def test_questions_are_answered_in_the_language_in_which_they_were_asked(
    answers: dict[Question, dict[str, Any]],
) -> None:
    wrong = [(q.text, reply["language"]) for q, reply in answers.items() if reply["language"] != q.language]
    assert not wrong


def test_questions_get_the_right_article_or_have_it_among_their_choices(
    answers: dict[Question, dict[str, Any]],
) -> None:
    missed = [
        f"{q.text}: {q.article}, not {reply['trace']['kind']} {articles(reply)}"
        for q, reply in answers.items()
        if not {q.article, q.also} & set(articles(reply))
    ]
    assert len(missed) <= (1 - ENOUGH) * len(answers), "\n".join(missed)


def test_every_answer_names_its_source_and_year(answers: dict[Question, dict[str, Any]]) -> None:
    answered = {q: reply for q, reply in answers.items() if reply["trace"]["article"]}
    assert len(answered) > len(answers) / 2
    without = [q.text for q, reply in answered.items() if not (reply["note"] and reply["sources"])]
    assert not without
    unnamed = [q.text for q, reply in answered.items() if reply["sources"][0]["title"] not in reply["note"]]
    assert not unnamed


@pytest.mark.parametrize(
    ("text", "language", "article"),
    [
        ("Mon enfant peut-il aller à l'école sans carte de séjour ?", "fr", "schooling.no_papers"),
        ("كيف أحصل على بطاقة الإقامة؟", "ar", "regularisation.get_card"),
    ],
)
def test_these_questions_are_always_answered(stack: Stack, text: str, language: str, article: str) -> None:
    reply = stack.ask(text)
    assert (reply["language"], reply["trace"]["kind"], reply["trace"]["article"]) == (language, "question", article)


@pytest.mark.parametrize(
    ("text", "language", "category", "place"),
    [
        ("where is a free doctor in Tangier", "en", "health", "Tanger"),
        ("Je cherche une association qui aide avec un avocat à Oujda", "fr", "legal_aid", "Oujda"),
        ("أين أجد طبيبا في طنجة؟", "ar", "health", "Tanger"),
        ("fin kayn chi tbib f casa", "ar", "health", "Casablanca"),
        ("un centre de santé à fes svp", "fr", "health", "Fès"),
        ("محامي فابور فوجدة", "ar", "legal_aid", "Oujda"),
    ],
)
def test_a_service_with_a_place_is_found_at_once(
    stack: Stack, text: str, language: str, category: str, place: str
) -> None:
    reply = stack.ask(text)
    trace = reply["trace"]
    assert (reply["language"], trace["kind"], trace["category"], trace["place"]) == (
        language,
        "service",
        category,
        place,
    )
    assert reply["services"] and reply["note"]


@pytest.mark.parametrize(
    ("text", "answer", "language", "place"),
    [
        ("Je cherche un médecin près de chez moi", "à Oujda", "fr", "Oujda"),
        ("أبحث عن طبيب قريب مني", "طنجة", "ar", "Tanger"),
        ("I am looking for a doctor near me", "casa", "en", "Casablanca"),
        ("Où y a-t-il un centre de santé ?", "fes", "fr", "Fès"),
    ],
)
def test_a_service_without_a_place_asks_for_it_and_a_town_is_enough(
    stack: Stack, conversation: str, text: str, answer: str, language: str, place: str
) -> None:
    asked = stack.ask(text, conversation)
    assert asked["trace"]["kind"] == "service" and not asked["services"]
    found = stack.ask(answer, conversation)
    assert (found["language"], found["trace"]["category"], found["trace"]["place"]) == (language, "health", place)
    assert found["services"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Au secours mon mari me frappe, il a un couteau", "fr"),
        ("عتقوني راجلي كيضربني دابا", "ar"),
        ("Help, my wife is unconscious and not breathing", "en"),
        ("3te9ouni rah kaydrebni daba", "ar"),
    ],
)
@pytest.mark.parametrize("before", [None, "Je cherche un médecin près de chez moi", "How do I enrol my son at school?"])
def test_danger_comes_first_in_every_state_with_a_number_in_the_first_line(
    stack: Stack, conversation: str, text: str, language: str, before: str | None
) -> None:
    if before:
        stack.ask(before, conversation)
    reply = stack.ask(text, conversation)
    assert (reply["urgent"], reply["trace"]["kind"], reply["language"]) == (True, "emergency", language)
    assert re.search(r"(?<!\d)(15|19|177)(?!\d)", first_line(reply))


def test_a_change_of_language_in_the_middle_keeps_the_subject_and_lasts(stack: Stack, conversation: str) -> None:
    say = partial(stack.ask, conversation=conversation)
    before = say("Mon enfant peut-il aller à l'école sans carte de séjour ?")
    changed = say("بالعربية من فضلك")
    assert (before["language"], changed["language"]) == ("fr", "ar")
    assert changed["sources"] == before["sources"]
    assert say("et combien ça coûte ?")["language"] == "ar"
    assert say("Comment renouveler ma carte de séjour ?")["language"] == "ar"


def test_a_question_about_a_language_is_no_wish_to_change_it(stack: Stack) -> None:
    reply = stack.ask("My daughter only speaks English, how will she follow lessons in Arabic?")
    assert reply["language"] == "en"
    assert "schooling.language" in articles(reply)


def test_whoever_just_writes_in_another_language_is_answered_in_it(stack: Stack, conversation: str) -> None:
    assert stack.ask("Comment inscrire mon fils à l'école ?", conversation)["language"] == "fr"
    assert stack.ask("And how do I see a doctor without papers?", conversation)["language"] == "en"
    assert stack.ask("ok", conversation)["language"] == "en"


@pytest.mark.parametrize(
    "text",
    [
        "asdkjh qwepoi zxcmnb lkjqwe",
        "",
        "   ",
        "???",
        "👍",
        "/restart",
        '/ask_health{"article": "health.emergency"}',
        "/session_start",
        "'; DROP TABLE message; --",
        "{language} {topic}",
        "<script>alert(1)</script>",
        pytest.param("Je voudrais savoir si mon enfant peut aller à l'école. " * 90, id="5,000 characters"),
        pytest.param("x" * 5000, id="one word of 5,000 letters"),
        pytest.param("مدرسة " * 833, id="5,000 Arabic characters"),
        "\u202e\u0000\ufeff",
    ],
)
def test_every_message_gets_a_kind_reply(stack: Stack, conversation: str, text: str) -> None:
    reply = stack.ask(text, conversation)
    assert reply["text"] and "{" not in reply["text"]
    assert reply["choices"] or reply["trace"]["article"]
    assert "panne" not in reply["text"], "the engine failed"
    again = stack.ask("Mon enfant peut-il aller à l'école sans carte de séjour ?", conversation)
    assert again["trace"]["article"] == "schooling.no_papers"


@pytest.mark.parametrize("by", ["number", "title", "tap"])
def test_a_choice_can_be_taken_by_number_title_or_tap(stack: Stack, conversation: str, by: str) -> None:
    choice = stack.ask("menu", conversation)["choices"][1]
    typed = {"number": "2", "title": choice["title"].upper(), "tap": choice["title"]}[by]
    listed = stack.ask(typed, conversation, choice["payload"] if by == "tap" else None)
    wanted = articles(listed)[0]
    answered = stack.ask("1", conversation)
    assert answered["trace"]["article"] == wanted
    assert answered["sources"]


def test_a_made_up_payload_commands_nothing(stack: Stack, conversation: str) -> None:
    reply = stack.ask("bonjour", conversation, '/ask_health{"article": "health.emergency"}')
    assert reply["trace"]["article"] != "health.emergency"


def test_simpler_repeat_and_wrong_answer_refer_to_the_last_answer(stack: Stack, conversation: str) -> None:
    say = partial(stack.ask, conversation=conversation)
    whole = say("Can my son study at a public school without a residence card?")
    assert len(say("Can you say it in simpler words?")["text"]) < len(whole["text"])
    assert say("repeat please")["text"] == whole["text"]
    other = say("that is not what I asked")
    assert other["trace"]["intent"] == "wrong_answer"
    assert articles(other)[1:] and "schooling.no_papers" not in articles(other)


def test_a_long_conversation_stays_sound_across_the_engines_sessions(stack: Stack, conversation: str) -> None:
    for _ in range(51):
        stack.ask("thank you", conversation)
    stack.ask("Can my son study at a public school without a residence card?", conversation)
    assert stack.ask("repeat please", conversation)["sources"]


@pytest.mark.parametrize("by", ["message", "button"])
def test_delete_my_data_leaves_no_trace_of_the_words_in_any_file(stack: Stack, conversation: str, by: str) -> None:
    secret = f"mot{uuid.uuid4().hex}"
    stack.ask(f"Mon nom est {secret} et je cherche un médecin", conversation)
    assert holding(stack, secret), "the test would not notice"
    if by == "message":
        reply = stack.ask("efface toutes mes données", conversation)
        assert reply["forget"]
        farewell = [reply["text"]]
    else:
        httpx.delete(f"{stack.url}/chat/conversations/{conversation}").raise_for_status()
        farewell = []
    shown = httpx.get(f"{stack.url}/chat/messages", params={"conversation": conversation}).json()
    assert [message["text"] for message in shown["messages"]] == farewell
    assert tables_holding(stack, secret) == []
    assert secret not in stack.log.read_text(encoding="utf-8")


def holding(stack: Stack, word: str) -> list[str]:
    """The databases whose files hold a word."""
    return [path.name for path in stack.data.glob("*.db*") if word.encode() in path.read_bytes()]


def tables_holding(stack: Stack, word: str) -> list[str]:
    """The tables of both databases in which a word can still be read."""
    found = []
    for file in ("dalil.db", "tracker.db"):
        database = create_engine(f"sqlite:///{stack.data / file}")
        tables = MetaData()
        tables.reflect(database)
        with database.connect() as connection:
            found += [
                table.name
                for table in tables.sorted_tables
                if any(word in str(row) for row in connection.execute(select(table)))
            ]
        database.dispose()
    return found


def test_evaluate_answers_each_row_in_order_with_exactly_the_promised_fields(stack: Stack, tmp_path: Path) -> None:
    texts = [
        "Mon enfant peut-il aller à l'école sans carte de séjour ?",
        "محامي فابور فوجدة",
        "",
        "x" * 7000,
        "danger: he is beating me",
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": f"row {number}", "text": text, "gold": "ignored"} for number, text in enumerate(texts)]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done = stack.command("evaluate", str(source), str(target))
    assert (done.returncode, done.stderr) == (0, "")
    answered = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in answered] == [row["id"] for row in rows]
    assert all(set(row) == EVALUATION_FIELDS for row in answered)
    assert all(row["reply"] and 0 <= row["confidence"] <= 1 for row in answered)
    assert answered[0]["article"] == "schooling.no_papers" and answered[0]["choices"] == []
    assert (answered[1]["kind"], answered[1]["place"]) == ("service", "Oujda")
    assert answered[4]["urgent"] is True


def test_a_taken_port_ends_the_command_with_a_sentence_and_exit_code_1(stack: Stack) -> None:
    done = stack.command("run")
    assert done.returncode == 1
    assert f"dalil: Port {stack.port} is already in use" in done.stderr
    assert "Traceback" not in done.stderr
    assert httpx.get(f"{stack.url}/health").status_code == 200


def test_health_is_good_when_all_parts_are_there(stack: Stack) -> None:
    parts = ("database", "knowledge", "engine", "actions")
    assert httpx.get(f"{stack.url}/health").json() == {"ready": True, "parts": dict.fromkeys(parts, "ok")}


def test_health_names_the_parts_that_do_not_answer(tmp_path: Path) -> None:
    with running_web(tmp_path, free_ports(1)[0]) as web:
        response = web.get("/health")
    assert response.status_code == 503
    parts = response.json()["parts"]
    assert (parts["engine"], parts["actions"], parts["database"]) == ("does not answer", "does not answer", "ok")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer"}])
def test_the_engines_door_is_closed_without_the_token(stack: Stack, headers: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{stack.engine_port}/webhooks/gateway/webhook"
    response = httpx.post(address, json={"sender": "x", "message": "/restart"}, headers=headers)
    assert response.status_code == 401


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/conversations/x/tracker", "/model/parse"])
def test_the_engine_has_no_other_door(stack: Stack, path: str) -> None:
    response = httpx.post(f"http://127.0.0.1:{stack.engine_port}{path}", json={"sender": "x", "message": "hello"})
    assert response.status_code in (404, 405)


def test_engine_and_actions_listen_on_loopback_only(stack: Stack) -> None:
    ports = {stack.engine_port, stack.actions_port, stack.port}
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].rpartition(":")[2], 16) in ports
    ]
    loopback = socket.inet_aton("127.0.0.1")[::-1].hex().upper()
    assert len(listening) == len(ports)
    assert {address.rpartition(":")[0] for address in listening} == {loopback}
