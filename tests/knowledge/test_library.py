"""The knowledge as the actions use it: published is live, without a restart."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import knowledge.library
from knowledge.article_search import ArticleIndex
from knowledge.category_search import CategorySearch
from knowledge.changes import announce_articles, announce_services
from knowledge.library import Library
from knowledge.load.articles import load_articles
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import Article, ArticleSample, Service
from knowledge.models.base import Revision, bump_revision, current_revision
from knowledge.services import Ranking, Wanted
from tests.knowledge.samples import article, small_content, write_article
from tests.knowledge.small_directory import ALWAYS, OFFICE, add_place, add_service, schedule

SECONDS_UNTIL_LIVE = 5.0
SECONDS_TO_LEARN = 20.0
USUAL_SECONDS_BETWEEN_LOOKS = knowledge.library.SECONDS_BETWEEN_LOOKS
Change = Callable[[Session], object]
on_one_database = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what does not depend on the kind of database."""


@pytest.fixture(autouse=True)
def quick_looks_and_no_thread_left() -> Iterator[None]:
    """Libraries look for changes ten times as often as usual, and have ended their work before the next test."""
    before = threading.active_count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge.library, "SECONDS_BETWEEN_LOOKS", USUAL_SECONDS_BETWEEN_LOOKS / 10)
        yield
        SlowIndex.may_end.set()
        assert becomes_true(lambda: threading.active_count() <= before, SECONDS_TO_LEARN)


@pytest.fixture(scope="module", autouse=True)
def kinds_of_service_learned_once() -> Iterator[None]:
    """They are the same whatever the articles are; learning them takes seconds."""
    learned = CategorySearch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge.library, "CategorySearch", lambda *_: learned)
        yield


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


@pytest.fixture
def loaded(engine: Engine, content: Path) -> Engine:
    """Three articles, a town and a clinic there."""

    def load(session: Session) -> None:
        load_articles(session, content)
        load_taxonomies(session)
        add_place(session, "Zorgville", "Zorgville", (34.0, -2.0))
        add_service(session, "clinic", "Zorgville", hours=[OFFICE])
        announce_services(session)
        set_directory_files(session, "first")

    publish(engine, load)
    return engine


def set_directory_files(session: Session, fingerprint: str) -> None:
    """Which files places and services were loaded from."""
    session.get_one(Revision, 1).directory_fingerprint = fingerprint


def publish(engine: Engine, change: Change, announce: Change = announce_articles) -> None:
    with Session(engine) as session, session.begin():
        change(session)
        announce(session)


def becomes_true(claim: Callable[[], bool], seconds: float = SECONDS_UNTIL_LIVE) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.05)
    return False


def keys(library: Library) -> set[str]:
    return {hit.key for hit in library.rank_articles("médecin", {})}


def first(library: Library, text: str) -> str:
    return library.rank_articles(text, {})[0].key


def article_named(session: Session, key: str) -> Article:
    return session.scalars(select(Article).where(Article.key == key)).one()


def set_state(key: str, state: str) -> Change:
    return lambda session: setattr(article_named(session, key), "state", state)


def add_article(content: Path, key: str, samples: list[str]) -> Change:
    write_article(content, article(key, samples))
    return lambda session: load_articles(session, content)


def teach(sample: str) -> Change:
    """A further way to ask for the doctor."""

    def change(session: Session) -> None:
        taught = article_named(session, "health.doctor")
        taught.samples += [ArticleSample(language="fr", text=f"{sample} {more}") for more in ("", "ici", "vite")]

    return change


def add_clinic(session: Session, name: str) -> None:
    add_service(session, name, "Zorgville", hours=[OFFICE], phone="0537")


def services(library: Library) -> list[tuple[str, str]]:
    """Names and hours of what is found for health in Zorgville."""
    with library.session() as session:
        wanted = Wanted("health", library.gazetteer.by_key("Zorgville"))
        found = library.services(session, wanted, "fr").services
        return [(service.name, service.hours) for service in found]


# What may be published: the change, how it is announced, and how somebody who asks sees it

Kind = tuple[Callable[[Path], Change], Change, Callable[[Library], bool]]


def set_hours(session: Session) -> None:
    session.get_one(Service, "s-clinic").schedules = [schedule("new", ALWAYS)]


def load_new_place(session: Session) -> None:
    add_place(session, "Blopsville", "Zorgville", (34.1, -2.0))
    set_directory_files(session, "second")


def set_answer(session: Session) -> None:
    article_named(session, "employment.job").text_in("ar").answer = "زرغلوب"


KINDS: dict[str, Kind] = {
    "a new article": (
        lambda content: add_article(content, "housing.rent", ["louer un appartement", "propriétaire et loyer"]),
        announce_articles,
        lambda library: first(library, "louer un appartement") == "housing.rent",
    ),
    "a changed sample": (
        lambda _: teach("zorglub"),
        announce_articles,
        lambda library: library.rank_articles("zorglub", {})[0].probability > 0.9,
    ),
    "a changed text": (
        lambda _: set_answer,
        announce_articles,
        lambda library: first(library, "زرغلوب") == "employment.job",
    ),
    "an archived article": (
        lambda _: set_state("health.doctor", "archived"),
        announce_articles,
        lambda library: "health.doctor" not in keys(library),
    ),
    "a new service": (
        lambda _: partial(add_clinic, name="hospital"),
        announce_services,
        lambda library: [name for name, _ in services(library)] == ["hospital", "clinic"],
    ),
    "a closed service": (
        lambda _: lambda session: setattr(session.get_one(Service, "s-clinic"), "status", "inactive"),
        announce_services,
        lambda library: services(library) == [],
    ),
    "changed hours": (
        lambda _: set_hours,
        announce_services,
        lambda library: "15:00" not in services(library)[0][1],
    ),
    "a new place": (
        lambda _: load_new_place,
        announce_services,
        lambda library: [place.key for place in library.gazetteer.find("à Blopsville")] == ["Blopsville"],
    ),
}


class SlowIndex(ArticleIndex):
    """Learning that takes as long as a test wants."""

    may_end = threading.Event()
    begun = threading.Event()

    def __init__(self, *arguments: Any) -> None:
        self.begun.set()
        assert self.may_end.wait(60)
        super().__init__(*arguments)


@contextmanager
def learning(loaded: Engine, content: Path) -> Iterator[Library]:
    """A library that is busy learning an article that was published a moment ago."""
    library = Library(loaded)
    library.watch()
    SlowIndex.may_end.clear()
    SlowIndex.begun.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge.library, "ArticleIndex", SlowIndex)
        publish(loaded, add_article(content, "training.sewing", ["apprendre la couture", "machine à coudre"]))
        assert SlowIndex.begun.wait(SECONDS_UNTIL_LIVE)
        yield library
        SlowIndex.may_end.set()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_is_live_without_a_restart_while_learning_goes_on(
    loaded: Engine, content: Path, kind: str
) -> None:
    change, announce, is_live = KINDS[kind]
    with learning(loaded, content) as library:
        assert first(library, "apprendre la couture") == "training.sewing"
        assert not is_live(library)
        publish(loaded, change(content), announce)
        assert becomes_true(lambda: is_live(library))


def test_in_the_end_all_is_learned_as_if_it_had_been_there_from_the_start(loaded: Engine, content: Path) -> None:
    questions = ["louer un appartement", "zorglub", "apprendre la couture", "je cherche un médecin", "قط"]

    def ranked(library: Library) -> list[tuple[str, float]]:
        return [(hit.key, round(hit.probability, 6)) for text in questions for hit in library.rank_articles(text, {})]

    with learning(loaded, content) as library:
        publish(loaded, add_article(content, "housing.rent", ["louer un appartement"]))
        publish(loaded, teach("zorglub"))
        assert becomes_true(lambda: "housing.rent" in keys(library))
    fresh = ranked(Library(loaded))
    assert becomes_true(lambda: ranked(library) == fresh, SECONDS_TO_LEARN)


def test_who_asks_while_things_change_always_gets_an_answer(loaded: Engine, content: Path) -> None:
    library = Library(loaded)
    library.watch()
    wrong: list[Exception] = []
    answers = 0
    stop = threading.Event()

    def ask() -> None:
        nonlocal answers
        try:
            while not stop.is_set():
                for text in ("je cherche un médecin", "louer un appartement", "بغيت نخدم", "xyzzy"):
                    hits = library.rank_articles(text, {"health": 0.9})
                    with library.session() as session:
                        library.articles(session, [hit.key for hit in hits])
                    assert services(library) is not None
                    library.gazetteer.find("à Zorgville")
                    answers += 1
        except Exception as error:  # noqa: BLE001 - any is one too many
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(4):
        publish(loaded, add_article(content, f"housing.rent_{number}", [f"louer un appartement {number}"]))
        publish(loaded, set_state(f"housing.rent_{number}", "archived" if number % 2 else "published"))
        publish(loaded, partial(add_clinic, name=f"new {number}"), announce_services)
        time.sleep(0.3)
    stop.set()
    for thread in threads:
        thread.join(SECONDS_TO_LEARN)
    assert wrong == []
    assert answers >= 3 * 4


def test_a_watching_library_sees_changes_within_seconds_before_anybody_asks(
    loaded: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge.library, "SECONDS_BETWEEN_LOOKS", USUAL_SECONDS_BETWEEN_LOOKS)
    library = Library(loaded)
    library.watch()
    publish(loaded, partial(add_clinic, name="hospital"), announce_services)
    assert becomes_true(lambda: len(services(library)) == 2)


def test_without_watching_a_question_is_enough(loaded: Engine, content: Path) -> None:
    library = Library(loaded)
    publish(loaded, add_article(content, "housing.rent", ["louer un appartement"]))
    assert becomes_true(lambda: first(library, "louer un appartement") == "housing.rent")


def test_after_a_moment_without_its_database_a_watching_library_sees_what_it_missed(loaded: Engine) -> None:
    library = Library(loaded)
    library.watch()
    failed = threading.Event()

    def fail(*_: object) -> Ranking:
        failed.set()
        raise ConnectionError

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(Ranking, "from_database", fail)
        publish(loaded, partial(add_clinic, name="hospital"), announce_services)
        assert failed.wait(SECONDS_UNTIL_LIVE)
        assert len(services(library)) == 1, "what is known goes on being answered"
    assert becomes_true(lambda: len(services(library)) == 2)


def test_while_nothing_changes_nothing_is_read_again(loaded: Engine) -> None:
    library = Library(loaded)
    library.watch()
    publish(loaded, partial(add_clinic, name="hospital"), announce_services)
    assert becomes_true(lambda: len(services(library)) == 2)
    read_again = threading.Event()
    with pytest.MonkeyPatch.context() as counted:
        counted.setattr(Ranking, "from_database", lambda *_: read_again.set())
        assert not read_again.wait(5 * knowledge.library.SECONDS_BETWEEN_LOOKS)


@on_one_database
def test_a_library_that_nobody_has_any_more_stops_watching(loaded: Engine) -> None:
    before = threading.active_count()
    library = Library(loaded)
    library.watch()
    assert threading.active_count() > before
    del library
    assert becomes_true(lambda: threading.active_count() <= before)


@on_one_database
def test_an_article_without_any_words_harms_nobody(loaded: Engine) -> None:
    library = Library(loaded)

    def add(session: Session) -> None:
        session.add(
            Article(
                key="zzz.empty", topic="health", risk="normal", state="published", as_of="2020",
                review_by=date(2027, 1, 1),
            )
        )  # fmt: skip

    publish(loaded, add)
    publish(loaded, teach("zorglub"))
    assert becomes_true(lambda: first(library, "zorglub") == "health.doctor")
    assert "zzz.empty" not in keys(library)


def test_a_new_sample_is_soon_understood_for_certain(loaded: Engine) -> None:
    library = Library(loaded)
    assert library.rank_articles("zorglub", {})[0].probability < 0.9
    publish(loaded, teach("zorglub"))
    assert becomes_true(lambda: library.rank_articles("zorglub", {})[0].probability > 0.9)
    assert first(library, "zorglub") == "health.doctor"


def test_an_article_taken_back_is_not_answered_any_more(loaded: Engine, content: Path) -> None:
    publish(loaded, add_article(content, "housing.rent", ["louer un appartement"]))
    library = Library(loaded)
    assert "housing.rent" in keys(library)
    publish(loaded, set_state("housing.rent", "archived"))
    with library.session() as session:
        assert library.article(session, "housing.rent") is None
        assert library.articles_of(session, "housing") == []
        assert library.articles(session, ["housing.rent"]) == []
    assert becomes_true(lambda: "housing.rent" not in keys(library))


@on_one_database
@pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
def test_only_what_is_published_is_known(loaded: Engine, content: Path, state: str) -> None:
    write_article(content, {**article("housing.rent"), "state": state})
    publish(loaded, lambda session: load_articles(session, content))
    library = Library(loaded)
    assert "housing.rent" not in keys(library)
    with library.session() as session:
        assert library.article(session, "housing.rent") is None


def test_a_change_that_is_rolled_back_is_not_counted(loaded: Engine) -> None:
    with Session(loaded) as session:
        before = current_revision(session)
        bump_revision(session)
        session.rollback()
        assert current_revision(session) == before


def test_an_empty_database_has_no_revision(engine: Engine) -> None:
    with Session(engine) as session:
        assert current_revision(session) == 0


@on_one_database
def test_the_kept_index_is_used_at_the_next_start(loaded: Engine, tmp_path: Path) -> None:
    file = tmp_path / "cache" / "index.pickle"
    first = Library(loaded, file).rank_articles("je cherche un médecin", {})
    written = file.stat().st_mtime_ns
    assert Library(loaded, file).rank_articles("je cherche un médecin", {}) == first
    assert file.stat().st_mtime_ns == written
    assert file.stat().st_mode & 0o077 == 0, "others may not read or replace it"


@on_one_database
def test_a_kept_index_of_other_articles_is_made_anew(loaded: Engine, content: Path, tmp_path: Path) -> None:
    file = tmp_path / "index.pickle"
    Library(loaded, file)
    publish(loaded, add_article(content, "housing.rent", ["louer un appartement"]))
    assert "housing.rent" in keys(Library(loaded, file))


@on_one_database
@pytest.mark.parametrize("cut", [0, 100], ids=["empty", "cut"])
def test_a_damaged_index_file_is_made_anew(loaded: Engine, tmp_path: Path, cut: int) -> None:
    file = tmp_path / "index.pickle"
    Library(loaded, file)
    file.write_bytes(file.read_bytes()[:cut])
    assert keys(Library(loaded, file)) == {"schooling.no_papers", "health.doctor", "employment.job"}


@on_one_database
def test_two_articles_are_enough(loaded: Engine) -> None:
    publish(loaded, set_state("employment.job", "draft"))
    assert keys(Library(loaded)) == {"schooling.no_papers", "health.doctor"}


@on_one_database
def test_the_index_is_what_the_database_holds(loaded: Engine) -> None:
    hits = Library(loaded).rank_articles("je cherche un médecin", {})
    assert hits[0].key == "health.doctor"
    assert len(hits) == 3
