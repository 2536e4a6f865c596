"""Starts the engine on loopback: `python -m bot.engine.serve MODEL PORT`."""

import logging
import sys
import warnings

warnings.filterwarnings("ignore")


def main(model: str, port: int) -> None:
    """Serve one trained model until the process ends."""
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    from bot.engine.action_validation import use_one_validator

    configure_logging_and_warnings(log_level=logging.WARNING, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
    use_one_validator()
    serve_application(
        model_path=model,
        interface="127.0.0.1",
        port=port,
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
