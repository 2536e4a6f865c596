"""The tables of the knowledge base (SQLAlchemy 2)."""

from knowledge.models.article import Article, ArticleSample, ArticleSource, ArticleText
from knowledge.models.base import Base, Revision
from knowledge.models.directory import (
    FieldSource,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Translation,
)
from knowledge.models.place import Place, PlaceName

__all__ = [
    "Article",
    "ArticleSample",
    "ArticleSource",
    "ArticleText",
    "Base",
    "FieldSource",
    "Location",
    "Organization",
    "Phone",
    "Place",
    "PlaceName",
    "Revision",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "Translation",
]
