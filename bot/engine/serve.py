"""Starts the engine on loopback: `python -m bot.engine.serve MODEL PORT`."""

import sys

from bot.engine.quiet import keep_quiet, log_warnings_only


def main(model: str, port: int) -> None:
    """Serve one trained model until the process ends."""
    keep_quiet()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.engine.action_validation import use_one_validator

    log_warnings_only()
    use_one_validator()
    serve_application(
        model_path=model,
        interface="127.0.0.1",
        port=port,
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=False,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
