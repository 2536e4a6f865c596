"""The faster importer gives Rasa what Rasa's own would."""

import json
import subprocess
from pathlib import Path

import pytest

from app.settings import ROOT

EXAMPLES = """version: "3.1"
nlu:
- intent: danger
  metadata: {kind: sea}
  examples: |
    - notre bateau coule
    - القارب يغرق
- intent: greet
  examples: |
    - bonjour
    - bonjour
    - "hi": how are you?
"""
RULES = """version: "3.1"
rules:
- rule: danger is answered
  steps:
  - intent: danger
  - action: action_danger
"""
COMPARE = """
import json, sys
from rasa.shared.importers.rasa import RasaFileImporter
from bot.engine.examples_importer import ExamplesImporter
said = []
for importer in (RasaFileImporter, ExamplesImporter):
    read = importer("config.yml", "domain.yml", [sys.argv[1]])
    examples = [(e.get("text"), e.get("intent"), e.get("metadata")) for e in read.get_nlu_data().training_examples]
    rules = [step.block_name for step in read.get_stories().story_steps]
    said.append([examples, rules])
print(json.dumps(said))
"""


@pytest.mark.stack
def test_it_reads_the_same_examples_and_rules(tmp_path: Path) -> None:
    (tmp_path / "examples.yml").write_text(EXAMPLES, encoding="utf-8")
    (tmp_path / "rules.yml").write_text(RULES, encoding="utf-8")
    python = ROOT / ".venv-rasa" / "bin" / "python"
    done = subprocess.run(
        [python, "-W", "ignore", "-c", COMPARE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rasa, ours = json.loads(done.stdout.splitlines()[-1])
    assert len(rasa[0]) == 4 and rasa[1]
    assert ours == rasa
