"""Trains the model: `python -m bot.engine.train OUTPUT_FOLDER NAME DATA…`."""

import sys

from bot.engine.quick_package import pack_quickly
from bot.engine.quiet import keep_quiet, log_warnings_only


def main(folder: str, name: str, data: list[str]) -> None:
    """Train config.yml and domain.yml on the data files and write `folder/name.tar.gz`."""
    keep_quiet()
    from rasa.model_training import train

    log_warnings_only()
    pack_quickly()
    result = train("domain.yml", "config.yml", data, output=folder, force_training=True, fixed_model_name=name)
    if result.model is None:
        raise SystemExit(result.code or 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
