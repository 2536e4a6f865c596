"""Keeps the start of the engine to what its operator needs to read."""

import logging
import warnings


def keep_quiet() -> None:
    """Hide deprecation warnings of old libraries and TensorFlow's note that TensorBoard is missing.

    Call it before anything of Rasa is imported.
    """
    warnings.showwarning = lambda *_, **__: None  # sanic resets the filters, so they cannot be relied on
    logging.getLogger().addFilter(lambda record: "TensorBoard" not in record.getMessage())


def log_warnings_only() -> None:
    """Warnings and errors only, also from Rasa's structured logs, which would otherwise print every message."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=logging.WARNING, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
