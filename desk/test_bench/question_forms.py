"""The forms of the regression set."""

from dataclasses import replace
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from desk.forms import EditedElsewhere, Form
from desk.pages import words_of
from desk.test_bench.answerable import NotRight
from desk.test_bench.models import RegressionQuestion
from desk.test_bench.questions import gold_of
from desk.test_bench.why import all_articles
from gateway.words import LANGUAGES
from knowledge.categories import categories
from reply.gold import KINDS, Gold

_FIELDS = ("text", "kind", "article", "category", "place", "language")


class QuestionForm(Form):
    """A message and what is right for it."""

    version = HiddenField(default="0")
    """Of the question as it was when the page was opened."""
    text = TextAreaField("test_bench.text", render_kw={"dir": "auto", "rows": 3})
    kind = SelectField("test_bench.kind", validate_choice=False)
    article = SelectField("test_bench.article", validate_choice=False)
    category = SelectField("test_bench.category", validate_choice=False)
    place = StringField("test_bench.place", render_kw={"dir": "auto", "autocomplete": "off"})
    language = SelectField("test_bench.language", validate_choice=False)

    def gold(self, question: RegressionQuestion | None = None) -> Gold:
        """What was filled in. What the form does not show stays as it is; what a kind has no use for is left out."""
        known = gold_of(question) if question else Gold("", "", "")
        kind, article = self._filled("kind") or "", self._filled("article")
        if kind != "question":
            article = known.article if kind == known.kind else None
        return replace(
            known,
            text=self._filled("text") or "",
            kind=kind,
            language=self._filled("language"),
            article=article,
            also=tuple(key for key in known.also if key != article) if kind == "question" else (),
            category=self._filled("category") if kind == "service" else None,
            place=self._filled("place") if kind == "service" else None,
        )

    def _filled(self, name: str) -> str | None:
        return str(self[name].data or "").strip() or None

    def show_problems(self, request: Request, error: NotRight) -> None:
        """Say beside each field what is wrong with it."""
        words = words_of(request)
        for name, key in error.problems.items():
            field = self[name] if name in _FIELDS else self.text
            field.errors = [*field.errors, words(key)]


def question_form(
    session: Session, request: Request, posted: FormData | None = None, question: RegressionQuestion | None = None
) -> QuestionForm:
    """The form with all that can be chosen, filled with what was posted, else with a question."""
    words = words_of(request)
    form = QuestionForm.of(request, posted, obj=question)
    nothing: list[tuple[str, str]] = [("", "—")]
    form.kind.choices = [(kind, words(f"test_bench.kind_{kind}")) for kind in KINDS]
    form.article.choices = nothing + [
        (article.key, f"{words.topic(article.key.partition('.')[0])} · {article.title}")
        for article in all_articles(session, words.language)
    ]
    form.category.choices = nothing + [(key, words.category(key)) for key in categories()]
    form.language.choices = nothing + [(code, words(f"language_{code}")) for code in LANGUAGES]
    return form


def conflict_of(request: Request, form: QuestionForm, question: RegressionQuestion) -> EditedElsewhere | None:
    """Who changed a question since the form was opened; None when nobody did. The form is then of the new version."""
    if form.version.data == str(question.version):
        return None
    words = words_of(request)
    typed = form.gold(question)
    stored = gold_of(question)
    differences = tuple(
        (words(form[name].label.text), _said(stored, name), _said(typed, name))
        for name in _FIELDS
        if getattr(stored, name) != getattr(typed, name)
    )
    form.version.data = str(question.version)
    return EditedElsewhere(question.changed_by, question.changed_at, differences)


def _said(gold: Gold, name: str) -> str:
    value: Any = getattr(gold, name)
    return str(value or "—")
