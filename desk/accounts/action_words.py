"""What the audit log calls things that users did."""

from functools import lru_cache

from desk.wording import Words, all_words

_BEGINNING = "did_"


def action_name(words: Words, action: str) -> str:
    """The name of an action such as "article.published": the word `did_article_published` of any part, else itself."""
    key = _keys().get(action.replace(".", "_"))
    return words(key) if key else action


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    named = ((key.rpartition(".")[2], key) for key in all_words())
    return {name.removeprefix(_BEGINNING): key for name, key in named if name.startswith(_BEGINNING)}
