"""The forms on the page of one group."""

from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import FormData
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from desk.forms import Form
from desk.pages import words_of
from desk.review.actions import WHYS
from gateway.words import LANGUAGES
from knowledge.models.review import LONGEST_QUESTION
from knowledge.review import MASK
from knowledge.topics import topics

_QUESTION = {"dir": "auto", "rows": 3, "maxlength": LONGEST_QUESTION}


class GroupForm(Form):
    """What all have in common."""

    edition = HiddenField()
    """Of the group, as the person saw it."""


class ArticleForm(GroupForm):
    """An article, and a sample question for it."""

    article_key = StringField("review.article")
    """A radio button per article on the page."""
    language = SelectField("language")
    text = TextAreaField("review.sample_text", [Length(max=LONGEST_QUESTION)], render_kw=_QUESTION)


class DraftForm(GroupForm):
    """The question of a new article."""

    topic = SelectField("review.topic", [InputRequired()], id="draft-topic")
    language = SelectField("language", id="draft-language")
    text = TextAreaField(
        "review.draft_text", [InputRequired(), Length(max=LONGEST_QUESTION)], id="draft-text", render_kw=_QUESTION
    )


class DismissForm(GroupForm):
    """Why there is nothing to do."""

    why = SelectField("review.why")
    note = StringField("review.note", [Length(max=LONGEST_QUESTION)], render_kw={"dir": "auto"})


def article_form(
    request: Request, posted: FormData | None = None, data: Mapping[str, str] | None = None
) -> ArticleForm:
    """A form with its choices in the page's language, filled with what was posted or with `data`."""
    form = ArticleForm.of(request, posted, data=data)
    form.language.choices = _languages(request)
    return form


def draft_form(request: Request, posted: FormData | None = None, data: Mapping[str, str] | None = None) -> DraftForm:
    """See `article_form`."""
    form = DraftForm.of(request, posted, data=data)
    words = words_of(request)
    form.topic.choices = [("", words("articles.choose")), *((key, words.topic(key)) for key in topics())]
    form.language.choices = _languages(request)
    return form


def dismiss_form(
    request: Request, posted: FormData | None = None, data: Mapping[str, str] | None = None
) -> DismissForm:
    """See `article_form`."""
    form = DismissForm.of(request, posted, data=data)
    words = words_of(request)
    form.why.choices = [(why, words(f"review.why_{why}")) for why in WHYS]
    return form


def has_question(request: Request, field: Field) -> bool:
    """True when a field holds a whole question; else it says what is wrong beside the field."""
    text = (field.data or "").strip()
    if text and MASK not in text:
        return True
    blame(request, field, "mask_in_text" if text else "text_missing")
    return False


def blame(request: Request, field: Field, key: str) -> None:
    """Say beside a field what is wrong."""
    field.errors = [*field.errors, words_of(request)(f"review.{key}")]


def _languages(request: Request) -> list[tuple[str, str]]:
    words = words_of(request)
    return [(code, words(f"language_{code}")) for code in LANGUAGES]
