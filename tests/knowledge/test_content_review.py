"""docs/content-review.md records the second reading of every shipped article as it is now."""

import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge.load.article_file import ArticleFile, read_article_files
from tests.knowledge.samples import CONTENT

REVIEW = Path(__file__).parents[2] / "docs" / "content-review.md"
LINE = re.compile(r"^\| `(?P<key>[\w.]+)` \| (?P<risk>\w+) \| (?P<facts>[^|]+) \| (?P<found>[^|]+) \|$", re.MULTILINE)

LINES = list(LINE.finditer(REVIEW.read_text(encoding="utf-8")))
ARTICLES: dict[str, ArticleFile] = {file.content["key"]: file for file in read_article_files(CONTENT)}


def test_each_shipped_article_has_exactly_one_line() -> None:
    assert Counter(line["key"] for line in LINES) == Counter(ARTICLES.keys())


@pytest.mark.parametrize("line", LINES, ids=[line["key"] for line in LINES])
def test_a_line_names_the_facts_and_the_risk_its_article_has_now(line: re.Match[str]) -> None:
    article = ARTICLES[line["key"]].content
    assert line["facts"] == ", ".join(f"`{fact}`" for fact in article["facts"])
    assert line["risk"] == article["risk"]


def test_each_line_says_what_was_found() -> None:
    assert [line["key"] for line in LINES if len(line["found"].split()) < 3] == []
