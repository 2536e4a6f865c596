import re
from pathlib import Path

from desk.wording import all_words

ROOM = Path(__file__).parents[2] / "desk"
NOTED = re.compile(r"""\b_?note\(\s*\w+,\s*\w+,\s*"([a-z_]+\.[a-z_]+)["]""")


def test_every_action_that_is_noted_has_a_name_in_the_log() -> None:
    noted = {action for file in ROOM.rglob("*.py") for action in NOTED.findall(file.read_text(encoding="utf-8"))}
    named = {key.partition(".did_")[2] for key in all_words() if ".did_" in key}
    assert len(noted) > 30
    assert sorted(action for action in noted if action.replace(".", "_") not in named) == []
