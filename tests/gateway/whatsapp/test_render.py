"""A reply becomes one WhatsApp message; what does not fit waits behind a button."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.choices import Tapped, read_choice
from gateway.whatsapp import render as module
from gateway.whatsapp.render import pages, render, template
from reply import Choice, Reply, ServiceCard, SourceNote
from tests.gateway.whatsapp.samples import assert_allowed, body_of, kind_of, options_of

QUESTION = Reply("Dans quelle ville êtes-vous ?", "fr")
SHARE = Choice("Ma position", "/share_position")
SENTENCE = "Une association peut vous accompagner pour cette démarche. "
CARD = ServiceCard(
    name="Caritas_Maroc *Rabat*",
    description="Accueil et orientation.",
    place="Rabat",
    address="10 avenue Exemple",
    phones=("05 00 00 00 01", "+212 (0) 5 00 00 00 02"),
    hours="Lundi-vendredi 09:00-15:00",
    eligibility="Toute personne migrante",
    fee="Gratuit",
    website="https://example.org/rabat",
    source_date="2024",
    alert="Le programme a peut-être fini.",
    open_now="ouvert jusqu'à 15:00",
)


def choices(*titles: str) -> tuple[Choice, ...]:
    return tuple(Choice(title, f"/choose_{number}") for number, title in enumerate(titles))


def titles(message: dict[str, Any]) -> list[str]:
    return [option["title"] for option in options_of(message)]


def with_choices(*offered: str, text: str = "Que cherchez-vous ?", language: str = "fr") -> Reply:
    return Reply(text, language, choices(*offered))


# The form


def test_a_reply_without_choices_is_a_text() -> None:
    assert render(QUESTION, 7) == {"type": "text", "text": {"preview_url": False, "body": QUESTION.text}}


def test_up_to_three_short_choices_are_buttons() -> None:
    message = render(with_choices("Oui", "Non", "Je ne sais pas"), 7)
    assert message["interactive"] == {
        "type": "button",
        "body": {"text": "Que cherchez-vous ?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "7:0", "title": "Oui"}},
                {"type": "reply", "reply": {"id": "7:1", "title": "Non"}},
                {"type": "reply", "reply": {"id": "7:2", "title": "Je ne sais pas"}},
            ]
        },
    }


@pytest.mark.parametrize(
    "reply",
    [
        with_choices("A", "B", "C", "D"),
        with_choices("A", "Vingt et une lettres !"),
        with_choices("A", text=SENTENCE * 20),
    ],
    ids=["four choices", "a title of 21", "a body over 1024"],
)
def test_what_does_not_fit_buttons_is_a_list_on_one_page(reply: Reply) -> None:
    message = render(reply, 7)
    assert kind_of(message) == "list"
    assert message["interactive"]["action"]["button"] == "Choisir"
    assert pages(reply) == 1
    assert_allowed(message)


def test_ten_choices_are_one_list() -> None:
    reply = with_choices(*map(str, range(10)))
    assert pages(reply) == 1
    assert titles(render(reply, 7)) == list(map(str, range(10)))


def test_more_choices_lead_to_further_pages() -> None:
    reply = with_choices(*map(str, range(21)))
    shown = [render(reply, 7, page) for page in range(pages(reply))]
    assert [titles(message) for message in shown] == [
        [*map(str, range(9)), "Suite"],
        [*map(str, range(9, 18)), "Suite"],
        ["18", "19", "20"],
    ]
    assert options_of(shown[0])[-1]["id"] == "7:page:1"
    assert [kind_of(message) for message in shown] == ["list", "list", "button"]
    assert body_of(shown[1]) == "Autres choix :"


def test_a_long_title_is_cut_and_told_whole_in_the_description() -> None:
    long = Choice("Demander une carte de séjour", "/a", "Papiers, délais et prix")
    row = options_of(render(Reply("?", "fr", (long,)), 7))[0]
    assert row == {
        "id": "7:0",
        "title": "Demander une carte de…",
        "description": "Demander une carte de séjour · Papiers, délais et prix",
    }


def test_equal_titles_are_numbered() -> None:
    assert titles(render(with_choices("Rabat", "RABAT", "Rabat"), 7)) == ["Rabat", "RABAT (2)", "Rabat (3)"]


def test_a_choice_called_like_the_way_on_is_numbered() -> None:
    assert titles(render(with_choices("suite", *map(str, range(10))), 7))[0] == "suite (2)"


def test_a_choice_without_title_is_called_by_its_number() -> None:
    assert titles(render(with_choices("Oui", " \u200b"), 7)) == ["Oui", "Choix 2"]


# Pages


def test_a_text_over_the_limit_goes_on_behind_a_button_and_its_choices_come_last() -> None:
    reply = with_choices("Oui", "Non", text=SENTENCE * 80)
    shown = [render(reply, 7, page) for page in range(pages(reply))]
    assert [titles(message) for message in shown] == [["Suite"], ["Oui", "Non"]]
    assert [kind_of(message) for message in shown] == ["button", "list"]
    assert body_of(shown[0]).endswith("démarche.")
    assert " ".join(map(body_of, shown)) == (SENTENCE * 80).strip()


@pytest.mark.parametrize("page", [-1, 1, 99])
def test_there_is_no_page_beyond_the_last(page: int) -> None:
    with pytest.raises(ValueError, match="page"):
        render(QUESTION, 7, page)


def test_an_empty_reply_still_has_a_body() -> None:
    assert body_of(render(Reply(" \n\u200b", "en"), 7)) == "…"


# What is said


def test_a_service_is_told_line_by_line_and_a_signed_name_stays_bold() -> None:
    assert body_of(render(Reply("Santé à Rabat :", "fr", services=(CARD,)), 7)).replace("\u00a0", " ").split("\n") == [
        "Santé à Rabat :",
        "",
        "*Caritas＿Maroc ∗Rabat∗*",
        "Attention : Le programme a peut-être fini.",
        "Accueil et orientation.",
        "Lieu : Rabat",
        "Adresse : 10 avenue Exemple",
        "📞 05 00 00 00 01",
        "📞 +212 (0) 5 00 00 00 02",
        "En ce moment : ouvert jusqu'à 15:00",
        "Horaires : Lundi-vendredi 09:00-15:00",
        "Pour qui : Toute personne migrante",
        "Prix : Gratuit",
        "https://example.org/rabat",
        "Date de l'information : 2024",
    ]


def test_what_is_unknown_of_a_service_has_no_line() -> None:
    reply = Reply("", "en", services=(ServiceCard("Caritas", ""),))
    assert body_of(render(reply, 7)) == "*Caritas*"


def test_of_many_sources_the_first_three_are_listed_and_the_note_says_how_many_there_are() -> None:
    reply = Reply("Oui.", "fr", sources=tuple(SourceNote(f"Loi {number}", "2003") for number in range(5)))
    text = render(reply, 1)["text"]["body"]
    assert [f"Loi {number}" in text for number in range(5)] == [True, True, True, False, False]


def test_sources_note_and_notice_follow_in_this_order() -> None:
    source = SourceNote("Guide", "2019", "https://example.org/guide")
    reply = Reply("Oui.", "fr", sources=(source,), note="Cela a pu changer.")
    assert body_of(render(reply, 7, notice="Dalil efface tout.")).split("\n\n") == [
        "Oui.",
        "Source : Guide (2019)\nhttps://example.org/guide",
        "Cela a pu changer.",
        "Dalil efface tout.",
    ]
    two = replace(reply, sources=(source, SourceNote("Loi", "2003")))
    assert "Sources :\n• Guide (2019)\nhttps://example.org/guide\n• Loi (2003)" in body_of(render(two, 7))


def test_nothing_comes_before_an_urgent_text() -> None:
    reply = Reply("Appelez le 15 maintenant.", "fr", choices("Oui"), (CARD,), urgent=True, note="Source : 2022.")
    lines = body_of(render(reply, 7, notice="Dalil est un programme.")).split("\n")
    assert (lines[0], lines[-1]) == ("Appelez le 15 maintenant.", "Dalil est un programme.")


# Direction


def test_a_phone_is_never_broken_across_lines() -> None:
    assert body_of(render(Reply("Call 05 37 54 54 00 now", "en"), 7)) == "Call 05\u00a037\u00a054\u00a054\u00a000 now"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("اتصلوا: \u200e05 37 54 54 00.", "اتصلوا: ⁦05\u00a037\u00a054\u00a054\u00a000⁩."),
        ("+212 (0) 5 37 54 54 00 (الرباط)", "⁦+212\u00a0(0)\u00a05\u00a037\u00a054\u00a054\u00a000⁩ (الرباط)"),
        ("جمعية Fondation Orient-Occident (FOO) بالرباط", "جمعية ⁦Fondation Orient-Occident (FOO)⁩ بالرباط"),
        ("بين 2018-2019", "بين ⁦2018-2019⁩"),
        ("دفع 10 000 درهم", "دفع ⁦10 000⁩ درهم"),
        ("اتصلوا بالرقم 15 أو 19، 177.", "اتصلوا بالرقم 15 أو 19، 177."),
        ("Caritas Rabat", "Caritas Rabat"),
        ("الموقع: https://help.unhcr.org/morocco/?p=561 شكرا", "الموقع: https://help.unhcr.org/morocco/?p=561 شكرا"),
    ],
)
def test_what_runs_left_to_right_is_isolated_in_right_to_left_text(said: str, shown: str) -> None:
    assert body_of(render(Reply(said, "ar"), 7)) == shown


def test_an_address_is_sent_exactly_as_it_is() -> None:
    address = "https://example.org/a_b/0537545400-12 05 37 54 54 00"
    for language in ("fr", "ar", "en"):
        assert "https://example.org/a_b/0537545400-12 " in body_of(render(Reply(f"هنا {address}", language), 7))


# Location


def test_a_question_for_the_place_alone_asks_for_the_position() -> None:
    assert render(replace(QUESTION, choices=(SHARE,)), 7)["interactive"] == {
        "type": "location_request_message",
        "body": {"text": "Dans quelle ville êtes-vous ?"},
        "action": {"name": "send_location"},
    }


def test_beside_other_choices_a_line_says_how_to_send_the_position() -> None:
    message = render(replace(QUESTION, choices=(SHARE, *choices("Rabat", "Fès"))), 7)
    assert [(option["id"], option["title"]) for option in options_of(message)] == [("7:1", "Rabat"), ("7:2", "Fès")]
    assert body_of(message) == f"{QUESTION.text}\n\nVous pouvez aussi envoyer votre position : 📎 → Localisation."


def test_a_long_question_for_the_place_keeps_the_request_for_its_last_page() -> None:
    reply = Reply(SENTENCE * 30, "fr", (SHARE,))
    assert [kind_of(render(reply, 7, page)) for page in range(pages(reply))] == ["button", "location_request_message"]


# Ids, templates, words


def test_a_tapped_id_is_read_back() -> None:
    assert read_choice("41:0") == Tapped(41, number=0)
    assert read_choice("41:page:2") == Tapped(41, page=2)


@pytest.mark.parametrize(
    "key",
    ["", "41", "41:", ":1", "41:x", "41:page:", "41:page:-1", "-1:1", "41:1 ", "٤١:1", "41:1\n", "9" * 5000 + ":1",
     "41:" + "9" * 5000, "41:page:" + "9" * 5000, "9223372036854775808:1", "/restart", "\ud800:1"],
)  # fmt: skip
def test_any_other_id_is_nobodys(key: str) -> None:
    assert read_choice(key) is None


def test_a_template_names_its_language() -> None:
    assert template("dalil_reply", "ar") == {
        "type": "template",
        "template": {"name": "dalil_reply", "language": {"code": "ar"}},
    }


def test_every_word_has_the_three_languages_and_fits() -> None:
    words = yaml.safe_load((Path(module.__file__).parent / "words.yml").read_text(encoding="utf-8"))
    assert {key for key, texts in words.items() if set(texts) != {"fr", "ar", "en"} or not all(texts.values())} == set()
    assert all(len(text) <= 20 for key in ("more", "choose") for text in words[key].values())
