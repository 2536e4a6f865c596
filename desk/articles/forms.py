"""The form of an article: three languages, what they share, and for a new article its key."""

from collections.abc import Sequence

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)

from desk.articles.form_content import form_data
from desk.forms import Form
from desk.pages import words_of
from gateway.words import LANGUAGES
from knowledge.categories import categories
from knowledge.content_check.article_rules import MOST_IN_LIST, SOURCE_FIELDS
from knowledge.content_check.text_rules import LIMITS, LONGEST_ITEM, LONGEST_SENTENCE, MOST_ITEMS
from knowledge.editing.content import Content, topic_of
from knowledge.models import Article, ArticleText
from knowledge.models.article import RISKS
from knowledge.topics import topics

_DATE = {"type": "date"}
_EITHER_WAY = {"dir": "auto"}
"""Titles and names are written as their own letters are, whatever the page."""


def _most(characters: int) -> dict[str, object]:
    """The script counts the characters."""
    return {"data-most": characters}


def _lines(field: str) -> dict[str, object]:
    return {"data-most-lines": MOST_ITEMS[field], "data-most-in-line": LONGEST_ITEM}


class TextForm(Form):
    """The words of an article in one language; lists have one entry per line."""

    title = StringField("articles.field_title", render_kw=_most(LIMITS["title"]))
    label = StringField("articles.field_label", render_kw=_most(LIMITS["label"]))
    short = TextAreaField("articles.field_short", render_kw=_most(LIMITS["short"]) | {"rows": 4})
    answer = TextAreaField("articles.field_answer", render_kw=_most(LIMITS["answer"]) | {"rows": 12})
    steps = TextAreaField("articles.field_steps", render_kw=_lines("steps") | {"rows": 5})
    papers = TextAreaField("articles.field_papers", render_kw=_lines("papers") | {"rows": 4})
    cost = TextAreaField("articles.field_cost", render_kw=_most(LONGEST_SENTENCE) | {"rows": 2})
    next = TextAreaField("articles.field_next", render_kw=_most(LONGEST_SENTENCE) | {"rows": 3})
    samples = TextAreaField("articles.field_samples", render_kw={"rows": 10})


class SourceForm(Form):
    """One source; a row in which nothing is filled in is none."""

    title = StringField("articles.source_title", render_kw=_most(SOURCE_FIELDS["title"]) | _EITHER_WAY)
    year = StringField("articles.source_year", render_kw={"inputmode": "numeric"})
    locator = StringField("articles.source_locator", render_kw=_EITHER_WAY)
    url = StringField("articles.source_url", render_kw={"inputmode": "url", "dir": "ltr"})
    fact = StringField("articles.source_fact", render_kw={"list": "facts", "dir": "ltr", "autocomplete": "off"})
    remove = BooleanField("articles.source_remove")


class ArticleForm(Form):
    """Everything that can be written about an article."""

    version = HiddenField()
    """The token of what the person saw (`knowledge.editing.versions.token_of`)."""
    preview = SelectField("articles.preview_in", validate_choice=False)
    """The language in which the answer is shown beside the form."""
    topic = SelectField("articles.field_topic", validate_choice=False)
    name = StringField("articles.name", render_kw={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"})
    texts = FieldList(FormField(TextForm), min_entries=len(LANGUAGES), max_entries=len(LANGUAGES))
    risk = SelectField("articles.field_risk", validate_choice=False)
    as_of = StringField("articles.field_as_of", render_kw={"inputmode": "numeric"})
    review_by = StringField("articles.field_review_by", render_kw=_DATE)
    verified_on = StringField("articles.field_verified_on", render_kw=_DATE)
    verified_by = StringField("articles.field_verified_by", render_kw=_EITHER_WAY)
    services = FieldList(
        SelectField("articles.field_services", validate_choice=False),
        min_entries=MOST_IN_LIST["services"],
        max_entries=MOST_IN_LIST["services"],
    )
    related = FieldList(
        SelectField("articles.field_related", validate_choice=False),
        min_entries=MOST_IN_LIST["related"],
        max_entries=MOST_IN_LIST["related"],
    )
    sources = FieldList(FormField(SourceForm), min_entries=1)


def article_form(
    request: Request, session: Session, posted: FormData | None = None, content: Content | None = None
) -> ArticleForm:
    """The form with what was posted, else with a content; its choices are in the page's language."""
    form = ArticleForm.of(request, posted, data=form_data(content) if content else None)
    words = words_of(request)
    form.preview.choices = [(code, words(f"language_{code}")) for code in LANGUAGES]
    if form.preview.data not in LANGUAGES:
        form.preview.data = words.language
    form.topic.choices = [("", words("articles.choose")), *((key, words.topic(key)) for key in topics())]
    form.risk.choices = [(risk, words(f"articles.risk_{risk}")) for risk in RISKS]
    for entry in form.services:
        entry.choices = [("", "—"), *_known([(key, words.category(key)) for key in categories()], entry.data)]
    titles = article_titles(session, words.language)
    for entry in form.related:
        entry.choices = [("", "—"), *_known(list(titles.items()), entry.data)]
    return form


def article_titles(session: Session, language: str) -> dict[str, str]:
    """Key → title, of the articles that are live, topic by topic; in another language where that one is missing."""
    query = select(Article.key, ArticleText.title).join(ArticleText).where(Article.state == "published")
    rows = session.execute(query.order_by(Article.key, ArticleText.language == language, ArticleText.id))
    found = {key: title for key, title in rows}
    order = {topic: place for place, topic in enumerate(topics())}
    return dict(sorted(found.items(), key=lambda each: order.get(topic_of(each[0]), len(order))))


def _known(choices: Sequence[tuple[str, str]], chosen: str | None) -> list[tuple[str, str]]:
    """The choices, and what was chosen once and is gone, so that nobody loses it without noticing."""
    is_gone = chosen and chosen not in dict(choices)
    return [*choices, *([(str(chosen), str(chosen))] if is_gone else [])]
