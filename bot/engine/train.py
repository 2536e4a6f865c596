"""Trains the model: `python -m bot.engine.train OUTPUT_FOLDER NAME DATA…`."""

import logging
import sys
import warnings

warnings.filterwarnings("ignore")


def main(folder: str, name: str, data: list[str]) -> None:
    """Train config.yml and domain.yml on the data files and write `folder/name.tar.gz`."""
    from rasa.model_training import train
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=logging.WARNING, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
    result = train("domain.yml", "config.yml", data, output=folder, force_training=True, fixed_model_name=name)
    if result.model is None:
        raise SystemExit(result.code or 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
