"""Which of several places a message only mentions: where somebody comes from, or what lies near the place."""

from knowledge.place_reading import Span

_FROM = frozenset("d de du from men min mn من".split())
_TO = frozenset("a au l la ila pour to towards vers ل الي نحو".split())
_CAME = frozenset(
    "arrive arrivee arrives came chased come coming expulse expulsee fled fui ja jay jaya jayin jina jit parti partie "
    "venant venu venue venus viens vient "
    "اتيت جا جات جاي جايه جايين جيت جينا خرجت رحلت قادم قادمه وصلت هربت".split()
)
"""With a word for "from" before the name, somebody comes from there."""
_LEFT = frozenset("etais etait etions kent knt kont konna left quitte quittee quitter was were كنت كنا".split())
"""Somebody was there."""
_NOW = frozenset("actuellement daba dorenavant maintenant mtn now دابا الان حاليا".split())
"""Somebody is there, and no longer where "from" is said of."""
_NEAR = frozenset("autour cote hda hedda near next pres proche qrib 9rib بجانب حدا قرب قريب".split())
_BETWEEN = _NEAR | _FROM | frozenset("a by l to".split())
_WORDS_BEFORE = 3


def without_mentioned(spans: list[Span], tokens: list[str]) -> list[Span]:
    """The spans that are looked for; all of them if each is only mentioned."""
    wanted = [
        span
        for index, span in enumerate(spans)
        if not _is_origin(spans, index, tokens) and not _is_landmark(spans, index, tokens)
    ]
    return wanted or spans


def _is_origin(spans: list[Span], index: int, tokens: list[str]) -> bool:
    """Whether the words before say that somebody left the place, or "from" is before it and "to" behind."""
    span = spans[index]
    before = _before(spans, index, tokens)
    if _LEFT.intersection(before):
        return True
    is_from = (bool(before) and before[-1] in _FROM) or tokens[span.start] == f"من{span.text}"
    return is_from and (
        bool(_CAME.intersection(before))
        or _leads_to_next(spans, index, tokens)
        or any(_NOW.intersection(_before(spans, other, tokens)) for other in range(len(spans)) if other != index)
    )


def _before(spans: list[Span], index: int, tokens: list[str]) -> list[str]:
    """The few words before a name, and behind the name before."""
    end_of_last = spans[index - 1].start + spans[index - 1].length if index else 0
    return tokens[max(end_of_last, spans[index].start - _WORDS_BEFORE) : spans[index].start]


def _leads_to_next(spans: list[Span], index: int, tokens: list[str]) -> bool:
    if index + 1 == len(spans):
        return False
    end, following = spans[index].start + spans[index].length, spans[index + 1]
    if end == following.start:
        return tokens[end].startswith("ل") and not following.text.startswith("ل")
    return end + 1 == following.start and tokens[end] in _TO


def _is_landmark(spans: list[Span], index: int, tokens: list[str]) -> bool:
    """Whether only words such as "near" stand between the place before and this one."""
    if index == 0:
        return False
    between = set(tokens[spans[index - 1].start + spans[index - 1].length : spans[index].start])
    return bool(between & _NEAR) and between <= _BETWEEN
