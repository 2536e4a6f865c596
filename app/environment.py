"""The environment variables of the engine's processes."""

import os

from app.settings import ROOT, Settings


def engine_environment(configuration: Settings) -> dict[str, str]:
    """Where the engine finds actions, conversation store and token, and how it keeps quiet and on one thread."""
    return {
        **os.environ,
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
