"""Rasa graph components; they run inside `.venv-rasa`."""
