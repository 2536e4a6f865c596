"""What a visitor downloads before the first message: our widget, and the bundles of two others.

`python -m bench.widget_bytes`: needs npm, which fetches the packages. Each file is compressed with gzip, level 9. The
others' bundles are the files that their own instructions embed; what they load later is not counted, nor is ours.
"""

import gzip
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from gateway.web_chat.assets import answers_script, page_words, widget_script
from gateway.words import LANGUAGES

_OTHERS = {"deep-chat@2.4.2": "dist/deepChat.bundle.js", "rasa-webchat@1.0.1": "lib/index.js"}


def compressed(content: bytes) -> int:
    """Bytes after gzip."""
    return len(gzip.compress(content, 9, mtime=0))


def ours() -> dict[str, int]:
    """Script and words, for the language with the most; and what follows with the first message."""
    words = [json.dumps(page_words()[language], ensure_ascii=False).encode() for language in LANGUAGES]
    before = compressed(widget_script().encode()) + max(map(compressed, words))
    return {
        "Dalil, before the first message": before,
        "Dalil, with what follows the first message": before + compressed(answers_script().encode()),
    }


def other(package: str, bundle: str, folder: Path, npm: str) -> int:
    """The bundle of a package from npm."""
    command = [npm, "pack", package, "--silent"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - names from above
    (archive,) = folder.glob(f"{package.partition('@')[0]}-*.tgz")
    with tarfile.open(archive) as files:
        files.extract(f"package/{bundle}", folder, filter="data")
    return compressed((folder / "package" / bundle).read_bytes())


def main() -> int:
    """Print the table."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is missing: only our own figures", file=sys.stderr)
    found = ours()
    with tempfile.TemporaryDirectory() as folder:
        for package, bundle in _OTHERS.items() if npm else ():
            found[package] = other(package, bundle, Path(folder), npm or "")
    least = found["Dalil, before the first message"]
    for name, size in found.items():
        print(f"{name:46} {size:8,} bytes   {size / least:5.1f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
