"""What is wrong with an article, in the words of the page and beside the right field."""

from collections.abc import Iterable

from wtforms import Field

from desk.articles.forms import ArticleForm, TextForm
from desk.wording import Words
from gateway.words import LANGUAGES
from knowledge.content_check.problems import Problem
from knowledge.editing.checking import FieldProblem, Steps


def told(words: Words, problem: Problem) -> str:
    """The sentence for a problem."""
    is_empty = problem.code == "text_length" and problem.values["length"] == 0
    code = "text_empty" if is_empty else problem.code
    values = {name: _value(words, name, str(value)) for name, value in problem.values.items()}
    return words(f"articles.problem_{code}", **values)


def blame(form: ArticleForm, words: Words, problems: Iterable[FieldProblem]) -> None:
    """Say each problem beside its field."""
    for found in problems:
        field = _field(form, found.steps)
        field.errors = [*field.errors, told(words, found.problem)]


def _field(form: ArticleForm, steps: Steps) -> Field:
    """Where a problem is shown. Raises KeyError when the form has no such field."""
    match steps:
        case ("languages", str(language), *rest):
            # What is wrong with a language's numbers may stand in any of its texts.
            return _text(form, language)[str(rest[0]) if rest else "answer"]
        case ("sources", *rest):
            row = form.sources[int(rest[0]) if rest else 0].form
            return row[str(rest[1]) if len(rest) > 1 else "title"]
        case ("services", int(place)):
            return form.services[place]
        case ("related", int(place)):
            return form.related[place]
        case ("key", *_):
            return form["name"]
        case _:
            return form[str(steps[0])]


def _text(form: ArticleForm, language: str) -> TextForm:
    return form.texts[LANGUAGES.index(language)].form


def _value(words: Words, name: str, value: str) -> str:
    """Values that are keys of words, as people call them."""
    if name == "category":
        return words.category(value)
    keys = {
        "risk": [f"articles.risk_{value}"],
        "language": [f"language_{value}"],
        "field": [f"articles.field_{value}", f"articles.source_{value}"],
    }
    return next((words(key) for key in keys.get(name, ()) if words.has(key)), value)
