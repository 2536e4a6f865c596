"""Articles as files: `knowledge/content/articles/<topic>/<slug>.yml` (docs/writing-articles.md)."""

from pathlib import Path

from knowledge.content_check.article_file import ArticleFile
from knowledge.content_check.content import Content, check_content
from knowledge.content_check.marked_yaml import Finding

__all__ = ["ArticleFile", "ContentError", "read_article_files", "right_content"]


class ContentError(Exception):
    """Content files are wrong; each problem names the file, where known the line, and what to mend."""

    def __init__(self, *problems: Finding | str) -> None:
        """One line of the message per problem."""
        super().__init__("\n".join(map(str, problems)))
        self.findings = [problem for problem in problems if isinstance(problem, Finding)]


def right_content(folder: Path) -> Content:
    """The content of a folder in which nothing is wrong. Raises ContentError with everything that is."""
    content = check_content(folder)
    if content.findings:
        raise ContentError(*content.findings)
    return content


def read_article_files(folder: Path) -> list[ArticleFile]:
    """All articles with their further samples, in order of their path. Raises ContentError."""
    return list(right_content(folder).articles.values())
