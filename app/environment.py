"""The environment variables of the engine's processes."""

import os

from app.settings import ROOT, Settings

_ONLY_FOR_WEB = ("DALIL_WHATSAPP_", "DALIL_ADDRESS_KEY", "DALIL_TRANSCRIPTION_")
"""How the names begin of what only the web process needs."""


def engine_environment(configuration: Settings) -> dict[str, str]:
    """Where the engine finds actions, conversation store and token, and how it keeps quiet and on one thread.

    Holds what this process inherited, but none of the secrets that only the web process needs.
    """
    return {
        # Settings are read whatever the case of their names.
        **{name: value for name, value in os.environ.items() if not name.upper().startswith(_ONLY_FOR_WEB)},
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DALIL_ACTIONS_URL": f"{configuration.actions_url}/webhook",
        "DALIL_TRACKER_URL": configuration.tracker_url,
        "DALIL_ENGINE_TOKEN": configuration.secret("engine-token"),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
