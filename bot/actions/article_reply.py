"""An article as a reply: answer, steps, papers, cost, what next, and where it comes from."""

from datetime import date

from bot.actions.choices import article_choices, near_choice, simpler_choice
from bot.actions.turn import Turn
from knowledge.models import Article, ArticleText
from reply import Reply, SourceNote, Trace

NO_DATE = "n.d."


def article_reply(turn: Turn, article: Article, trace: Trace) -> Reply:
    """The whole answer."""
    text = article.text_in(turn.language)
    return Reply(
        text="\n\n".join(paragraphs(turn, text)),
        language=turn.language,
        choices=(*near_choice(turn, article), simpler_choice(turn)),
        sources=sources(turn, article),
        note=source_note(turn, article),
        trace=trace,
    )


def short_reply(turn: Turn, article: Article, trace: Trace, related: list[Article]) -> Reply:
    """The answer in its simplest words."""
    text = article.text_in(turn.language)
    return Reply(
        text=text.short,
        language=turn.language,
        choices=(*near_choice(turn, article), *article_choices(related, turn.language)),
        sources=sources(turn, article),
        note=source_note(turn, article),
        trace=trace,
    )


def paragraphs(turn: Turn, text: ArticleText) -> list[str]:
    """The parts of an answer in the order in which they help."""
    parts = [line for line in text.answer.splitlines() if line.strip()]
    if text.steps:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(text.steps, start=1))
        parts.append(f"{turn.words('steps')}\n{steps}")
    if text.papers:
        parts.append(papers_part(turn, text))
    if text.cost:
        parts.append(turn.words("cost", cost=text.cost))
    if text.next:
        parts.append(text.next)
    return parts


def papers_part(turn: Turn, text: ArticleText) -> str:
    """The papers to bring as a list."""
    return f"{turn.words('papers')}\n" + "\n".join(f"• {paper}" for paper in text.papers)


def sources(turn: Turn, article: Article) -> tuple[SourceNote, ...]:
    """Each document once, with the year it describes."""
    notes = {(source.title, source.year, source.url): source for source in article.sources}
    return tuple(SourceNote(title, shown_year(turn, year), url) for title, year, url in notes)


def source_note(turn: Turn, article: Article) -> str:
    """First source, year, that it may have changed, and, until somebody has verified it, that too."""
    listed = sources(turn, article)
    first = listed[0]
    if len(listed) == 1:
        note = turn.words("source_note", title=first.title, year=first.year)
    else:
        note = turn.words("source_note_more", title=first.title, year=first.year, count=len(listed) - 1)
    if article.verified_on is None:
        note += " " + turn.words("not_verified")
    elif article.review_by < date.today():
        note += " " + turn.words("review_due")
    return note


def shown_year(turn: Turn, year: str) -> str:
    """A year as people read it; pages without a date are called so."""
    return turn.words("no_date") if year.startswith(NO_DATE) else year
