"""Full-text search: the same results on SQLite and PostgreSQL, in three languages, with mistakes."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.full_text import ARTICLE, SERVICE, find

TEXTS = {
    "schooling.enrol": [
        "Inscrire mon enfant à l'école",
        "Les écoles publiques acceptent les enfants",
        "Enrol a child in school",
        "تسجيل طفل في المدرسة العمومية",
        "bghit n9eyyed weldi f lmdrasa",
    ],
    "health.doctor": [
        "Voir un médecin gratuitement",
        "See a doctor for free",
        "رؤية طبيب في المستشفى",
        "بغيت نشوف طبيب",
    ],
    "employment.job": ["Trouver un travail", "Find a job with a contract", "البحث عن عمل وعقد", "بغيت نخدم"],
    "asylum.how": [
        "Demander l'asile au HCR",
        "Ask UNHCR for asylum",
        "طلب اللجوء لدى المفوضية",
        "7na la2i9in, n7tajo ljo2",
    ],
}


def filled(engine: Engine, texts: dict[str, list[str]] = TEXTS) -> None:
    with Session(engine) as session, session.begin():
        full_text.index(session, ARTICLE, texts)


def owners(engine: Engine, query: str, kind: str = ARTICLE) -> list[str]:
    with Session(engine) as session:
        return [found.owner for found in find(session, kind, query)]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("inscription des enfants dans une école", "schooling.enrol"),
        ("ECOLE", "schooling.enrol"),
        ("my children and schools", "schooling.enrol"),
        ("بالمدرسة", "schooling.enrol"),
        ("مدرسه ابني", "schooling.enrol"),
        ("weldi w lmdrasa", "schooling.enrol"),
        ("médecins", "health.doctor"),
        ("الطبيب", "health.doctor"),
        ("للمستشفى", "health.doctor"),
        ("المستشفيات", "health.doctor"),
        ("contracts", "employment.job"),
        ("والعمل", "employment.job"),
        ("HCR", "asylum.how"),
        ("اللجوء", "asylum.how"),
    ],
)
def test_words_are_found_in_other_forms(engine: Engine, query: str, key: str) -> None:
    filled(engine)
    assert owners(engine, query)[0] == key


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("inscripsion", "schooling.enrol"),
        ("medecun", "health.doctor"),
        ("docter", "health.doctor"),
        ("asyle", "asylum.how"),
        ("المدراسة", "schooling.enrol"),
        ("المستشفا", "health.doctor"),
    ],
)
def test_misspelled_words_find_what_was_meant(engine: Engine, query: str, key: str) -> None:
    filled(engine)
    assert owners(engine, query)[:1] == [key]


@pytest.mark.parametrize("query", ["", "?!", "👍", "xyzzy", "' OR 1=1 --", '"', "xq" * 3000, "NEAR(", "%_\\", "\x00"])
def test_nothing_breaks_a_query(engine: Engine, query: str) -> None:
    filled(engine)
    assert owners(engine, query) == []


def test_both_databases_give_the_same_results(each_engine: list[Engine]) -> None:
    queries = [*(text for texts in TEXTS.values() for text in texts), "gratuit docter", "7na", "ecole asyle", "139-18"]
    results = []
    for engine in each_engine:
        filled(engine)
        with Session(engine) as session:
            results.append([[(f.owner, round(f.score, 9)) for f in find(session, ARTICLE, q)] for q in queries])
    assert results[0] == results[1]
    assert all(results[0][: len(queries) - 1]), "every query but the last finds something"


def test_a_changed_text_is_found_and_its_old_words_are_not(engine: Engine) -> None:
    filled(engine)
    filled(engine, {"health.doctor": ["Soigner les dents"]})
    assert owners(engine, "dent") == ["health.doctor"]
    assert owners(engine, "gratuitement") == []


def test_what_is_forgotten_is_not_found(engine: Engine) -> None:
    filled(engine)
    with Session(engine) as session, session.begin():
        full_text.forget(session, ARTICLE, but={"health.doctor"})
    assert owners(engine, "école médecin") == ["health.doctor"]


def test_articles_and_services_are_apart(engine: Engine) -> None:
    filled(engine)
    with Session(engine) as session, session.begin():
        full_text.index(session, SERVICE, {"s1": ["école de la mer"]})
    assert owners(engine, "école", SERVICE) == ["s1"]
    assert owners(engine, "mer") == []


def test_rare_words_count_more_than_frequent_ones(engine: Engine) -> None:
    filled(
        engine,
        {"a": ["papiers école"], "b": ["papiers travail"], "c": ["papiers santé"], "d": ["école papiers papiers"]},
    )
    assert owners(engine, "papiers santé")[0] == "c"


def test_a_query_gives_no_more_than_asked(engine: Engine) -> None:
    filled(engine)
    with Session(engine) as session:
        assert len(find(session, ARTICLE, "école médecin travail asile", limit=2)) == 2
