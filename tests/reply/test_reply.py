"""The neutral reply: nothing is lost on its way through JSON, and plain text shows all of it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reply import Choice, RankedArticle, Reply, ServiceCard, SourceNote, Trace
from reply.plain_text import plain_text

CARD = ServiceCard(
    name="Caritas",
    description="Aide sociale",
    place="Rabat",
    address="1, rue de la Paix",
    phones=("05 37 54 54 00", "2511"),
    hours="Lundi",
    eligibility="Tous",
    fee="Gratuit",
    website="https://example.org",
    source_date="2019",
    alert="C'était un projet de 2018.",
    open_now="Ouvert maintenant, ferme à 15:00",
)
FULL = Reply(
    text="Oui.",
    language="fr",
    choices=(Choice("École", "/ask_schooling", "L'école"), Choice("Menu", "/menu")),
    services=(CARD,),
    sources=(SourceNote("Rapport", "2019", "https://example.org/r"), SourceNote("Loi", "n.d.")),
    note="Source : Rapport (2019).",
    urgent=True,
    language_chosen=True,
    forget=True,
    trace=Trace(
        "emergency",
        "danger",
        0.9,
        "health",
        "health.emergency",
        "health",
        "Rabat",
        (RankedArticle("health.emergency", 0.812), RankedArticle("health.doctor_no_papers", 0.1)),
        "action_danger",
        0.951,
    ),
)
TEXT = st.text(max_size=20)


@pytest.mark.parametrize("reply", [FULL, Reply("نعم", "ar")])
def test_a_reply_survives_its_way_through_json(reply: Reply) -> None:
    assert Reply.from_dict(json.loads(json.dumps(reply.to_dict()))) == reply


@given(
    st.builds(
        Reply,
        TEXT,
        st.sampled_from(["fr", "ar", "en"]),
        choices=st.lists(st.builds(Choice, TEXT, TEXT, TEXT), max_size=3).map(tuple),
        services=st.lists(
            st.builds(ServiceCard, TEXT, TEXT, phones=st.tuples(TEXT), alert=TEXT, open_now=TEXT), max_size=2
        ).map(tuple),
        sources=st.lists(st.builds(SourceNote, TEXT, TEXT), max_size=2).map(tuple),
    )
)
def test_any_reply_survives_its_way_through_json(reply: Reply) -> None:
    assert Reply.from_dict(json.loads(json.dumps(reply.to_dict()))) == reply


def test_what_a_newer_sender_adds_is_ignored() -> None:
    values = FULL.to_dict()
    trace = values["trace"]
    for part in (values, trace, *trace["ranking"], *values["choices"], *values["services"], *values["sources"]):
        part["mood"] = "kind"
    assert Reply.from_dict(values) == FULL


def test_what_an_older_sender_does_not_know_is_empty() -> None:
    values = FULL.to_dict()
    for card in values["services"]:
        del card["alert"], card["open_now"]
    del values["trace"]["ranking"], values["trace"]["rule"]
    older = replace(FULL, services=(replace(CARD, alert="", open_now=""),))
    assert Reply.from_dict(values) == replace(older, trace=replace(FULL.trace, ranking=(), rule=""))


@pytest.mark.parametrize("values", [{}, {"text": "Oui."}, {"choices": [{"colour": "red"}]}])
def test_something_else_is_refused(values: dict[str, object]) -> None:
    with pytest.raises((TypeError, KeyError)):
        Reply.from_dict(values)


def test_plain_text_shows_all_that_a_person_needs() -> None:
    shown = plain_text(FULL)
    for part in ("Oui.", "Caritas", "1, rue de la Paix", "05 37 54 54 00 / 2511", "Gratuit", FULL.note, "2. Menu",
                 CARD.alert, CARD.open_now, CARD.hours, CARD.eligibility):  # fmt: skip
        assert part in shown
    assert shown.startswith("Oui.")


def test_plain_text_warns_before_it_describes() -> None:
    """Whoever stops reading after two lines knows that the service may have ended."""
    lines = plain_text(FULL).splitlines()
    assert lines.index(CARD.name) + 1 == lines.index(CARD.alert) < lines.index(CARD.description)
    assert lines.index(CARD.open_now) + 1 == lines.index(CARD.hours)


def test_plain_text_never_shows_what_is_for_staff() -> None:
    shown = plain_text(FULL)
    assert "/ask_schooling" not in shown
    assert "danger" not in shown


def test_plain_text_of_a_bare_reply_is_its_text() -> None:
    assert plain_text(Reply("Oui.", "fr")) == "Oui."


def test_plain_text_names_the_place_when_there_is_no_address() -> None:
    assert "Rabat" in plain_text(replace(FULL, services=(replace(CARD, address=""),)))
