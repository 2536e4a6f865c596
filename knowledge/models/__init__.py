"""The tables of the knowledge base (SQLAlchemy 2)."""

from knowledge.models.article import Article, ArticleSample, ArticleSource, ArticleText
from knowledge.models.article_version import ArticleVersion
from knowledge.models.base import Base, Revision
from knowledge.models.directory_editing import AssociationLink, Confirmation, Correction
from knowledge.models.directory_import import DirectoryImport, DirectoryImportChange, DirectoryImportRow
from knowledge.models.location import Address, Location, ServiceAtLocation
from knowledge.models.organization import Organization
from knowledge.models.phone import Phone, SpokenLanguage
from knowledge.models.place import Place, PlaceName
from knowledge.models.provenance import FieldSource
from knowledge.models.public_holiday import PublicHoliday
from knowledge.models.review import ReviewAction, ReviewEntry, ReviewGroup
from knowledge.models.schedule import Schedule
from knowledge.models.search import SearchDocument, SearchTerm
from knowledge.models.service import CostOption, RequiredDocument, Service
from knowledge.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm

__all__ = [
    "Address",
    "Article",
    "ArticleSample",
    "ArticleSource",
    "ArticleText",
    "ArticleVersion",
    "AssociationLink",
    "Attribute",
    "Base",
    "Confirmation",
    "Correction",
    "CostOption",
    "DirectoryImport",
    "DirectoryImportChange",
    "DirectoryImportRow",
    "FieldSource",
    "Location",
    "Organization",
    "Phone",
    "Place",
    "PlaceName",
    "PublicHoliday",
    "RequiredDocument",
    "ReviewAction",
    "ReviewEntry",
    "ReviewGroup",
    "Revision",
    "Schedule",
    "SearchDocument",
    "SearchTerm",
    "Service",
    "ServiceAtLocation",
    "SpokenLanguage",
    "Taxonomy",
    "TaxonomyTerm",
]
