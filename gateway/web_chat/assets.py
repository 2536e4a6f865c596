"""What the chat widget is made of: its two scripts with their styles inside, the styles as a file, and the words.

The second script draws answers in full. It is fetched with the first message, so that whoever only looks at a page pays
for little.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

from gateway.words import LANGUAGES, read_words

_FOLDER = Path(__file__).parent
_PARTS = ("tools", "messages", "delivery", "listening", "frame", "element")
_PARTS_FOR_ANSWERS = ("numbers", "speech", "position", "reply")
"""In the order in which they are put into one function."""
_PARTS_FOR_PREVIEW = ("tools", "messages", "preview")
_NOT_HERE = '!window.customElements || !Element.prototype.attachShadow || customElements.get("dalil-chat")'
"""A browser without web components, or a page with the script in it twice."""


@lru_cache(maxsize=1)
def page_words() -> dict[str, dict[str, str]]:
    """Language → key → words of the page and the widget."""
    raw = read_words(_FOLDER / "words.yml")
    return {language: {key: texts[language] for key, texts in raw.items()} for language in LANGUAGES}


@lru_cache(maxsize=1)
def widget_script() -> str:
    """The script that a site embeds."""
    return _script(f"if ({_NOT_HERE}) return;", _styles("widget"), _PARTS)


@lru_cache(maxsize=1)
def answers_script() -> str:
    """The script that the first one loads."""
    return _script("", _styles("answers"), _PARTS_FOR_ANSWERS)


@lru_cache(maxsize=1)
def preview_script() -> str:
    """In the place of the first script on pages of the desk that show single answers."""
    return _script("", _styles("widget") + _styles("preview"), _PARTS_FOR_PREVIEW)


@lru_cache(maxsize=1)
def widget_styles() -> str:
    """All styles, for browsers without constructed style sheets."""
    return _styles("widget") + _styles("answers")


def _script(first: str, styles: str, names: tuple[str, ...]) -> str:
    parts = (_without_comments(_read(f"{name}.js")) for name in names)
    constant = f"const STYLES = {json.dumps(styles, ensure_ascii=False)};"
    return "\n".join(["(function () {", '"use strict";', first, constant, *parts, "})();\n"])


def _styles(name: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", _read(f"{name}.css"), flags=re.DOTALL)
    text = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"(?<=[a-z]): ", ":", text).replace(";}", "}").strip()


def _without_comments(script: str) -> str:
    """Without comments that fill or end lines, and without indentation: texts over several lines would suffer."""
    script = re.sub(r"^\s*/\*.*?\*/\s*$|\s*/\*[^*]*\*/$", "", script, flags=re.DOTALL | re.MULTILINE)
    return "\n".join(line.strip() for line in script.splitlines() if line.strip())


def _read(name: str) -> str:
    return (_FOLDER / "widget" / name).read_text(encoding="utf-8")
