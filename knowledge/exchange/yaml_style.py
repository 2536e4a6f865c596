"""Texts and lists in YAML, in the style of the content files."""

import json
import re
from collections.abc import Iterable
from textwrap import wrap

import yaml

WIDTH = 116
"""Columns up to which texts are folded, as in most of the files."""
_ONE_LINE = 10**9
_NEVER_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PLAIN_NAME = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)*")


def quoted(text: str) -> str:
    """A text in double quotes on one line."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _NEVER_RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)


def scalar(text: str, in_quotes: bool = False) -> str:
    """A text on one line, without quotes where YAML reads the same text back, unless they are wanted."""
    if in_quotes or yaml.dump(text, allow_unicode=True, width=_ONE_LINE) != f"{text}\n...\n":
        return quoted(text)
    return text


def folded(text: str, indent: int) -> str:
    """A text as a folded block (`>-`) whose lines begin after `indent` spaces, in quotes if a block cannot hold it."""
    margin = " " * indent
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += [*wrap(paragraph, WIDTH - indent, break_long_words=False, break_on_hyphens=False), ""]
    block = ">-\n" + "\n".join(f"{margin}{line}".rstrip() for line in lines[:-1])
    return block if text and _reads_as(block, text) else quoted(text)


def _reads_as(value: str, text: str) -> bool:
    try:
        return bool(yaml.load(f"field: {value}\n", Loader=yaml.CSafeLoader) == {"field": text})
    except yaml.YAMLError:
        return False


def item_list(items: Iterable[str], indent: int, in_quotes: bool = False) -> str:
    """A list with one item a line, to stand behind `field:`."""
    lines = [f"\n{' ' * indent}- {scalar(item, in_quotes)}" for item in items]
    return "".join(lines) or " []"


def name_list(names: list[str], field: str) -> str:
    """A list of keys to stand behind `field:`, in one line if they fit into it."""
    line = f" [{', '.join(names)}]"
    if all(_PLAIN_NAME.fullmatch(name) for name in names) and len(field) + 1 + len(line) <= WIDTH:
        return line
    return item_list(names, 2)
