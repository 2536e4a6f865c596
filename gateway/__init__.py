"""How people reach the assistant: message log, turns, one adapter per channel, and the client of the Rasa engine."""
