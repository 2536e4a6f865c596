"""The page of a conversation: what staff see and may do, and that nothing is refused without a word."""

import html
import re
from datetime import timedelta

import pytest

from desk.context import Desk
from gateway.events import FILE
from gateway.models import CLOSED, HANDOFF, HUMAN, HUMAN_GONE, TEMPLATE
from reply import Choice, Reply, ServiceCard
from tests.desk.inbox.conftest import WEB, WHATSAPP, Inbox, Visit
from tests.desk.inbox.looking import page, take
from tests.desk.visitors import Visitor
from tests.gateway.house import address


def test_a_conversation_shows_what_was_said_with_time_and_delivery_and_never_an_address(
    inbox: Inbox, visit: Visit
) -> None:
    number = inbox.begun(WHATSAPP)
    inbox.store("", channel=WHATSAPP, kind=FILE)
    inbox.store("", channel=WHATSAPP, position=(34.0209, -6.8416))
    delivery = inbox.outbox.claim(number)
    assert delivery
    inbox.outbox.sent(delivery, "wamid.secret")
    text = page(visit(), number)
    for shown in ("hello", "answer", "envoyé", "pas gardé ici", "34.021, -6.842"):
        assert shown in text
    assert address("anna", WHATSAPP).value not in text and "wamid" not in text


def test_what_the_assistant_said_shows_danger_services_and_choices(inbox: Inbox, visit: Visit) -> None:
    turn = inbox.turn()
    reply = Reply("Call 19", "en", (Choice("Menu", "/menu"),), (ServiceCard("AMNA", ""),), urgent=True)
    inbox.answer(turn, reply)
    text = page(visit(), turn.conversation_id)
    for shown in ("numéros d'urgence", "AMNA", "Menu"):
        assert shown in text


def test_what_people_write_is_never_taken_for_markup(inbox: Inbox, visit: Visit) -> None:
    number = inbox.store("<script>alert(1)</script>").conversation_id
    assert "<script>alert" not in visit().get(f"/desk/inbox/{number}").text


def test_taking_writing_and_giving_back_reach_the_person_and_are_noted_without_the_words(
    inbox: Inbox, visit: Visit, told: list[int]
) -> None:
    number, samira = inbox.wanted(), visit()
    for act, form in (("take", {}), ("answer", {"text": "Bonjour Anna", "key": "k1"}), ("return", {})):
        answer = samira.post(f"/desk/inbox/{number}/{act}", form)
        assert answer.status_code == 303
        assert samira.get(answer.headers["location"]).status_code == 200
    assert inbox.said(number, HUMAN) == ["Bonjour Anna"] and len(inbox.said(number, HANDOFF)) == 2
    assert told == [number] * 3
    subject = f"conversation {number}"
    noted = [("samira", f"inbox.{what}", subject, {}) for what in ("taken", "answered", "given_back", "opened")]
    assert inbox.audit() == noted


def test_a_message_sent_twice_is_stored_and_noted_once(inbox: Inbox, visit: Visit) -> None:
    number, samira = inbox.begun(), visit()
    take(samira, number)
    form = {"text": "Bonjour", "key": re.findall(r'name="key" value="([^"]+)"', page(samira, number))[0]}
    for _ in range(2):
        assert samira.post(f"/desk/inbox/{number}/answer", form).status_code == 303
    assert inbox.said(number, HUMAN) == ["Bonjour"]
    assert [action for _, action, _, _ in inbox.audit()] == ["inbox.taken", "inbox.answered"]


def test_who_reads_a_conversation_that_is_not_theirs_is_written_down(inbox: Inbox, visit: Visit) -> None:
    number, samira, karim = inbox.begun(), visit(), visit(name="karim")
    take(samira, number)
    page(samira, number)
    assert [action for _, action, _, _ in inbox.audit()] == ["inbox.taken"]
    page(karim, number)
    assert inbox.audit()[-1] == ("karim", "inbox.opened", f"conversation {number}", {})


def test_who_comes_second_sees_who_has_it_and_loses_nothing_of_what_was_typed(inbox: Inbox, visit: Visit) -> None:
    number, samira, karim = inbox.begun(), visit(), visit(name="karim")
    take(samira, number)
    refused = karim.post(f"/desk/inbox/{number}/take")
    assert refused.status_code == 409 and "samira a maintenant cette conversation" in html.unescape(refused.text)
    answer = karim.post(f"/desk/inbox/{number}/answer", {"text": "ce que j'ai écrit", "key": "k"})
    assert answer.status_code == 409
    assert "ce que j'ai écrit" in html.unescape(answer.text) and "samira" in answer.text
    assert inbox.said(number, HUMAN) == []


def test_taking_over_is_a_step_of_its_own_and_noted_with_the_colleague(inbox: Inbox, visit: Visit) -> None:
    number, samira, karim = inbox.begun(), visit(), visit(name="karim")
    take(samira, number)
    text = page(karim, number)
    assert "Reprendre la conversation à samira" in text and 'id="text"' not in text
    (from_id,) = re.findall(r'name="from" value="(\d+)"', text)
    assert karim.post(f"/desk/inbox/{number}/take", {"from": from_id}).status_code == 303
    assert inbox.audit()[-1] == (
        "karim", "inbox.taken_over", f"conversation {number}", {"taken_from": "samira"}
    )  # fmt: skip
    lost = samira.post(f"/desk/inbox/{number}/answer", {"text": "encore moi", "key": "k"})
    assert lost.status_code == 409 and "karim" in lost.text and "encore moi" in lost.text


def test_what_was_typed_stays_when_the_assistant_has_the_conversation_again(inbox: Inbox, visit: Visit) -> None:
    number, samira = inbox.begun(), visit()
    take(samira, number)
    inbox.store("menu")
    inbox.claim(number)
    answer = samira.post(f"/desk/inbox/{number}/answer", {"text": "un moment", "key": "k"})
    assert answer.status_code == 409
    assert "un moment" in answer.text and "Prenez-la" in answer.text and inbox.handoff(number) == HUMAN_GONE


@pytest.mark.parametrize(
    ("text", "error"), [("  ", "Écrivez d'abord"), ("x" * 4001, "trop long"), ("😀" * 2001, "4002")]
)
def test_a_text_that_cannot_be_sent_is_refused_beside_the_field_and_kept(
    inbox: Inbox, visit: Visit, text: str, error: str
) -> None:
    number, samira = inbox.begun(), visit()
    take(samira, number)
    answer = samira.post(f"/desk/inbox/{number}/answer", {"text": text, "key": "k"})
    assert answer.status_code == 422 and error in html.unescape(answer.text)
    assert "aria-invalid=true" in answer.text and text.strip() in answer.text
    assert inbox.said(number, HUMAN) == []


def test_what_no_database_can_store_is_left_out_of_a_text(inbox: Inbox, visit: Visit) -> None:
    number, samira = inbox.begun(), visit()
    take(samira, number)
    samira.post(f"/desk/inbox/{number}/answer", {"text": "Bon\0jour\r\nAnna", "key": "k"})
    assert inbox.said(number, HUMAN) == ["Bonjour\nAnna"]


def test_a_request_can_be_closed_without_a_word(inbox: Inbox, visit: Visit) -> None:
    number = inbox.wanted()
    before = inbox.texts()
    assert visit().post(f"/desk/inbox/{number}/close").headers["location"].startswith("/desk/inbox?done=")
    assert (inbox.handoff(number), inbox.texts()) == (HUMAN_GONE, before)
    assert inbox.audit()[-1][1] == "inbox.closed"


def test_when_the_person_had_everything_deleted_the_desk_says_so_and_shows_what_was_not_sent(
    inbox: Inbox, visit: Visit
) -> None:
    number, samira = inbox.begun(), visit()
    take(samira, number)
    inbox.forgetting.forget(WEB, address("anna"))
    answer = samira.post(f"/desk/inbox/{number}/answer", {"text": "ma réponse", "key": "k"})
    assert answer.status_code == 410 and "effacer ses données" in answer.text and "ma réponse" in answer.text
    assert samira.get(f"/desk/inbox/{number}").status_code == 410


@pytest.mark.parametrize("number", [999, 2**31, 10**20])
def test_a_conversation_that_never_was_is_no_error_of_the_server(visit: Visit, number: int) -> None:
    assert visit().get(f"/desk/inbox/{number}").status_code in (404, 410)


# WhatsApp's 24 hours


def late(inbox: Inbox) -> int:
    number = inbox.begun(WHATSAPP)
    inbox.pass_time(timedelta(hours=25))
    return number


def test_the_time_that_whatsapp_leaves_is_shown_and_a_page_has_none(inbox: Inbox, visit: Visit) -> None:
    assert "pendant : 23 heures" in page(visit(), inbox.begun(WHATSAPP))
    assert "WhatsApp accepte" not in page(visit(), inbox.turn(person="omar").conversation_id)


def test_after_24_hours_an_answer_is_kept_and_the_page_says_so(inbox: Inbox, visit: Visit) -> None:
    number, samira = late(inbox), visit()
    take(samira, number)
    assert "Garder pour la personne" in page(samira, number)
    samira.post(f"/desk/inbox/{number}/answer", {"text": "Bonjour", "key": "k"})
    assert inbox.states("out")[-1] == CLOSED
    assert "gardé jusqu'à ce que la personne écrive" in page(samira, number)


def said_after(samira: Visitor, number: int, key: str) -> str:
    answer = samira.post(f"/desk/inbox/{number}/answer", {"text": f"Bonjour {key}", "key": key})
    text = html.unescape(samira.get(answer.headers["location"]).text)
    return "".join(re.findall(r'<p class="notice good" role="status">(.*?)</p>', text))


def test_after_an_answer_the_page_says_whether_it_goes_out_or_what_it_waits_for(
    inbox: Inbox, visit: Visit, desk: Desk
) -> None:
    number, samira = inbox.begun(WHATSAPP), visit()
    take(samira, number)
    assert said_after(samira, number, "a") == "C'est enregistré."
    inbox.pass_time(timedelta(hours=25))
    take(samira, number)
    not_sent = "Votre message est gardé, il n'est pas encore parti."
    cannot = "La personne ne peut pas le recevoir avant d'avoir écrit de nouveau."
    assert said_after(samira, number, "b") == f"{not_sent} {cannot}"
    object.__setattr__(desk, "has_template", True)
    assert said_after(samira, number, "c").endswith("envoyez-lui d'abord l'invitation.")
    samira.post(f"/desk/inbox/{number}/invite")
    assert "La personne a été invitée à écrire" in said_after(samira, number, "d")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_no_page_of_the_inbox_names_a_setting(inbox: Inbox, visit: Visit, language: str) -> None:
    number, samira = late(inbox), visit(language=language)
    take(samira, number)
    assert "DALIL_" not in page(samira, number)
    assert "DALIL_" not in samira.post(f"/desk/inbox/{number}/invite").text


def test_an_invitation_is_offered_once_and_only_where_there_is_a_template(
    inbox: Inbox, visit: Visit, desk: Desk
) -> None:
    number, samira = late(inbox), visit()
    take(samira, number)
    assert "Une personne de l'administration peut en mettre un en place" in page(samira, number)
    refused = samira.post(f"/desk/inbox/{number}/invite")
    assert refused.status_code == 409 and "aucun modèle n'est réglé" in html.unescape(refused.text)
    object.__setattr__(desk, "has_template", True)
    assert "Envoyer l'invitation" in page(samira, number)
    for status in (303, 409):
        assert samira.post(f"/desk/inbox/{number}/invite").status_code == status
    assert [row.kind for row in inbox.transcript.messages(number)].count(TEMPLATE) == 1
    assert "Envoyer l'invitation" not in page(samira, number)


# Prepared answers in a conversation


def test_a_prepared_answer_is_put_into_the_message_also_without_a_script(inbox: Inbox, visit: Visit) -> None:
    form = {"version": "0", "name": "Accueil", "text_0": "Bonjour, je vous lis", "text_1": "مرحبا", "text_2": ""}
    assert visit("editor", name="amina").post("/desk/inbox/answers/new", form).status_code == 303
    number, samira = inbox.begun(), visit()
    take(samira, number)
    text = page(samira, number)
    (address_of,) = re.findall(r'href="(\?canned=\d+-fr)#write"', text)
    assert ">Bonjour, je vous lis</textarea>" in page(samira, number, params=address_of[1:])
    assert "canned=1-en" not in text
    for wrong in ("canned=99-fr", "canned=x", "canned=1-xx", "canned=99999999999-fr"):
        assert "></textarea>" in page(samira, number, params=wrong)
