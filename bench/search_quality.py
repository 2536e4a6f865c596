"""How well search finds the article that was meant: `python -m bench.search_quality`.

Ranks the articles for the 700 questions of tests/data/search_*.jsonl, which were written without sight of the sample
questions, and prints right first / among the first three per variety: by full text alone, by the whole search, and for
articles that were published a moment ago and are not learned yet. The kind of request (Rasa's part) is left out.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.database import load, migrate
from app.settings import ROOT, Settings
from knowledge import full_text
from knowledge.article_search import ArticleIndex, ArticleRanking
from knowledge.articles_said import read_articles
from knowledge.database import connect

Rank = Callable[[str], Sequence[str]]
EVERY = 5
"""Every fifth article is new in the last measurement."""


def questions() -> list[dict[str, str]]:
    """The questions, each with its variety and the article that answers it."""
    files = sorted((ROOT / "tests" / "data").glob("search_*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def measure(title: str, rows: Sequence[dict[str, str]], rank: Rank) -> None:
    """Print the shares of one way of searching."""
    right: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row in rows:
        keys = rank(row["text"])[:3]
        result = (keys[:1] == [row["article"]], row["article"] in keys)
        right[row["variety"]].append(result)
        right["all"].append(result)
    print(f"\n{title}")
    for variety, results in right.items():
        first, three = (sum(column) / len(results) for column in zip(*results, strict=True))
        print(f"  {variety:16} {first:.3f} right first   {three:.3f} among three   ({len(results)})")


def main() -> None:
    """Load the content into a database of its own, learn it, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), database_url="")
        migrate(settings)
        load(settings)
        engine = connect(settings.database)
        with Session(engine) as session:
            articles = read_articles(session)

            def by_text(text: str) -> dict[str, float]:
                found = full_text.find(session, full_text.ARTICLE, text, limit=len(articles))
                return {document.owner: document.score for document in found}

            def ranked_by(ranking: ArticleRanking) -> Rank:
                return lambda text: [hit.key for hit in ranking.rank(text, by_text(text))]

            rows = questions()
            measure("Full text alone", rows, lambda text: list(by_text(text)))
            index = ArticleIndex(articles)
            measure("The whole search", rows, ranked_by(ArticleRanking(index, articles)))
            older = [article for number, article in enumerate(articles) if number % EVERY]
            new = {article.key for article in articles} - {article.key for article in older}
            ranking = ArticleRanking(ArticleIndex(older, index.vectors), articles)
            of_new = [row for row in rows if row["article"] in new]
            of_old = [row for row in rows if row["article"] not in new]
            measure(f"Questions about {len(new)} new articles, not learned yet", of_new, ranked_by(ranking))
            measure("Questions about the other articles meanwhile", of_old, ranked_by(ranking))
        engine.dispose()


if __name__ == "__main__":
    main()
