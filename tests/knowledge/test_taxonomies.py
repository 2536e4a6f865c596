"""The content's categories and audiences as taxonomies of the directory."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.audiences import audiences
from knowledge.categories import categories
from knowledge.load.taxonomies import load_taxonomies, term_id
from knowledge.models import Taxonomy, TaxonomyTerm
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES
from language.identify import LANGUAGES


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session in a database with the taxonomies."""
    with Session(engine) as session:
        load_taxonomies(session)
        session.commit()
        yield session


def contents(session: Session) -> list[tuple[str, str, str, object]]:
    query = select(TaxonomyTerm).join(Taxonomy).order_by(TaxonomyTerm.id)
    return [(term.taxonomy.key, term.code, term.name, term.translations) for term in session.scalars(query)]


def test_every_category_and_every_audience_is_a_term_with_its_names(session: Session) -> None:
    for taxonomy, names in (
        (CATEGORIES, {key: category.names for key, category in categories().items()}),
        (AUDIENCES, {key: audience.names for key, audience in audiences().items()}),
    ):
        query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.key == taxonomy)
        terms = {term.code: term for term in session.scalars(query)}
        assert {code: term.translations["name"] for code, term in terms.items()} == names
        assert all(term.id == term_id(taxonomy, code) for code, term in terms.items())
        assert all(set(term.translations["name"]) == set(LANGUAGES) for term in terms.values())


def test_loading_again_changes_nothing(session: Session) -> None:
    before = contents(session)
    load_taxonomies(session)
    assert not session.dirty and not session.new
    session.commit()
    assert contents(session) == before


def test_a_name_follows_its_file(session: Session) -> None:
    term = session.get(TaxonomyTerm, term_id(AUDIENCES, "women"))
    assert term is not None
    term.name = "old"
    session.commit()
    load_taxonomies(session)
    session.expire_all()
    assert term.name == audiences()["women"].names["fr"]
