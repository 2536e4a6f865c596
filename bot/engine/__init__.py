"""How the engine is started, trained and spoken to; runs inside `.venv-rasa`."""
