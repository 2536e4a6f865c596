"""content/categories.yml and content/audiences.yml → the taxonomies of the directory."""

import uuid

from sqlalchemy.orm import Session

from knowledge.audiences import audiences
from knowledge.categories import categories
from knowledge.models import Taxonomy, TaxonomyTerm
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES

_NAMESPACE = uuid.UUID("0d8a6a0c-8f0a-5f8b-8c3c-7f0f3f7d2c55")
_DESCRIPTIONS = {
    CATEGORIES: "What services help with",
    AUDIENCES: "For whom services are, or by whom a source says they may be used",
}


def term_id(taxonomy: str, code: str) -> str:
    """The id of a term, the same in every installation."""
    return str(uuid.uuid5(_NAMESPACE, f"{taxonomy}\x1f{code}"))


def load_taxonomies(session: Session) -> None:
    """Add or update the two taxonomies, in the caller's transaction."""
    category_names = {key: category.names for key, category in categories().items()}
    audience_names = {key: audience.names for key, audience in audiences().items()}
    for key, terms in ((CATEGORIES, category_names), (AUDIENCES, audience_names)):
        taxonomy_id = str(uuid.uuid5(_NAMESPACE, key))
        session.merge(Taxonomy(id=taxonomy_id, key=key, name=key.replace("_", " "), description=_DESCRIPTIONS[key]))
        session.flush()
        for code, names in terms.items():
            session.merge(
                TaxonomyTerm(
                    id=term_id(key, code),
                    taxonomy_id=taxonomy_id,
                    code=code,
                    name=names["fr"],
                    description=names["fr"],
                    translations={"name": names, "description": names},
                )
            )
    session.flush()
